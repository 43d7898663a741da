"""Texts marked with the term of the vocabulary, below the top level, that says best what they are about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from processor.stages.topics.terms import Term
from training.topics.data import Headline

#: Texts with one term that count: more would measure, and teach, what the writers liked to write about.
MOST_OF_A_TERM: Final = 6


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its term.

    Attributes:
        language: BCP 47 tag.
        article: whether it is a whole short article, which nothing is trained on.
        place: its index among the headlines, or among the articles.
        term: index in the list of terms.
    """

    language: str
    article: bool
    place: int
    term: int


def marked_terms(terms: Sequence[Term], headlines: Sequence[Headline], articles: Sequence[Headline]) -> list[Marked]:
    """Return the headlines, then the articles that have a term.

    Left out are those whose marked topics do not hold the one that the term stands under: their marks disagree.
    """
    index = {term.id: number for number, term in enumerate(terms)}
    found = []
    for article, texts in ((False, headlines), (True, articles)):
        for place, text in enumerate(texts):
            number = index.get(text.term or "")
            if number is not None and terms[number].topic in text.topics:
                found.append(Marked(text.language, article, place, number))
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
