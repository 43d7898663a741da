"""Cyrillic and Greek before a general table reads them: letters whose sound depends on the language or the neighbours.

Values follow the national romanisations: Ukrainian (2010), Bulgarian (2009), Serbian Gaj's alphabet, Macedonian, for
Russian BGN/PCGN without marks; Greek ELOT 743 with the sounds of μπ, ντ, γκ and τζ.
"""

from typing import Final

import regex

_COMMON: Final = {"ё": "yo", "й": "y", "ъ": "", "ь": "", "щ": "shch", "ц": "ts", "х": "kh", "э": "e"}
_EAST: Final = {"г": "h", "ґ": "g", "і": "i", "є": "ie", "ї": "i", "й": "i", "ў": "u", "'": "", "’": "", "ʼ": ""}
_SOUTH: Final = dict(
    zip("хцчћђжшџљњјѓќѕ", ["h", "c", "č", "ć", "đ", "ž", "š", "dž", "lj", "nj", "j", "gj", "kj", "dz"], strict=True)
)
_CYRILLIC: Final[dict[str, dict[str, str]]] = {
    "uk": {**_COMMON, **_EAST, "и": "y"},
    "rue": {**_COMMON, **_EAST, "и": "y"},
    "be": {**_COMMON, **_EAST},
    "bg": {**_COMMON, "щ": "sht", "ъ": "a", "ь": "y", "х": "h"},
    **dict.fromkeys(("sr", "mk", "bs", "cnr", "sh", "hr"), _SOUTH),
}
_TABLES: Final = {language: str.maketrans(table) for language, table in {**_CYRILLIC, "": _COMMON}.items()}
_UKRAINIAN_STARTS: Final = (
    (regex.compile(r"\bє"), "ye"),
    (regex.compile(r"\bї"), "yi"),
    (regex.compile(r"\bй"), "y"),
    (regex.compile(r"зг"), "zgh"),
)
_ENDS: Final = ((regex.compile(r"(?:ий|ый)\b"), "y"), (regex.compile(r"\bе"), "ye"))
_NOT_RUSSIAN: Final = frozenset({*_CYRILLIC, "mn", "kk", "ky", "tt", "ba", "tg", "ce", "os"})

_GREEK: Final = (
    (regex.compile(r"\bμπ"), "b"),
    (regex.compile(r"(?<=μ)μπ"), "b"),
    (regex.compile(r"μπ"), "mp"),
    (regex.compile(r"\bντ"), "d"),
    (regex.compile(r"(?<=[λρν])ντ"), "d"),
    (regex.compile(r"ντ"), "nt"),
    (regex.compile(r"(?<=ν)γκ"), "g"),
    (regex.compile(r"\bγκ"), "g"),
    (regex.compile(r"γ[γκ]"), "ng"),
    (regex.compile(r"γ(?=[χξ])"), "n"),
    (regex.compile(r"τζ"), "tz"),
    (regex.compile(r"ου|ού"), "ou"),
    (regex.compile(r"([αεη])[υύ](?=[βγδζλμνραεηιουωάέήίόύώ])"), r"\1v"),
    (regex.compile(r"([αεη])[υύ]"), r"\1f"),
)


def cyrillic(word: str, language: str) -> str:
    """Return lower-case `word` with those letters in Latin that a general table would read otherwise."""
    if language not in _NOT_RUSSIAN:
        for pattern, to in _ENDS:
            word = pattern.sub(to, word)
    if language == "uk":
        for pattern, to in _UKRAINIAN_STARTS:
            word = pattern.sub(to, word)
    return word.translate(_TABLES.get(language, _TABLES[""]))


def greek(word: str) -> str:
    """Return lower-case `word` with groups of letters that make one sound in Latin."""
    for pattern, to in _GREEK:
        word = pattern.sub(to, word)
    return word
