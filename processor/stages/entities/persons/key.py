"""The key of a person: the same for the spellings of a name in all scripts, family or given name first.

It is no register's identifier and two people may share it: it says that the names may be one, as their sound goes.
"""

import unicodedata
from functools import lru_cache
from typing import Final

import regex

from processor.stages.entities.persons import chinese, korean
from processor.stages.entities.persons.known import known_names
from processor.stages.entities.persons.latin import HAN, readable, spelled
from processor.stages.entities.persons.skeleton import folded, skeleton
from processor.stages.entities.persons.sounds import word_skeleton

#: Version of the rules. Part of the pipeline's fingerprint.
VERSION: Final = "1"
#: What a letter of a key tells, in bits: minus the logarithm of its share in keys, among names of all languages and
#: among Chinese and Korean ones (the names that `training/persons/measure.py` reads).
_BITS: Final = (
    {"A": 4.0, "K": 3.3, "L": 3.6, "M": 3.8, "N": 2.8, "P": 3.0, "R": 2.9, "S": 2.6, "T": 3.0},
    {"A": 3.3, "K": 3.3, "L": 3.9, "M": 4.0, "N": 2.0, "P": 3.4, "R": 4.4, "S": 2.3, "T": 3.8},
)
#: Keys that tell less are none, too many people would have them: such keys are alike by chance once in 4,000.
_ENOUGH: Final = 12.0
_REMEMBERED: Final = 4_096
_MOST_WORDS: Final = 8
_LONGEST: Final = 100
_BLANKS: Final = regex.compile(r"[\s·・･•‧]+")
_INVISIBLE: Final = regex.compile(r"[\u200b\u200e\u200f\u2060\ufeff]")
_JAPANESE_HYPHENS: Final = str.maketrans("＝゠=", "---")
_HYPHEN: Final = regex.compile(r"[-‐‑–־]")
_ARTICLES: Final = frozenset({"al", "el", "ul"})
_LETTER: Final = regex.compile(r"\p{L}")
#: A syllable of Korean or Chinese as other languages write it; Arabic and Hebrew may leave the vowel out.
_SYLLABLE: Final = regex.compile(
    r"(?:chzh|tsz|dzh|[ckgptdsz]h|dz|ts|kk|tt|pp|ss|jj|[b-df-hj-np-tv-z])?"
    r"[aeiouyw]{0,4}(?:ng|rk|[nmkptlbgr])?"
)
#: Words that belong to the next one: Di Caprio is DiCaprio elsewhere.
_PARTICLES: Final = frozenset(
    [
        "di",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "du",
        "des",
        "la",
        "le",
        "van",
        "von",
        "fon",
        "der",
        "den",
        "ten",
        "ter",
        "bin",
        "ibn",
        "ben",
        "abu",
        "mac",
        "mc",
        "san",
    ]
)
#: Korean family names whose usual English spelling has a letter that is not spoken.
_RESPELLED: Final = {"park": "pak", "lee": "yi", "rhee": "yi", "ri": "yi", "li": "yi"}


@lru_cache(maxsize=_REMEMBERED)
def person_key(name: str, language: str) -> str | None:
    """Return the key of `name`, None where it is one word only, cannot be read or tells too little.

    A pure function of its arguments.

    Args:
        name: of a person, as the record has it.
        language: BCP 47 tag of the article, `und` where it is undetermined.
    """
    words = skeletons(name, language.split("-", maxsplit=1)[0])
    if not 2 <= len(words) <= _MOST_WORDS:
        return None
    key = min("".join(words[at:] + words[:at]) for at in range(len(words))).replace("NP", "MP")
    told = min(sum(bits[letter] for letter in key) for bits in _BITS)
    return key if told >= _ENOUGH else None


def skeletons(name: str, language: str) -> list[str]:
    """Return the skeletons of the words of `name`, nothing if it is too long or one of them cannot be read.

    Three syllables, each alone, are a family name and a given name of two (किम जोंग उन, Ким Чен Ын).
    """
    if len(name) > _LONGEST:
        return []
    clean = _INVISIBLE.sub("", unicodedata.normalize("NFC", name)).lower().translate(_JAPANESE_HYPHENS)
    words = [word for word in _BLANKS.split(clean) if _LETTER.search(word)]
    if len(words) == 1:
        if HAN.search(words[0]):
            return _chinese_skeletons(words[0], language)
        words = korean.parted(words[0]).split()
    east_asian = _family_of_three(words, language)
    if east_asian:
        words[0] = _RESPELLED.get(east_asian, words[0])
    found = [_skeleton(word, language) for word in words]
    if not all(found):
        return []
    if east_asian and len(found) == 3:
        return [found[0], _joined(found[1:])]
    return _with_particles(words, found, language)


def _joined(parts: list[str]) -> str:
    return parts[0] + "".join(part.removeprefix("A") for part in parts[1:])


def _with_particles(words: list[str], found: list[str], language: str) -> list[str]:
    """Return the skeletons, those of particles joined to what follows them, but not at the start of the name."""
    groups: list[list[str]] = []
    open_group = False
    for at, (word, part) in enumerate(zip(words, found, strict=True)):
        if open_group:
            groups[-1].append(part)
        else:
            groups.append([part])
        open_group = 0 < at < len(words) - 1 and spelled(word, language) in _PARTICLES
    return [_joined(group) for group in groups]


def _skeleton(word: str, language: str) -> str:
    known = known_names()
    if word in known:
        return known[word]
    parts = [part for part in _HYPHEN.split(word) if part]
    if len(parts) > 1 and any(part in known for part in parts):
        return "".join(known.get(part) or word_skeleton(part, language) for part in parts if part not in _ARTICLES)
    return word_skeleton(word, language)


def _chinese_skeletons(name: str, language: str) -> list[str]:
    """Return those of a name in Chinese characters: known family and given names as they are read, others in pinyin.

    Two characters in Japanese are a family name alone, most of the time.
    """
    if language == "ja" and len(name) == 2:
        return []
    known = known_names()
    for size in (2, 1, 3):
        family, given = name[:size], name[size:]
        if size == 1 and known.get(family) == word_skeleton(family):
            break  # a Chinese family name: the given name is Chinese too, whatever else its characters may spell
        if given and family in known and given in known:
            return [known[family], known[given]]
    if not 2 <= len(name) <= 4 or not regex.fullmatch(r"\p{Han}+", name):
        return []
    read = chinese.syllables(name, person=True)
    size = chinese.family_size(name)
    return [skeleton("".join(read[:size])), skeleton("".join(read[size:]))]


def _family_of_three(words: list[str], language: str) -> str:
    """Return the first syllable where `words` are three syllables, two of them perhaps joined by a hyphen; else ""."""
    if not 2 <= len(words) <= 3 or any("." in word or HAN.search(word) or not readable(word) for word in words):
        return ""
    syllables = [folded(part) for word in words for part in spelled(word, language).split("-")]
    return syllables[0] if len(syllables) == 3 and all(map(_SYLLABLE.fullmatch, syllables)) else ""
