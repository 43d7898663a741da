"""The skeleton of one word of a name in any script, by rule."""

from functools import lru_cache
from typing import Final

import regex

from processor.stages.entities.persons import chinese
from processor.stages.entities.persons.latin import HAN, readable, spelled
from processor.stages.entities.persons.skeleton import skeleton

_REMEMBERED: Final = 4_096
_FEW_VOWELS: Final = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
_GREEK: Final = regex.compile(r"\p{Greek}")
_HANGUL: Final = regex.compile(r"\p{Hangul}")
_JOINTS: Final = regex.compile(r"[-‐‑–־.'’]")
_SOUTH_SLAVIC: Final = frozenset({"sr", "hr", "bs", "sh", "cnr", "mk", "sl"})
_SOFT: Final = regex.compile(r"(?<=[nl])j(?=[aeiou])")  # њ and љ
_ARTICLES: Final = frozenset({"al", "el", "ul"})
#: χ is kh; foreign b, d, y and w are written μπ, ντ, γι and γου.
_GREEK_SOUNDS: Final = (
    (regex.compile("ch"), "kh"),
    (regex.compile("mp"), "b"),
    (regex.compile("nt(?!r)"), "d"),
    (regex.compile(r"\bgi(?=[aeou])"), "y"),
    (regex.compile(r"\bgou(?=[aeio])"), "w"),
)
#: The w of a Korean vowel after a consonant is none of the name (뉘, nwi, for ny).
_KOREAN_GLIDE: Final = regex.compile(r"(?<=[b-df-hj-mp-tvxz])w")


@lru_cache(maxsize=_REMEMBERED)
def word_skeleton(word: str, language: str = "") -> str:
    """Return the skeleton of `word`, empty where its script cannot be read.

    Args:
        word: without blanks, lower case; hyphens join its parts, articles before them do not count.
        language: primary subtag of the article's language.
    """
    if HAN.search(word):
        return skeleton("".join(chinese.syllables(word, person=False)))
    if not readable(word):
        return ""
    found = spelled(word, language)
    if _GREEK.search(word):
        for pattern, to in _GREEK_SOUNDS:
            found = pattern.sub(to, found)
    elif _HANGUL.search(word):
        found = _KOREAN_GLIDE.sub("", found)
    if language in _SOUTH_SLAVIC:
        found = _SOFT.sub("y", found)
    parts = [part for part in _JOINTS.split(found) if part]
    if len(parts) > 1 and parts[0] in _ARTICLES:
        del parts[0]
    return skeleton("".join(parts), vowels=not _FEW_VOWELS.search(word))
