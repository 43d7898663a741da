"""Names in the place of others: places move along, types stay, nothing else changes."""

from pathlib import Path
from random import Random

import pytest

from training.entities.fast.swap import pool, swapped, with_swaps
from training.entities.fast.unlabelled import texts
from training.entities.sentences import Sentence
from training.entities.sources import SOURCES

SENTENCES = [
    Sentence("Ursula von der Leyen besuchte Bonn.", ((0, 20, "PER"), (30, 34, "LOC"))),
    Sentence("In Frankfurt am Main sprach Angela Merkel.", ((3, 20, "LOC"), (28, 41, "PER"))),
    Sentence("Es regnet.", ()),
]


def _named(sentence: Sentence) -> list[tuple[str, str]]:
    return [(sentence.text[start:end], kind) for start, end, kind in sentence.spans]


def test_names_are_swapped_within_their_type() -> None:
    names = pool(SENTENCES)
    seen = set()
    for seed in range(20):
        made = swapped(SENTENCES[0], names, Random(seed), 1.0)
        assert [kind for _, kind in _named(made)] == ["PER", "LOC"]
        assert all(name in names[kind] for name, kind in _named(made))
        assert " besuchte " in made.text
        assert made.text.endswith(".")
        seen.add(made.text)
    assert len(seen) == 4


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_share_of_nothing_changes_nothing(sentence: Sentence) -> None:
    assert swapped(sentence, pool(SENTENCES), Random(1), 0.0) == sentence


def test_names_stay_in_their_corpus() -> None:
    german, other = SOURCES[0], SOURCES[1]
    foreign = Sentence("Oslo", ((0, 4, "LOC"),))
    drawn = [*((german, sentence) for sentence in SENTENCES), (other, foreign)]
    made = list(with_swaps(drawn, Random(2), 1.0))
    assert [source for source, _ in made] == [german, german, german, other]
    assert made[-1] == (other, foreign)
    assert all("Oslo" not in sentence.text for _, sentence in made[:-1])


def test_unmarked_texts_are_grouped_and_each_line_is_read_once(tmp_path: Path) -> None:
    folder = tmp_path / "text"
    (folder / "ud").mkdir(parents=True)
    lines = [f"sentence {number}." for number in range(200)]
    (folder / "ud" / "en.x.txt").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    found = list(texts(folder, Random(1)))
    assert 1 < len(found) < 200
    assert sorted(" ".join(found).replace(". ", ".\n").split("\n")) == sorted(lines)
    assert max(map(len, found)) <= 420
    assert list(texts(folder, Random(1))) == found
    assert sum(map(len, texts(folder, Random(1), share=0.5))) < 0.6 * sum(map(len, found))
