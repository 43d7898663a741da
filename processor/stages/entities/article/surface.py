"""What two ways of writing one name have in common."""

import unicodedata
from functools import lru_cache
from typing import Final

import regex

_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("’ʼ＇‘`´ʻ", "'"),
        **dict.fromkeys("‐‑–−", "-"),
        **dict.fromkeys("أإآٱ", "ا"),  # the seat of a hamza is often left out
        **dict.fromkeys("ةۀۂ", "ه"),
        **dict.fromkeys("ىیېۍ", "ي"),
        "ؤ": "و",
        "ک": "ك",
        "ې": "ي",
        "ـ": None,
        "ё": "е",
        "ς": "σ",
        "ß": "ss",
        "ँ": "ं",
        "ঁ": "ং",
        "\u200c": None,
        "\u200d": None,
        "\u00ad": None,
        "\u093c": None,  # nukta: क़ and क
        "\u09bc": None,
        "\u0a3c": None,
    }
)
#: Signs over and under letters that writers leave out: Latin and Greek accents, Arabic and Hebrew vowel signs.
_LEFT_OUT: Final = regex.compile(r"(?<=[\p{Latin}\p{Greek}])\p{Mn}+|(?<=[\p{Arabic}\p{Hebrew}])\p{Mn}+")
_UNDECOMPOSED: Final = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ð": "d", "æ": "ae", "œ": "oe"})
_BETWEEN: Final = regex.compile(r"[\s·・•‧]+")


#: Longer ones are not remembered: a worker that runs for weeks must not grow.
_LONGEST_REMEMBERED: Final = 64


def folded(surface: str) -> str:
    """Return `surface` in lower case without what writers leave out or choose between."""
    return _remembered(surface) if len(surface) <= _LONGEST_REMEMBERED else _fold(surface)


def _fold(surface: str) -> str:
    lower = unicodedata.normalize("NFKC", surface).casefold().translate(_LETTERS)
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFD", lower))
    return unicodedata.normalize("NFC", bare).translate(_UNDECOMPOSED)


_remembered: Final = lru_cache(maxsize=4_096)(_fold)


def words(surface: str) -> tuple[str, ...]:
    """Return the folded words of a name; never none."""
    return tuple(word for word in _BETWEEN.split(folded(surface)) if word) or (surface,)


def one_line(surface: str) -> str:
    """Return `surface` as a name is shown."""
    return " ".join(surface.split())
