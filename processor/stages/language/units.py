"""A text cut into units: stretches of a few sentences in one script, the smallest things whose language is asked."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import regex

from processor.stages.language.reading import sizes
from processor.stages.language.script import EAST_ASIA, LETTER, Points, group, unicode_table

#: Size (see `reading.sizes`) a unit should have.
UNIT_LETTERS: Final = 40
#: Shorter stretches of a script (a name, a brand, an abbreviation) do not end a unit.
RUN_LETTERS: Final = 20
#: A paragraph shorter than this is read with the next one.
PARAGRAPH_LETTERS: Final = 15
#: Units in a text at most, short of changes of script: the rest of the cost does not grow with their number squared.
MOST_UNITS: Final = 300

#: Ends of sentences (group 1) and of paragraphs (group 2), with the closing marks behind them. A run of marks is read
#: from its first one only.
_BORDER: Final = regex.compile(
    r"((?<![.!?…])[.!?…]++[\"'»”’)\]]*+(?=\s)|[。！？；｡।॥؟۔።፧፨։།៕။]++[\"'»”’」』）)\]]*+)|(\n[\s]*+)"
)

#: Blanks before a border that are searched for a line end.
BLANKS: Final = 8
#: What ends at a border.
SENTENCE, PARAGRAPH, SCRIPT = 1, 2, 3

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Units:
    """Unit `i` is [borders[i], borders[i + 1]) of the code points.

    Attributes:
        borders: [number of units + 1].
        letters: size of each unit, letters and marks, see `reading.sizes`.
        groups: writing system of each unit as the model names them (`Hani` for Chinese), "" without letters.
        opens: whether a paragraph begins, or the text ends, at each border.
    """

    borders: Integers
    letters: Integers
    groups: tuple[str, ...]
    opens: tuple[bool, ...]


def cut(text: str, points: Points) -> Units:
    """Return the units of `text`, of which `points` is the reading (one code point longer at either end)."""
    table = unicode_table()
    letters = np.flatnonzero(table.kinds[points] == LETTER)
    scripts = table.scripts[points[letters]]
    east = np.isin(scripts, [table.codes.index(code) for code in EAST_ASIA])
    before = np.concatenate(([0], np.cumsum(sizes(points))))
    borders = _borders(text, before, _script_changes(letters, scripts, east), len(points))
    numbers = np.searchsorted(borders, letters, side="right") - 1
    size = len(table.codes)
    counts = np.bincount(numbers * size + scripts, minlength=(len(borders) - 1) * size).reshape(-1, size)
    groups = tuple(_group(row, table.codes) for row in counts)
    return Units(borders, np.diff(before[borders]), groups, tuple(_opens(text, int(border)) for border in borders))


def _script_changes(letters: Integers, scripts: npt.NDArray[np.uint8], east: npt.NDArray[np.bool_]) -> list[int]:
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
    marks = [(match.end() + 1, SENTENCE if match.group(2) is None else PARAGRAPH) for match in _BORDER.finditer(text)]
    marks = sorted([*marks, *((place, SCRIPT) for place in changes)])
    borders = [0]
    block = 0  # where the paragraph or the stretch of one script at hand begins
    for place, strength in marks:
        held = int(before[place] - before[borders[-1]])
        if strength == SCRIPT and held < RUN_LETTERS and len(borders) > 1:
            continue  # a name or a number at the beginning of a sentence stays with it
        if held == 0:  # nothing but white space since the last border, which moves behind it
            borders[-1] = place if len(borders) > 1 else 0
            block = borders[-1] if strength == PARAGRAPH else block
        elif strength == SENTENCE:
            if held >= least:
                borders.append(place)
        elif strength == SCRIPT or held >= min(least, PARAGRAPH_LETTERS) or borders[-1] > block:
            if held < least and borders[-1] > block:
                borders.pop()  # the rest of a block goes with its last unit
            borders.append(place)
            block = place
    if before[length] - before[borders[-1]] < least and borders[-1] > block:
        borders.pop()
    return np.array([*borders, length], np.int64)


def _opens(text: str, border: int) -> bool:
    """Return whether a line ends just before the code point `border` of the reading, or the text does."""
    before = text[max(0, border - 1 - BLANKS) : max(0, border - 1)]
    return border <= 1 or border > len(text) or "\n" in before[len(before.rstrip()) :]


def _group(counts: npt.NDArray[np.int64], codes: tuple[str, ...]) -> str:
    present = np.flatnonzero(counts[1:]) + 1
    if len(present) == 1 and codes[present[0]] not in EAST_ASIA:
        return str(codes[present[0]])
    return next(iter(group({codes[i]: int(counts[i]) for i in present})), "")
