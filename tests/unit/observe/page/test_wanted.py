"""What a browser asks for."""

import pytest

from processor.observe.facts import Facts
from processor.observe.page.cards import Card
from processor.observe.page.wanted import Wanted

RUSSIA = Card(
    "article",
    b"",
    "a title रूस ने कहा straße".casefold(),
    Facts(
        language="zh-hant",
        names=frozenset({"россия", "rossiya"}),
        mentions=frozenset({"रूस"}),
        countries=frozenset({"ru"}),
        topics=(("medtop:11000000", "politics and government"),),
        id="a1",
    ),
)
LETTER = Card("letter", b"", "not_json decode")


@pytest.mark.parametrize(
    ("pairs", "passes"),
    [
        ([], True),
        ([("language", "zh")], True),
        ([("language", "hi"), ("language", "ZH-Hant")], True),
        ([("language", "hi")], False),
        ([("country", "RU"), ("topic", "Politics")], True),
        ([("country", "RU"), ("topic", "sport")], False),
        ([("entity", "rossi")], True),  # whatever letters somebody can type
        ([("entity", "रूस")], True),
        ([("q", "कहा  TITLE")], True),
        ([("q", "STRASSE")], True),
        ([("q", "title nowhere")], False),
        ([("q", ""), ("language", "  ")], True),
    ],
)
def test_articles(pairs: list[tuple[str, str]], passes: bool) -> None:
    assert Wanted.parse(pairs).passes(RUSSIA) is passes


def test_dead_letters_are_searched_but_not_filtered() -> None:
    assert Wanted.parse([("language", "hi")]).passes(LETTER)
    assert Wanted.parse([("q", "not_json")]).passes(LETTER)
    assert not Wanted.parse([("q", "missing")]).passes(LETTER)


@pytest.mark.parametrize(
    "pairs", [[("lang", "hi")], [("q", "x" * 201)], [("language", "hi")] * 21], ids=["unknown", "long", "many"]
)
def test_what_nobody_types_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"there is no filter 'lang'; known are language|more than 20 conditions"):
        Wanted.parse(pairs)
