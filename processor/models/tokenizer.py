"""The encoder's tokenizer: the unigram model of XLM-RoBERTa (Kudo, 2018, arXiv:1804.10959), exact, in Python.

No piece has a word mark inside, so a text can be cut word by word, and only as many words are cut as are read.
"""

import re
from collections.abc import Iterator
from typing import Final

from processor.models.weights import Vocabulary

#: Stands for the space before a word, and begins every word.
MARK: Final = "\u2581"

_SPACES: Final = re.compile(" {2,}")
_UNKNOWN_PENALTY: Final = 10.0


class Tokenizer:
    """Cuts a text into piece ids.

    Attributes:
        longest: length of the longest piece, code points.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        scores = vocabulary.scores
        # Control symbols (`<s>`, `<mask>`, ...) have score 0. A text that spells one out does not mean it, so they are
        # no pieces here.
        self._pieces = {
            piece: (score, index)
            for index, (piece, score) in enumerate(zip(vocabulary.pieces, scores, strict=True))
            if not (score == 0.0 and piece.startswith("<"))
        }
        self.longest = max(map(len, self._pieces))
        self._longest_from: dict[str, int] = {}  # by its first two characters, or the only one
        for piece in self._pieces:
            if len(piece) > self._longest_from.get(piece[:2], 0):
                self._longest_from[piece[:2]] = len(piece)
        self._lengths = [len(piece) for piece in vocabulary.pieces]
        self._lengths[vocabulary.unknown] = 1
        self._unknown = (min(scores) - _UNKNOWN_PENALTY, vocabulary.unknown)
        self._replacements = vocabulary.replacements
        self._replaced = frozenset(map(chr, self._replacements)) | {MARK}

    def ids(self, text: str, limit: int) -> list[int]:
        """Return the first `limit` piece ids of `text`, without marks of begin and end.

        No more is read than `limit` pieces can hold, so the time is bounded however long the text or a word of it is.
        """
        window = limit * self.longest
        found: list[int] = []
        for word in self._words(text[:window].translate(self._replacements)[:window]):
            found += self.cut(word)
            if len(found) >= limit:
                break
        return found[:limit]

    def _words(self, text: str) -> Iterator[str]:
        """Yield the words of a normalised text, each with the mark it begins with."""
        marked = _SPACES.sub(" ", text).replace(" ", MARK)
        for word in marked.removeprefix(MARK).split(MARK):
            yield MARK + word

    def length(self, index: int) -> int:
        """Return how many characters a piece stands for, its mark included."""
        return self._lengths[index]

    def replaced(self, character: str) -> str:
        """Return what a character becomes before it is cut."""
        return self._replacements.get(ord(character), character)

    def keeps(self, text: str) -> bool:
        """Say whether no character of `text` is replaced before it is cut, and none is a mark."""
        return self._replaced.isdisjoint(text)

    def cut(self, word: str) -> list[int]:
        """Viterbi: the cut with the highest sum of scores; a character that is no piece is unknown."""
        length = len(word)
        pieces, longest_from = self._pieces, self._longest_from
        unknown_score, unknown = self._unknown
        best = [0.0] + [float("-inf")] * length
        step = [(0, unknown)] * (length + 1)  # where the last piece begins, and its id
        for start in range(length):
            here = best[start]
            # No piece is missed, and most letters begin short ones only.
            longest = longest_from.get(word[start : start + 2], 1)
            for stop in range(start + 1, min(start + longest, length) + 1):
                piece = pieces.get(word[start:stop])
                if piece is not None and here + piece[0] > best[stop]:
                    best[stop] = here + piece[0]
                    step[stop] = (start, piece[1])
            if here + unknown_score > best[start + 1]:
                best[start + 1] = here + unknown_score
                step[start + 1] = (start, unknown)
        found: list[int] = []
        stop = length
        while stop > 0:
            stop, piece_id = step[stop]
            found.append(piece_id)
        found.reverse()
        return found
