"""Scripts from the Unicode character data (UAX #24), named by ISO 15924 code."""

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

TABLE: Final = Path(__file__).parent / "model" / "unicode.npz"
#: Kinds of code point. ZWJ and ZWNJ count as marks: they stand within words.
OTHER, LETTER, MARK = 0, 1, 2
#: The code for "no letters".
NO_SCRIPT: Final = "Zyyy"

#: Scripts that East Asian writing mixes.
EAST_ASIA: Final = frozenset({"Hira", "Kana", "Hani", "Bopo", "Hang"})

Points = npt.NDArray[np.uint32]


class UnicodeTable(NamedTuple):
    """Properties of every code point.

    Attributes:
        codes: ISO 15924 codes; `scripts` holds indices into it, 0 for Common, Inherited and unassigned.
        scripts: uint8 by code point.
        kinds: uint8 by code point, one of OTHER, LETTER, MARK.
    """

    codes: tuple[str, ...]
    scripts: npt.NDArray[np.uint8]
    kinds: npt.NDArray[np.uint8]


@cache
def unicode_table() -> UnicodeTable:
    """Return the table shipped with the package, read once a process (2.2 MB)."""
    with np.load(TABLE) as stored:
        codes = tuple(str(code) for code in stored["codes"])
        lengths = np.diff(stored["starts"].astype(np.int64), append=0x110000)
        return UnicodeTable(codes, np.repeat(stored["scripts"], lengths), np.repeat(stored["kinds"], lengths))


def code_points(text: str) -> Points:
    """Return the code points of `text`. Lone surrogates, which intake rejects, become U+FFFD."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def count_scripts(points: Points) -> dict[str, int]:
    """Return how many letters of each script there are, most first; Common letters such as `ー` are of none."""
    table = unicode_table()
    letters = points[table.kinds[points] == LETTER]
    counts = np.bincount(table.scripts[letters], minlength=1)
    order = np.argsort(-counts, kind="stable")
    return {table.codes[i]: int(counts[i]) for i in order if i and counts[i]}


def group(counts: dict[str, int]) -> dict[str, int]:
    """Return letters by writing system: kana with Han is Jpan, Hangul with Han is Kore, bare Han stays Hani.

    Kana must be a twentieth of the East Asian letters to make them Japanese: a Chinese text may quote a name in kana.
    """
    kana = counts.get("Hira", 0) + counts.get("Kana", 0)
    hangul = counts.get("Hang", 0)
    han = counts.get("Hani", 0) + counts.get("Bopo", 0)
    grouped = {code: n for code, n in counts.items() if code not in EAST_ASIA}
    if kana and kana * 20 >= kana + han and kana >= hangul:
        grouped["Jpan"] = kana + han
        grouped["Kore"] = hangul
    elif hangul and hangul * 5 >= hangul + han:
        grouped["Kore"] = hangul + han
        grouped["Jpan"] = kana
    else:
        grouped |= {"Hani": han, "Jpan": kana, "Kore": hangul}
    ranked = sorted(grouped.items(), key=lambda item: (-item[1], item[0]))
    return {code: n for code, n in ranked if n}


def main_script(points: Points) -> str:
    """Return the script most letters are of; `Hani` where the language must tell Hans from Hant."""
    return next(iter(group(count_scripts(points))), NO_SCRIPT)
