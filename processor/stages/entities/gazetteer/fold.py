"""Fold spellings that differ only by keyboard: kinds of apostrophe, hyphen and space, Arabic letter forms, ё.

Every fold maps one code point to one, so that offsets in the folded text are offsets in the text.
"""

from typing import Final

_FOLDS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2019\u2018\u02bc\u02bb\u02b9\u0060\u00b4\u05f3\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u05be", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("يىې", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةۀە", "ه"),
        "ё": "е",
        "Ё": "Е",
    }
)


def fold(text: str) -> str:
    """Return `text` with such spellings made one, in the same length."""
    return text.translate(_FOLDS)


def lower(text: str) -> str:
    """Return `text` in lower case, in the same length (`İ` becomes `i`)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[:1] or char for char in text)


def is_cased(text: str) -> bool:
    """Tell whether `text` has a letter of a script with capitals. Georgian newspapers use none of theirs."""
    return any(char != char.swapcase() and not "ა" <= char <= "ჿ" for char in text)
