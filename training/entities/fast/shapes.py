"""What the letters of a piece show: script, case, digits, length."""

import unicodedata
from functools import cache
from typing import Final

import numpy as np
import regex

from processor.models.tokenizer import MARK
from processor.models.weights import FloatArray

_SCRIPTS: Final = (
    "Latin Cyrillic Greek Arabic Hebrew Devanagari Bengali Tamil Telugu Thai Han Hiragana Katakana Hangul Georgian "
    "Armenian Ethiopic"
)
_SCRIPT: Final = regex.compile("|".join(rf"(?P<{name}>\p{{{name}}})" for name in _SCRIPTS.split()))
_LONGEST: Final = 8


@cache
def script(character: str) -> str:
    """Return the script of a letter, "" if it is none of those told apart."""
    found = _SCRIPT.match(character)
    return (found.lastgroup or "") if found else ""


def bucket(piece: str) -> tuple[str, int, bool]:
    """Return the kind of a piece: script of its first letter, length up to a limit, whether it begins a word."""
    bare = piece.removeprefix(MARK)
    return script(bare[0]) if bare else "", min(len(bare), _LONGEST), piece != bare


def flags(piece: str) -> list[float]:
    """Return what is seen of a piece, each 0 or 1 or a share."""
    bare = piece.removeprefix(MARK)
    letters = sum(character.isalpha() for character in bare)
    upper = sum(character.isupper() for character in bare)
    lower = sum(character.islower() for character in bare)
    first = bare[:1]
    seen = script(first) if first else ""
    return [
        float(piece != bare),
        float(first.isupper()),
        float(first.islower()),
        float(upper > 1 and lower == 0),
        float(upper == 1 and len(bare) == 1),
        float(upper > 0 and lower > 0 and not first.isupper()),
        float(any(character.isdigit() for character in bare)),
        float(bare.isdigit()),
        float(letters == 0),
        float(bool(first) and unicodedata.category(first).startswith("P")),
        float(bool(first) and unicodedata.category(first).startswith("S")),
        min(len(bare), _LONGEST) / _LONGEST,
        float(len(bare) == 1),
        *(float(seen == name) for name in ("Latin", "Cyrillic", "Arabic", "Devanagari", "Bengali", "Thai", "Han")),
        float(seen in ("Hiragana", "Katakana")),
        float(seen == "Hangul"),
    ]


def shapes(pieces: list[str]) -> FloatArray:
    """Return [pieces, flags]."""
    return np.array([flags(piece) for piece in pieces], np.float32)
