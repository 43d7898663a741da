"""Units end where sentences, paragraphs and scripts do, cover the text, and stay few."""

import pytest

from processor.stages.language.reading import read
from processor.stages.language.units import MOST_UNITS, cut


def _cut(text: str) -> list[tuple[str, str]]:
    units = cut(text, read(text))
    places = [min(max(int(border) - 1, 0), len(text)) for border in units.borders]
    return [(text[a:b], group) for a, b, group in zip(places, places[1:], units.groups, strict=False)]


ENGLISH = "The harbour was closed for the whole of the night because of the storm. "
HINDI = "तूफ़ान के कारण बंदरगाह पूरी रात बंद रहा और जहाज़ समुद्र में खड़े रहे। "
CHINESE = "由于暴风雨，港口整夜关闭，船只停留在海上等待。"


def test_sentences_paragraphs_and_scripts_end_units() -> None:
    found = _cut(ENGLISH + ENGLISH + "\n\n" + HINDI + CHINESE)
    assert [group for _, group in found] == ["Latn", "Latn", "Deva", "Hani"]
    assert [text.strip() for text, _ in found] == [ENGLISH.strip(), ENGLISH.strip(), HINDI.strip(), CHINESE]


def test_short_names_in_another_script_end_nothing() -> None:
    assert len(_cut("The word мир means both peace and world in Russian, as everybody knows.")) == 1


@pytest.mark.parametrize("start", ["2017-", "ADD ", "“", "MS, 64 "])
def test_a_paragraph_keeps_what_it_starts_with(start: str) -> None:
    assert [text.strip() for text, _ in _cut(f"{ENGLISH}\n\n{start}{HINDI}")] == [
        ENGLISH.strip(),
        start + HINDI.strip(),
    ]


def test_paragraphs_open_units() -> None:
    text = f"{ENGLISH}\n{ENGLISH}{ENGLISH}"
    assert cut(text, read(text)).opens == (True, True, False, True)


def test_short_sentences_are_taken_together() -> None:
    assert len(_cut("Yes. No. Why? Because. I see. All right then.")) == 1


def test_a_short_paragraph_stands_alone_a_tiny_one_does_not() -> None:
    assert [text.strip() for text, _ in _cut("Storm closes harbour\n\n" + ENGLISH)] == [
        "Storm closes harbour",
        ENGLISH.strip(),
    ]
    assert len(_cut("Oslo\n" + ENGLISH)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "...",
        "\n\n\n",
        "a\n" * 5000,
        "a. " * 5000,
        "aб" * 5000,
        ENGLISH * 2000,
        "中。" * 5000,
        (ENGLISH + HINDI) * 700,
    ],
)
def test_units_cover_the_text_in_order_and_are_few(text: str) -> None:
    found = _cut(text)
    assert "".join(part for part, _ in found) == text
    changes = 2 * text.count(HINDI)
    assert len(found) <= 2 * MOST_UNITS + changes


def test_letters_of_units_add_up() -> None:
    text = ENGLISH + CHINESE
    units = cut(text, read(text))
    latin = sum(char.isalpha() for char in ENGLISH)
    han = sum(char.isalpha() for char in CHINESE)
    assert int(units.letters.sum()) == latin + 3 * han
    assert int(cut("क्षि", read("क्षि")).letters.sum()) == 4
