"""Windows: the stretches of a text that the model reads at a time.

A window never crosses a paragraph, and ends with a sentence where it can, because sentences are what the model was
trained on. Windows do not overlap and each is read alone, so what one gives depends on nothing around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import regex

from processor.models.pieces import Token
from processor.stages.sentences import SENTENCE_END

#: The most pieces of a window, as in training; begin and end come on top.
MOST: Final = 254
#: A stretch of this many code points is cut into pieces at a time, so that a paragraph without end takes linear time.
_STRETCH: Final = 2_000
_PARAGRAPH: Final = regex.compile(r"[^\n]+")
_BLANK: Final = regex.compile(r"\s")


class Cutter(Protocol):
    """A tokenizer with places."""

    def tokens(self, text: str) -> list[Token]:
        """Return the pieces of `text` in order."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens of one window; their places count from `start` of the text."""

    start: int
    tokens: list[Token]


def windows(text: str, pieces: Cutter, most: int = MOST) -> Iterator[Window]:
    """Yield the windows of `text` in order; blank ones are left out."""
    for start, end in stretches(text):
        stretch = text[start:end]
        for tokens in _cut(stretch, pieces.tokens(stretch), most):
            if tokens:  # a tokenizer may see nothing in characters that are not shown
                yield Window(start, tokens)


def stretches(text: str, most: int = _STRETCH) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of paragraphs, in parts of at most `most` code points; blank ones are left out."""
    for paragraph in _PARAGRAPH.finditer(text):
        for start, end in _parts(text, *paragraph.span(), most):
            if not text[start:end].isspace():
                yield start, end


def _parts(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    while end - start > most:
        stop = start + most
        sentences = [found.end() for found in SENTENCE_END.finditer(text, start, stop)]
        blanks = sentences or [found.end() for found in _BLANK.finditer(text, start + most // 2, stop)]
        # At the very end of the range a pattern sees no following blank: there it may be an abbreviation.
        later = [place for place in blanks if start < place < stop]
        yield start, (later[-1] if later else stop)
        start = later[-1] if later else stop
    yield start, end


def _cut(text: str, tokens: list[Token], most: int) -> Iterator[list[Token]]:
    """Cut tokens of one stretch after sentences, else before a word, else before a unit."""
    ends = {found.end() for found in SENTENCE_END.finditer(text)}
    start = 0
    while len(tokens) - start > most:
        candidates = range(start + most, start + most // 4, -1)
        stop = next((at for at in candidates if tokens[at].start in ends), None)
        if stop is None:
            stop = next((at for at in candidates if _begins_word(text, tokens[at])), None)
        if stop is None:
            stop = next((at for at in candidates if tokens[at].first), start + most)
        yield tokens[start:stop]
        start = stop
    yield tokens[start:]


def _begins_word(text: str, token: Token) -> bool:
    return token.start > 0 and text[token.start - 1].isspace()
