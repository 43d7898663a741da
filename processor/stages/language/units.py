"""A text cut into units: stretches of a few sentences in one script, the smallest things whose language is asked."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import regex

from processor.stages.language.script import LETTER, Points, group, unicode_table

#: Letters a unit should have. East Asian characters carry about as much as three letters.
UNIT_LETTERS: Final = 40
#: Shorter stretches of a script (a name, a brand, an abbreviation) do not end a unit.
RUN_LETTERS: Final = 20
EAST_ASIA: Final = frozenset({"Hira", "Kana", "Hani", "Bopo", "Hang"})
#: A paragraph shorter than this is read with the next one.
PARAGRAPH_LETTERS: Final = 15
#: Units in a text at most, short of changes of script: the rest of the cost does not grow with their number squared.
MOST_UNITS: Final = 300

#: Ends of sentences (group 1) and of paragraphs (group 2), with the closing marks behind them.
_BORDER: Final = regex.compile(
    r"([.!?…]++[\"'»”’)\]]*+(?=\s)|[。！？；｡।॥؟۔።፧፨։།៕။]++[\"'»”’」』）)\]]*+)|(\n[\s]*+)"
)

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Units:
    """Unit `i` is [borders[i], borders[i + 1]) of the code points.

    Attributes:
        borders: [number of units + 1].
        letters: letters of each unit, East Asian ones counted three times.
        groups: writing system of each unit as the model names them (`Hani` for Chinese), "" without letters.
    """

    borders: Integers
    letters: Integers
    groups: tuple[str, ...]


def cut(text: str, points: Points) -> Units:
    """Return the units of `text`, of which `points` is the reading (one code point longer at either end)."""
    table = unicode_table()
    letters = np.flatnonzero(table.kinds[points] == LETTER)
    scripts = table.scripts[points[letters]]
    east = np.isin(scripts, [table.codes.index(code) for code in EAST_ASIA])
    weights = np.zeros(len(points) + 1, np.int64)
    weights[letters + 1] = np.where(east, 3, 1)
    before = np.cumsum(weights)
    borders = _borders(text, before, _script_changes(letters, scripts, east), len(points))
    numbers = np.searchsorted(borders, letters, side="right") - 1
    size = len(table.codes)
    counts = np.bincount(numbers * size + scripts, minlength=(len(borders) - 1) * size).reshape(-1, size)
    return Units(borders, np.diff(before[borders]), tuple(_group(row, table.codes) for row in counts))


def _script_changes(
    letters: Integers, scripts: npt.NDArray[np.uint8], east: npt.NDArray[np.bool_]
) -> list[int]:
    """Return where a stretch in another script begins; all East Asian scripts count as one, Common letters as none."""
    kept = scripts > 0
    places, own = letters[kept], np.where(east, np.uint8(255), scripts)[kept]
    if len(own) == 0:
        return []
    starts = np.flatnonzero(np.diff(own, prepend=~own[0]))
    lengths = np.diff(starts, append=len(own)) * np.where(own[starts] == 255, 3, 1)
    starts = starts[lengths >= RUN_LETTERS]
    changed = np.flatnonzero(np.diff(own[starts])) + 1
    return [int(place) for place in places[starts[changed]]]


def _borders(text: str, before: Integers, changes: list[int], length: int) -> Integers:
    least = max(UNIT_LETTERS, int(before[-1]) // MOST_UNITS)
    marks = [(match.end() + 1, 1 if match.group(2) is None else 2) for match in _BORDER.finditer(text)]
    marks = sorted([*marks, *((place, 3) for place in changes)])
    borders, at = [0], 0
    paragraph = 0  # where the paragraph of the last border begins
    for place, strength in marks:
        held = int(before[place] - before[at])
        if strength == 1 and held < least:
            continue
        if strength == 2 and held < min(least, PARAGRAPH_LETTERS) and at == paragraph:
            paragraph = at
            continue
        if strength >= 2 and 0 <= held < least and at > paragraph and len(borders) > 1:
            borders.pop()  # the rest of a paragraph goes with its last unit
        if held or strength == 3:
            borders.append(place)
            at = place
        if strength >= 2:
            paragraph = at
    if len(borders) > 1 and before[length] - before[at] < least and at > paragraph:
        borders.pop()
    return np.array([*borders, length], np.int64)


def _group(counts: npt.NDArray[np.int64], codes: tuple[str, ...]) -> str:
    present = np.flatnonzero(counts[1:]) + 1
    if len(present) == 1 and codes[present[0]] not in EAST_ASIA:
        return codes[present[0]]
    return next(iter(group({codes[i]: int(counts[i]) for i in present})), "")
