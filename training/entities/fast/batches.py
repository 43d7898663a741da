"""Batches of texts, in random order, as the network reads them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

from processor.models.weights import FloatArray, shared_weights
from training.entities.fast.network import DISTANCES, MOST_PIECES, Batch
from training.entities.fast.shapes import shapes
from training.entities.fast.texts import Texts

_GAP = max(DISTANCES)


class Features:
    """What the network reads of a piece: its frozen vector and what its letters show.

    Args:
        vectors: from ids of pieces to their vectors [pieces, numbers] in 32 bits.
        shapes: of all pieces, see `shapes.py`.
    """

    def __init__(self, vectors: Callable[[npt.NDArray[np.int64]], FloatArray], shapes: FloatArray) -> None:
        self._vectors, self._shapes = vectors, shapes

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the features of all pieces; `path` has what `vectors.py` wrote."""
        vectors = np.load(path)
        return cls(lambda pieces: vectors[pieces].astype(np.float32), shapes(shared_weights().vocabulary.pieces))

    @property
    def width(self) -> int:
        """Numbers of a piece."""
        return int(self[np.zeros(1, np.int64)].shape[1])

    def __len__(self) -> int:
        return len(self._shapes)

    def __getitem__(self, pieces: npt.NDArray[np.int64]) -> FloatArray:
        """Return [len(pieces), width] in 32 bits."""
        return np.hstack([self._vectors(pieces), self._shapes[pieces]])


def batch(texts: Texts, chosen: npt.NDArray[np.int64], features: Features) -> tuple[Batch, npt.NDArray[np.int64]]:
    """Return some texts as a batch, and which units of `texts` it holds, in its order."""
    sizes = texts.unit_starts[chosen + 1] - texts.unit_starts[chosen]
    units = _ranges(texts.unit_starts[chosen], sizes)
    counts = texts.piece_starts[units + 1] - texts.piece_starts[units]
    pieces = texts.pieces[_ranges(texts.piece_starts[units], counts)].astype(np.int64)
    different, index = np.unique(pieces, return_inverse=True)
    ends = np.cumsum(counts)
    # Each text has its begin, its units, its end and the gap.
    starts = np.cumsum([0, *(sizes + 2 + _GAP)])
    places = _ranges(starts[:-1] + 1, sizes)
    edges = np.concatenate([starts[:-1], starts[:-1] + sizes + 1])
    weights = np.repeat(1 / counts, counts).astype(np.float32)
    mean = sparse.csr_matrix((weights, index, np.concatenate([[0], ends])), (len(units), len(different)))
    made = Batch(
        features[different],
        index[ends - counts],
        index[ends - 1],
        mean,
        np.minimum(counts, MOST_PIECES) - 1,
        places,
        edges,
        int(starts[-1]),
    )
    return made, units


def orders(texts: Texts, most_units: int, random: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Yield the texts of batch after batch, each text once, by chance; about `most_units` units in each."""
    order = random.permutation(len(texts))
    filled = np.cumsum((texts.unit_starts[1:] - texts.unit_starts[:-1])[order]) // most_units
    yield from np.split(order, np.flatnonzero(np.diff(filled)) + 1)


def _ranges(starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return start, start + 1, ... of each of several ranges, one after the other."""
    shifts = starts - np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return np.repeat(shifts, sizes) + np.arange(int(sizes.sum()))
