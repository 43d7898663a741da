"""Units of a text as the fast tagger reads it: words and marks, each with its pieces.

A unit is a run of letters, digits and signs, or one other character. In scripts without blanks between words it is one
piece. Each run is cut into pieces by itself, so what was cut once can be remembered, whatever stands beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import regex

from processor.models.pieces import PIECEWISE
from processor.models.tokenizer import MARK, Tokenizer

#: A run or a character that is no blank, with the blank before it; or a blank alone. They cover every text.
_PARTS: Final = regex.compile(r"\s?(?:[\p{L}\p{M}\p{N}\u200c\u200d]+|[^\s\p{L}\p{M}\p{N}\u200c\u200d])|\s")


@dataclass(frozen=True, slots=True)
class Unit:
    """The text's [start, end), in code points, and the ids of its pieces, never none."""

    start: int
    end: int
    pieces: tuple[int, ...]


def parts(text: str) -> list[str]:
    """Return the parts whose units do not depend on each other; joined they are `text`."""
    found: list[str] = _PARTS.findall(text)
    return found


def begun(of_text: list[str]) -> list[str]:
    """Return the parts of a text with a blank before the first: a text begins as if one stood there."""
    return [" " + of_text[0], *of_text[1:]] if of_text and not of_text[0][0].isspace() else of_text


def units_of_part(part: str, tokenizer: Tokenizer) -> tuple[Unit, ...]:
    """Return the units of a part, their places counted in it. Characters that the vocabulary drops have none."""
    blank = part[0].isspace()
    if tokenizer.keeps(part[blank:]) and PIECEWISE.search(part) is None:
        pieces = tokenizer.cut(MARK + part[1:] if blank else part)
        pieces = pieces[1:] if blank and tokenizer.length(pieces[0]) == 1 else pieces  # the mark of the blank alone
        return (Unit(blank, len(part), tuple(pieces)),) if pieces else ()
    characters: list[str] = []
    places: list[int] = []
    for place in range(blank, len(part)):
        for new in tokenizer.replaced(part[place]):
            if new not in (" ", MARK):
                characters.append(new)
                places.append(place)
    if not characters:
        return ()
    mark = MARK if blank else ""
    ids = tokenizer.cut(mark + "".join(characters))
    ends, at = [0], -len(mark)
    for index in ids:
        at += tokenizer.length(index)
        ends.append(max(at, 0))
    found: list[tuple[int, int, list[int]]] = []
    for index, (left, right) in zip(ids, pairwise(ends), strict=True):
        if left == right:  # the mark of the blank alone
            continue
        start, end = places[left], places[right - 1] + 1
        if found and not (PIECEWISE.match(part[start - 1]) or PIECEWISE.match(part[start])):
            first, _, pieces = found[-1]
            pieces.append(index)
            found[-1] = first, end, pieces
        elif found and found[-1][1] > start:  # two pieces of one character
            continue
        else:
            found.append((start, end, [index]))
    return tuple(Unit(start, end, tuple(pieces)) for start, end, pieces in found)


def units(text: str, tokenizer: Tokenizer) -> Iterator[Unit]:
    """Yield the units of `text`, which is in NFC, in order. A text begins as if a blank stood before it."""
    at = -1 if text and not text[0].isspace() else 0
    for part in begun(parts(text)):
        for unit in units_of_part(part, tokenizer):
            yield Unit(at + unit.start, at + unit.end, unit.pieces)
        at += len(part)
