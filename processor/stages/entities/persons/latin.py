"""Names in Latin letters.

Readable, without marks where the script's readers write none, and the same every time. `anyascii` (ISC) has the letters
of most alphabets; scripts whose letters do not stand for themselves are read by modules of their own. What cannot be
read is not guessed: kanji have several readings, and which one a name has is not written.
"""

import unicodedata
from functools import lru_cache
from typing import Final

import regex

from processor.stages.entities.persons import brahmic, chinese, european, kana, korean, semitic

#: Version of the rules. Part of the pipeline's fingerprint.
VERSION: Final = "1"
_REMEMBERED: Final = 4_096
_CHINESE: Final = frozenset(["zh", "yue", "wuu", "lzh", "nan", "hak", "cdo", "gan", "hsn"])
_READABLE: Final = regex.compile(
    r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Georgian}\p{Armenian}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{Gurmukhi}"
    r"\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Thai}\p{Lao}\p{Ethiopic}\p{Thaana}"
    r"\p{Hangul}\p{Hiragana}\p{Katakana}\p{Common}\p{Inherited}]+"
)
_OTHER_LETTER: Final = regex.compile(r"[\p{L}--\p{Latin}]", flags=regex.VERSION1)
HAN: Final = regex.compile(r"\p{Han}")
_WORDS: Final = regex.compile(r"[\s·・･•‧＝=゠]+")
_PARTS: Final = regex.compile(r"([-‐‑–־])")
_SEMITIC: Final = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
_GREEK: Final = regex.compile(r"\p{Greek}")
_THAI: Final = regex.compile(r"[\p{Thai}\p{Lao}]")
_LATIN_MARK: Final = regex.compile(r"[\p{Latin}\p{P}]")
_UNSPOKEN: Final = regex.compile(r"['`]")
_BRAHMIC: Final = regex.compile(r"[\u0900-\u0d7f]")
_SINHALA: Final = regex.compile(r"([\u0d9a-\u0dc6])(?![\u0dca\u0dcf-\u0ddf\u0df2\u0df3])")
_THAI_SILENT: Final = regex.compile(r"[ก-ฮ]\u0e4c|[\u0e47-\u0e4b\u0e4d\u0ec8-\u0ecd]")
_THAI_BEFORE: Final = regex.compile(r"([เแโใไເແໂໃໄ])([ก-ฮກ-ຮ])")
_THAI_CARRIER: Final = regex.compile(r"อ(?=[ะ-ูเแโใไ])")
_ARTICLES: Final = frozenset({"al"})


@lru_cache(maxsize=_REMEMBERED)
def latin(name: str, language: str, *, person: bool = False) -> str | None:
    """Return `name` in Latin letters, None where it is in them already or cannot be read.

    Args:
        name: as the record has it.
        language: BCP 47 tag of the article, `und` where it is undetermined.
        person: whether it is a person's name: Chinese and Korean family names stand apart.
    """
    if not _OTHER_LETTER.search(name):
        return None
    found = " ".join(" ".join(_capital(part) for part in words) for words in reading(name, language, person=person))
    return found or None


def reading(name: str, language: str, *, person: bool = True) -> list[list[str]]:
    """Return the words of `name` in Latin letters, by the words of the name; nothing if one of them cannot be read."""
    base = language.split("-", maxsplit=1)[0]
    found: list[list[str]] = []
    words = [word for word in _WORDS.split(regex.sub(r"[\u200b\u200e\u200f\u2060]", "", name)) if word]
    for word in words:
        if HAN.search(word):
            read = _han(word, person=person, whole=len(words) == 1) if base in _CHINESE else []
        elif not readable(word):
            read = []
        elif person and len(words) == 1:
            read = [spelled(part, base) for part in korean.parted(word).split()]
        else:
            read = [spelled(word, base)]
        if not any(read):
            return []
        found.append([part for part in read if part])
    return found


def readable(word: str) -> bool:
    """Say whether `word` is in scripts that are read letter by letter."""
    return bool(_READABLE.fullmatch(word))


def _han(word: str, *, person: bool, whole: bool) -> list[str]:
    if not regex.fullmatch(r"[\p{Han}々〇]+", word):
        return []
    read = chinese.syllables(word, person=person)
    if not person:
        return read
    if whole and 2 <= len(word) <= 4 and len(read) == len(word):
        size = chinese.family_size(word)
        return ["".join(read[:size]), "".join(read[size:])]
    return ["".join(read)]


def spelled(word: str, language: str) -> str:
    """Return one word without blanks in Latin letters, lower case unless it is in Latin letters or in capitals."""
    if not (_OTHER_LETTER.search(word) or _BRAHMIC.search(word)):
        return word
    found = "".join(_letters(part.lower(), language) for part in _PARTS.split(word))
    return found.upper() if len(word) > 1 and word.isupper() else found


def _letters(part: str, language: str) -> str:
    from anyascii import anyascii

    if _SEMITIC.search(part):
        return semitic.romanised(part, language)
    if _GREEK.search(part):
        part = european.greek(unicodedata.normalize("NFC", part))
    elif _BRAHMIC.search(part):
        part = brahmic.romanised(part)
    elif _THAI.search(part):
        part = _THAI_BEFORE.sub(r"\2\1", _THAI_SILENT.sub("", part))
        part = _THAI_CARRIER.sub("", part)
    else:
        part = european.cyrillic(kana.romanised(korean.romanised(_SINHALA.sub(r"\1a", part))), language)
    letters = "".join(char if _LATIN_MARK.match(char) else anyascii(char) for char in part)
    return _UNSPOKEN.sub("", letters)


def _capital(word: str) -> str:
    """Return the word with capitals at its start and after hyphens; articles before a hyphen stay small."""
    parts = _PARTS.split(word)
    return "".join(
        part if part in _ARTICLES and at + 1 < len(parts) else part[:1].upper() + part[1:]
        for at, part in enumerate(parts)
    )
