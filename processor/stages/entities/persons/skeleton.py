"""What all spellings of a word have in common: its consonants, in eight classes.

Vowels differ most between languages (Emmanuel, Emanuel, एमानुएल) and Arabic and Hebrew write few of them, so only that a
word begins with one is kept. h, y and w come and go (Hussein, Уссейн), b is p in Tamil and v is b in Japanese, and
every sibilant is another one somewhere (Bezos, बेजोस; Zuckerberg, Цукерберг).
"""

import unicodedata
from typing import Final

import regex

_LETTERS: Final = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "ł": "l",
        "đ": "dj",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ə": "e",
        **dict.fromkeys("čćç", "ch"),
        **dict.fromkeys("šşșś", "sh"),
        **dict.fromkeys("žźż", "zh"),
        **dict.fromkeys("ţț", "ts"),
        "ñ": "ny",
        "ř": "rzh",
        "ў": "u",
    }
)
_CLASSES: Final = {
    **dict.fromkeys(["zh", "ch", "sh", "s", "z", "j"], "S"),
    **dict.fromkeys(["kh", "gh", "ck", "k", "g", "q"], "K"),
    **dict.fromkeys(["ph", "bh", "b", "p", "f", "v"], "P"),
    **dict.fromkeys(["th", "dh", "d", "t"], "T"),
    **dict.fromkeys(["ng", "n"], "N"),
    "m": "M",
    "l": "L",
    "r": "R",
    "x": "KS",
}
_UNHEARD: Final = "0"  # stands for vowels and what is no consonant everywhere
_VOWELS: Final = frozenset("aeiouyh")
_SOUND: Final = regex.compile("^x|" + "|".join(_CLASSES) + "|.")
#: Slavic names whose ć lost its mark.
_BARE_IC: Final = regex.compile(r"(?<=[oea]v|[cjsz])ic$")
_SOFTENED: Final = regex.compile(r"T(?=S)")  # ts, tch, dzh
_LABIAL: Final = regex.compile(r"N(?=P)")
_DOUBLED: Final = regex.compile(r"([A-Z])\1+")


def folded(word: str) -> str:
    """Return `word` in small Latin letters without marks."""
    plain = unicodedata.normalize("NFD", word.lower().translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char))


def skeleton(word: str, *, vowels: bool = True) -> str:
    """Return the consonant classes of a word in Latin letters, `A` first where it begins with a vowel.

    Without `vowels` (the script writes few) two of one class in a row are two consonants, else they are one, doubled.
    """
    sounds: list[str] = []
    plain = _BARE_IC.sub("ich", folded(word))
    for match in _SOUND.finditer(plain):
        sound = match.group()
        if sound == "x" and match.start() == 0:
            sounds.append("S")
        elif sound == "c":
            sounds.append("S" if plain[match.end() : match.end() + 1] in {"e", "i", "y"} else "K")
        elif sound == "w":
            sounds.append("P" if plain[match.end() : match.end() + 1] in set("aeiouy") else _UNHEARD)
        else:
            sounds.append(_CLASSES.get(sound, _UNHEARD if sound in _VOWELS else ""))
    found = _LABIAL.sub("M", _SOFTENED.sub("", "".join(sounds)))
    if vowels:
        found = _DOUBLED.sub(r"\1", found)
    return ("A" if found.startswith(_UNHEARD) else "") + found.replace(_UNHEARD, "")
