"""Batches of texts, in random order, as the network reads them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from processor.models.weights import FloatArray
from training.entities.fast.network import DISTANCES, MOST_PIECES, Batch
from training.entities.fast.texts import Texts

_GAP = max(DISTANCES)


class Features:
    """What the network reads of a piece: its frozen vector (kept in 16 bits) and what its letters show."""

    def __init__(self, vectors: npt.NDArray[np.float16], shapes: FloatArray) -> None:
        self._vectors, self._shapes = vectors, shapes

    @property
    def width(self) -> int:
        """Numbers of a piece."""
        return int(self._vectors.shape[1] + self._shapes.shape[1])

    def __len__(self) -> int:
        return len(self._vectors)

    def __getitem__(self, pieces: npt.NDArray[np.integer]) -> FloatArray:
        """Return [len(pieces), width] in 32 bits."""
        return np.hstack([self._vectors[pieces].astype(np.float32), self._shapes[pieces]])


def batch(texts: Texts, chosen: npt.NDArray[np.int64], features: Features) -> tuple[Batch, npt.NDArray[np.int64]]:
    """Return some texts as a batch, and which units of `texts` it holds, in its order."""
    sizes = texts.unit_starts[chosen + 1] - texts.unit_starts[chosen]
    units = _ranges(texts.unit_starts[chosen], sizes)
    counts = texts.piece_starts[units + 1] - texts.piece_starts[units]
    pieces = texts.pieces[_ranges(texts.piece_starts[units], counts)]
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
