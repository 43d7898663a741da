"""Acronyms and what they stand for: `World Health Organization (WHO)`, `ВОЗ`, `世界卫生组织（世卫组织）`, `डब्ल्यूएचओ`."""

import unicodedata
from typing import Final

import regex

#: What stands between a name and one that follows in brackets, and after that one.
OPENING: Final = regex.compile(r"\s?[(（\[]\s?['\"“«]?")
CLOSING: Final = regex.compile(r"['\"”»]?\s?[)）\]]")
_CAPITALS: Final = regex.compile(r"(?:\p{Lu}\.?[-&]?){2,10}\p{Ll}?")
_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_HAN: Final = regex.compile(r"\p{Han}{2,8}")
#: Names of Latin letters in Devanagari; `डब्ल्यूएचओ` is W, H, O.
_LETTER_NAMES: Final = regex.compile(
    r"(?:(?:डब्ल्यू|डब्लू|क्यू|एक्स|जेड|ज़ेड|वाई|एच|एफ|एम|एन|एल|एस|आर|आई|ए|बी|सी|डी|ई|जी|जे|के|ओ|पी|टी|यू|वी)[.\s]?){2,8}"
)
#: One word in a script without capitals.
_NO_CAPITALS: Final = regex.compile(r"[\p{Lo}\p{M}\u200c\u200d.]{2,14}")
_FEWEST_WORDS: Final = 2
_ENDING: Final = regex.compile(r"^(\p{Lu}{2,})[-:'’]\p{Ll}{1,6}$")
_SHORTEST_ALONE: Final = 3
_SHORT_WORD: Final = 3


def is_acronym(short: str) -> bool:
    """Say whether `short` is written as an acronym: in capitals, or as names of letters."""
    return bool(_CAPITALS.fullmatch(short) or _LETTER_NAMES.fullmatch(short))


def without_case_ending(short: str) -> str:
    """Return an acronym without an ending written onto it with a mark: `WHO:n`, `BBC-nek`."""
    match = _ENDING.match(short)
    return match[1] if match else short


def stands_for(short: str, long: str, *, tagged: bool = False) -> bool:
    """Say whether `short` may be an acronym of `long`, where one stands in brackets after the other.

    Args:
        tagged: both are names of one type; then one word is believed in scripts that do not show acronyms by capitals.
    """
    if len(short) >= len(long):
        return False
    if _HAN.fullmatch(short):
        return _in_order(short, long) and short[0] == long[0] and short not in long
    if len(_WORD.findall(long)) < _FEWEST_WORDS:
        return False
    if _CAPITALS.fullmatch(short):
        return _fits(short, long)
    return bool(_LETTER_NAMES.fullmatch(short) or (tagged and _NO_CAPITALS.fullmatch(short) and short not in long))


def _fits(short: str, long: str) -> bool:
    letters = _bare(short)
    if not _same_script(letters, long):
        return len(letters) >= _SHORTEST_ALONE  # of the name in another language
    return abbreviates(short, long) or _in_order(letters, "".join(_initials(long, _SHORT_WORD)))


def abbreviates(short: str, long: str) -> bool:
    """Say whether `short` is exactly the initials of `long`, with or without its small words."""
    letters = _bare(without_case_ending(short))
    return len(letters) >= _SHORTEST_ALONE and letters in ("".join(_initials(long, 0)), "".join(_capitals(long)))


def _initials(long: str, longest_small: int) -> list[str]:
    words = _WORD.findall(long)
    return [_bare(word)[:1] for word in words if len(word) > longest_small or word[0].isupper()]


def _capitals(long: str) -> list[str]:
    return [_bare(word)[:1] for word in _WORD.findall(long) if word[0].isupper()]


def _bare(word: str) -> str:
    """Return the letters of `word` in lower case, without accents."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in decomposed if unicodedata.category(char)[0] == "L")


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _same_script(letters: str, long: str) -> bool:
    names = {unicodedata.name(char, "").partition(" ")[0] for char in long if char.isalpha()}
    return unicodedata.name(letters[0], "").partition(" ")[0] in names
