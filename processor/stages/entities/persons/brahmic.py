"""The scripts of India in Latin letters, with the vowels that are spoken.

The Unicode blocks of Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada and Malayalam are laid out
alike (after ISCII), so one table of positions serves all nine. Values are those of common English usage, without marks.
The inherent vowel falls silent in Hindi and its relatives by Ohala's rule: at the end of a word, and between single
consonants with a vowel before and after (M. Ohala, Aspects of Hindi Phonology, 1983).
"""

from dataclasses import dataclass
from typing import Final

_BLOCKS: Final = ["Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym"]
_FIRST: Final = 0x0900
_SIZE: Final = 0x80
_VIRAMA: Final = 0x4D
_NUKTA: Final = 0x3C
_NASALS: Final = frozenset({0x01, 0x02, 0x70})  # candrabindu, anusvara, Gurmukhi tippi
_LENGTH_OF_AU: Final = 0x57
_YA: Final = 0x2F
_JOINERS: Final = "\u200c\u200d"
_ADDAK: Final = 0x71  # Gurmukhi: doubles the next consonant
_SILENT_ENDS: Final = frozenset({"Deva", "Guru", "Gujr", "Beng"})
_FINAL_M: Final = frozenset({"Taml", "Telu", "Knda", "Mlym"})  # an anusvara at the end is m there
_TAMIL: Final = "Taml"

_VOWELS: Final = dict(
    enumerate(["a", "a", "i", "i", "u", "u", "ri", "li", "e", "e", "e", "ai", "o", "o", "o", "au"], start=0x05),
)
_SIGNS: Final = dict(
    enumerate(["a", "i", "i", "u", "u", "ri", "ri", "e", "e", "e", "ai", "o", "o", "o", "au"], start=0x3E)
)
_CONSONANTS: Final = dict(
    enumerate(
        [
            "k",
            "kh",
            "g",
            "gh",
            "n",
            "ch",
            "chh",
            "j",
            "jh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "n",
            "p",
            "ph",
            "b",
            "bh",
            "m",
            "y",
            "r",
            "r",
            "l",
            "l",
            "l",
            "v",
            "sh",
            "sh",
            "s",
            "h",
        ],
        start=0x15,
    )
)
_WITH_NUKTA: Final = {0x15: "q", 0x16: "kh", 0x17: "gh", 0x1C: "z", 0x21: "r", 0x22: "rh", 0x2B: "f", 0x2F: "y"}
_SINGLE_LETTERS: Final = dict(enumerate(["q", "kh", "gh", "z", "r", "rh", "f", "y"], start=0x58))
#: Letters of one block that stand where others have none or another.
_EXTRA: Final = {
    "\u09ce": "t",
    "\u09f0": "r",
    "\u09f1": "v",
    "\u0d7a": "n",
    "\u0d7b": "n",
    "\u0d7c": "r",
    "\u0d7d": "l",
    "\u0d7e": "l",
    "\u0d7f": "k",
}
#: After these at the end of a cluster the inherent vowel is spoken (Narendra, Mitra), after others not (Anand, Bolt).
_SPOKEN_AFTER: Final = frozenset(["y", "r", "l", "v", "m", "n"])
_VOICED: Final = {"k": "g", "t": "d", "p": "b", "ch": "s"}
_LABIALS: Final = frozenset(["p", "ph", "b", "bh", "m"])


@dataclass(slots=True)
class _Unit:
    """A consonant and the vowel after it; either may be empty."""

    consonant: str
    vowel: str
    inherent: bool = False
    conjunct: bool = False  # the next consonant is written onto this one
    nasal: bool = False  # a nasal mark follows the vowel


def romanised(word: str) -> str:
    """Return `word`, written in one of the nine scripts, in Latin letters; other characters stay as they are."""
    units, script = _units(word)
    if script in _SILENT_ENDS:
        _silence(units)
    elif script == _TAMIL:
        _voice(units)
    return "".join(_text(unit, following) for unit, following in zip(units, [*units[1:], None], strict=False))


def _units(word: str) -> tuple[list[_Unit], str]:
    units: list[_Unit] = []
    script, double = "", False
    for before, char in zip("\0" + word, word, strict=False):
        block, at = divmod(ord(char) - _FIRST, _SIZE)
        if not 0 <= block < len(_BLOCKS):
            if char not in _JOINERS:
                units.append(_Unit(char, ""))
            continue
        script = _BLOCKS[block]
        letter = _letter(char, at)
        if at == _ADDAK:
            double = True
        elif letter is None:
            if units:
                _mark(units[-1], at, (ord(before) - _FIRST) % _SIZE)
        else:
            if script == "Beng" and at == _YA and not (units and units[-1].conjunct):
                letter.consonant = "j"
            if double:
                letter.consonant, double = letter.consonant[:1] + letter.consonant, False
            units.append(letter)
    if units and units[-1].nasal and script in _FINAL_M:
        units[-1].nasal = False
        units.append(_Unit("m", ""))
    return units, script


def _letter(char: str, at: int) -> _Unit | None:
    """Return what the letter at that position of a block begins, None for a mark."""
    if char in _EXTRA:
        return _Unit(_EXTRA[char], "")
    if at in _VOWELS:
        return _Unit("", _VOWELS[at])
    consonant = _CONSONANTS.get(at) or _SINGLE_LETTERS.get(at)
    return _Unit(consonant, "a", inherent=True) if consonant else None


def _mark(unit: _Unit, at: int, base: int) -> None:
    """Let the mark at that position of a block change the letter before it, which has position `base`."""
    if at in _NASALS:
        unit.nasal = True
    elif at == _NUKTA:
        unit.consonant = _WITH_NUKTA.get(base, unit.consonant)
    elif at == _VIRAMA:
        unit.vowel, unit.inherent, unit.conjunct = "", False, True
    elif at in _SIGNS:
        unit.vowel, unit.inherent = _SIGNS[at], False
    elif at == _LENGTH_OF_AU:
        unit.vowel, unit.inherent = "au", False


def _silence(units: list[_Unit]) -> None:
    """Take out inherent vowels that are not spoken."""
    if len(units) < 2:
        return
    last = units[-1]
    if last.inherent and not last.nasal and not (units[-2].conjunct and last.consonant in _SPOKEN_AFTER):
        last.vowel = ""
    for at in range(len(units) - 2, 0, -1):
        unit, before, after = units[at], units[at - 1], units[at + 1]
        if not unit.inherent or unit.nasal or not unit.consonant:
            continue
        open_before = bool(before.vowel) and not before.conjunct and not before.nasal
        if open_before and after.consonant and after.vowel and not after.conjunct:
            unit.vowel = ""


def _voice(units: list[_Unit]) -> None:
    """Tamil writes voiced and voiceless stops alike: voiced after nasals and between vowels."""
    for before, unit in zip([None, *units], units, strict=False):
        if before is None or unit.consonant not in _VOICED:
            continue
        after_nasal = before.conjunct and before.consonant in {"n", "m"}
        between = bool(before.vowel) and bool(unit.vowel)
        if after_nasal:
            unit.consonant = "j" if unit.consonant == "ch" else _VOICED[unit.consonant]
        elif between:
            unit.consonant = _VOICED[unit.consonant]


def _text(unit: _Unit, following: _Unit | None) -> str:
    nasal = ""
    if unit.nasal:
        nasal = "m" if following is not None and following.consonant in _LABIALS else "n"
    return unit.consonant + unit.vowel + nasal
