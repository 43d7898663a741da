"""Vectors of words and marks, from a table of pieces: what the fast tagger's network reads.

A unit's vector is a linear function of its first piece, the mean of its pieces and its last piece. All three are whole
numbers on one scale, and so are the weights, small enough that 32-bit floats hold every sum exactly. So a vector has
the same bits whatever it is computed together with, and can be remembered.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.threads import OneThread
from processor.models.tokenizer import Tokenizer
from processor.models.units import begun, parts, units_of_part
from processor.models.weights import FloatArray

#: Rows of the table are this many numbers from -7 to 7, two in a byte: number i in its low half, i + 64 in its high.
WIDTH: Final = 128
#: A mean of pieces is kept in multiples of one over this.
STEPS: Final = 16
#: Numbers of a unit layer are at most this large, so that 384 products with them stay below 2 ** 24.
LARGEST_WEIGHT: Final = 255
#: Units of more pieces count as this many.
MOST_PIECES: Final = 6
#: About 15 MB, so that a process that runs for weeks does not grow: units, and pieces of them, of which endless words
#: have very many. Half of it are vectors, and there from the start.
_MOST_REMEMBERED: Final = 16_384
_MOST_PIECES_REMEMBERED: Final = 10 * _MOST_REMEMBERED
_LONGEST_REMEMBERED: Final = 40

#: (start in the part, end in the part, row of its vector) of the units of a part.
_Placed = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class UnitLayer:
    """From pieces to a unit.

    Attributes:
        weights: whole numbers [3 * WIDTH, WIDTH].
        scales: of their columns [WIDTH].
        counts: what a number of pieces adds [MOST_PIECES, WIDTH].
        edge: the vector before and after a text [WIDTH].
    """

    weights: FloatArray
    scales: FloatArray
    counts: FloatArray
    edge: FloatArray


class UnitVectors:
    """Cuts texts into units with vectors.

    Args:
        table: packed numbers of every piece of the tokenizer, uint8 [pieces, WIDTH / 2].
    """

    def __init__(self, tokenizer: Tokenizer, table: npt.NDArray[np.uint8], layer: UnitLayer) -> None:
        self._tokenizer, self._table, self._layer = tokenizer, table, layer
        self._one_thread = OneThread()
        self._known: dict[str, _Placed] = {}
        self._rows: dict[tuple[int, ...], int] = {}
        self._pieces = 0  # of the units in `_rows`
        self._vectors: FloatArray = np.tile(layer.edge, (_MOST_REMEMBERED + 1, 1))
        self._used = 1

    def read(self, text: str, most: int) -> tuple[list[tuple[int, int]], FloatArray]:
        """Return (start, end) of about the first `most` units of `text`, and their vectors between two edges.

        Vectors are float32 [units + 2, WIDTH]; the first and the last are the edges.
        """
        units = max(len(self._known), len(self._rows))
        if units > _MOST_REMEMBERED or self._pieces > _MOST_PIECES_REMEMBERED:
            self._forget()
        known, places, rows = self._known, list[tuple[int, int]](), [0]
        new: list[tuple[int, ...]] = []
        at = -1 if text and not text[0].isspace() else 0
        for part in begun(parts(text)):
            placed = known.get(part)
            if placed is None:
                placed = self._placed(part, new)
                if len(part) <= _LONGEST_REMEMBERED:
                    known[part] = placed
            for start, end, row in placed:
                places.append((at + start, at + end))
                rows.append(row)
            at += len(part)
            if len(places) >= most:
                break
        self._learn(new)
        rows.append(0)
        return places, self._vectors[rows]

    def _placed(self, part: str, new: list[tuple[int, ...]]) -> _Placed:
        found = []
        for unit in units_of_part(part, self._tokenizer):
            row = self._rows.get(unit.pieces)
            if row is None:
                row = self._rows[unit.pieces] = len(self._rows) + 1
                self._pieces += len(unit.pieces)
                new.append(unit.pieces)
            found.append((unit.start, unit.end, row))
        return tuple(found)

    def _learn(self, new: list[tuple[int, ...]]) -> None:
        """Work out the vectors of units not seen before."""
        if not new:
            return
        counts = np.array([len(pieces) for pieces in new])
        ends = np.cumsum(counts)
        packed = self._table[[piece for pieces in new for piece in pieces]]
        numbers = np.hstack([packed & 15, packed >> 4]).astype(np.float32) - 8
        mean = np.rint(np.add.reduceat(numbers, ends - counts) * np.float32(STEPS) / counts[:, None])
        inputs = np.hstack([numbers[ends - counts] * STEPS, mean, numbers[ends - 1] * STEPS]).astype(np.float32)
        with self._one_thread.hold():
            sums = inputs @ self._layer.weights
        used = self._used + len(new)
        if used > len(self._vectors):  # of one long text; they are forgotten before the next
            room = np.empty((used - len(self._vectors), WIDTH), np.float32)
            self._vectors = np.concatenate([self._vectors, room])
        of_counts = self._layer.counts[np.minimum(counts, MOST_PIECES) - 1]
        self._vectors[self._used : used] = sums * self._layer.scales + of_counts
        self._used = used

    def _forget(self) -> None:
        self._known.clear()
        self._rows.clear()
        self._used, self._pieces = 1, 0
        if len(self._vectors) > _MOST_REMEMBERED + 1:
            self._vectors = self._vectors[: _MOST_REMEMBERED + 1].copy()
