"""Texts marked with the term of the vocabulary, below the top level, that says best what they are about."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.terms import Term

ITEMS: Final = Path(__file__).parent / "items"
#: Texts with one term that count: more would measure, and teach, what the writers liked to write about.
MOST_OF_A_TERM: Final = 6

_SHORT: Final = [topic.short for topic in TOP_LEVEL]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its term.

    Attributes:
        language: BCP 47 tag.
        article: whether it is a whole short article, which nothing is trained on.
        text: title and text, as the stage would read it.
        term: index in the list of terms.
    """

    language: str
    article: bool
    text: str
    term: int


def load_marked(terms: Sequence[Term], folder: Path = ITEMS) -> list[Marked]:
    """Read the items that have a term, language by language.

    Left out are those whose marked topics do not hold the one that the term stands under: their marks disagree.
    """
    index = {term.id: number for number, term in enumerate(terms)}
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            number = index.get(row["term"])
            if number is None or _SHORT[terms[number].topic] not in row["labels"]:
                continue
            text = f"{row['headline']}\n{row['text']}"
            found.append(Marked(row["lang"], row["kind"] == "article", text, number))
    return found


def capped(marked: Sequence[Marked], most: int = MOST_OF_A_TERM) -> list[int]:
    """Return the indices of texts to count, ascending: the same kind of text has a term at most `most` times.

    Languages take turns, in the order of their tags, so that no language loses all of its texts with a term.
    """
    turns: Counter[tuple[str, bool, int]] = Counter()
    order = []
    for number, one in enumerate(marked):
        key = (one.language, one.article, one.term)
        order.append((turns[key], number))
        turns[key] += 1
    taken: Counter[tuple[bool, int]] = Counter()
    chosen = []
    for _, number in sorted(order):
        kind = (marked[number].article, marked[number].term)
        if taken[kind] < most:
            taken[kind] += 1
            chosen.append(number)
    return sorted(chosen)
