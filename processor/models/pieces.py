"""Pieces of a text with their places, and the units that one label covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from processor.models.tokenizer import MARK, Tokenizer
from processor.models.weights import Vocabulary, shared_weights

#: What belongs to a word, in every script.
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]")
#: Scripts in which a name may begin or end within what is written together: there a label covers one piece only.
PIECEWISE: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
)
#: About 5 MB, so that a process that runs for weeks does not grow.
_MOST_REMEMBERED: Final = 20_000
_LONGEST_REMEMBERED: Final = 40


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the vocabulary at [start, end) of the text.

    Attributes:
        first: whether a unit begins here; the other tokens of a unit have the label of its first.
    """

    id: int
    start: int
    end: int
    first: bool


class Pieces(Tokenizer):
    """The tokenizer with offsets. Words are cut once and remembered, up to a number of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._remembered: dict[str, list[tuple[int, int]]] = {}

    def tokens(self, text: str, limit: int | None = None) -> list[Token]:
        """Return the pieces of `text`, which is in NFC, or the first `limit` of them.

        A piece that is only the mark of a blank covers nothing.
        """
        found: list[Token] = []
        for word, places in self._placed_words(text):
            if limit is not None and len(found) >= limit:
                break
            at = -1  # the mark before the word has no place
            for index, length in self._pieces_of(word):
                covered = places[max(at, 0) : at + length]
                at += length
                start, end = (covered[0], covered[-1] + 1) if covered else (0, 0)
                first = start == end or begins_unit(text, found[-1].end if found else 0, start)
                found.append(Token(index, start, end, first))
        return found[:limit]

    def _pieces_of(self, word: str) -> list[tuple[int, int]]:
        """Return (id, length in characters) of the pieces of a word with its mark."""
        pieces = self._remembered.get(word)
        if pieces is None:
            pieces = [(index, self._lengths[index]) for index in self.cut(word)]
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            if len(word) <= _LONGEST_REMEMBERED:
                self._remembered[word] = pieces
        return pieces

    def _placed_words(self, text: str) -> Iterator[tuple[str, list[int]]]:
        """Yield the words, each with its mark, and the places in `text` of their characters."""
        word, places = [MARK], list[int]()
        before = ""
        begun = False  # a blank at the very start is dropped
        for place, character in enumerate(text):
            for new in self._replacements.get(ord(character), character):
                if new == " " and before == " ":
                    continue
                if new not in (" ", MARK):
                    word.append(new)
                    places.append(place)
                elif begun:
                    yield "".join(word), places
                    word, places = [MARK], []
                before = new
                begun = True
        yield "".join(word), places


def begins_unit(text: str, before: int, start: int) -> bool:
    """Say whether a unit begins with the piece at `start`, where the piece before it ends at `before`."""
    if before == 0 or before != start:
        return True
    left, right = text[start - 1], text[start]
    joined = _WORD.match(left) is not None and _WORD.match(right) is not None
    return not joined or PIECEWISE.match(left) is not None or PIECEWISE.match(right) is not None


@cache
def shared_pieces() -> Pieces:
    """Return this process's tokenizer: its vocabulary of 250,000 pieces is needed once."""
    return Pieces(shared_weights().vocabulary)
