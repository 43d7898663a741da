"""The fast tagger's network, with its gradient.

    piece: its frozen vector and its shape -> 256 -> 128 numbers between -1 and 1, so that a few bits hold them
    unit:  [first piece, mean of its pieces, last piece, how many] -> 128
    text:  some times x + (neighbours at a distance of norm(x) -> 128, relu -> 128), then norm -> labels

A piece's numbers depend on nothing but the piece, so they are worked out once for all pieces and ship as a table.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS
from training.entities.fast.layers import neighbours, neighbours_back, norm, norm_back

WIDTH: Final = 128
HIDDEN: Final = 256
#: How far the neighbours of each block are; a text needs as many rows without anything around it as the largest.
DISTANCES: Final = (1, 2, 4, 1, 4, 1)
#: Units of more pieces count as this many.
MOST_PIECES: Final = 6
#: Numbers of a piece are whole multiples of 1 / LEVELS: 15 values, which four bits hold.
LEVELS: Final = 7

Arrays = dict[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts one after the other, with rows of nothing between.

    Attributes:
        features: of the different pieces [pieces, features].
        first, last: index of each unit's first and last piece [units].
        mean: [units, pieces], sparse: 1 / n for each of a unit's n pieces.
        counts: how many pieces a unit has, less one, limited [units].
        places: the row of each unit in the stream [units].
        edges: the rows of begins and ends.
        rows: length of the stream.
    """

    features: FloatArray
    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]
    mean: sparse.csr_matrix
    counts: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]
    edges: npt.NDArray[np.int64]
    rows: int


def new_parameters(features: int, seed: int, blocks: int = len(DISTANCES)) -> Arrays:
    """Return random weights; blocks begin as nearly nothing."""
    random = np.random.default_rng(seed)

    def matrix(rows: int, columns: int, size: float = 1.0) -> FloatArray:
        return random.normal(0, size * rows**-0.5, (rows, columns)).astype(np.float32)

    def zeros(columns: int) -> FloatArray:
        return np.zeros(columns, np.float32)

    found = {
        "piece.in.w": matrix(features, HIDDEN),
        "piece.in.b": zeros(HIDDEN),
        "piece.out.w": matrix(HIDDEN, WIDTH),
        "piece.out.b": zeros(WIDTH),
        "unit.w": matrix(3 * WIDTH, WIDTH, 2.0),
        "unit.counts": matrix(MOST_PIECES, WIDTH, 0.1),
        "unit.edge": matrix(1, WIDTH, 0.1)[0],
    }
    for block in range(blocks):
        found |= {
            f"b{block}.norm.w": np.ones(WIDTH, np.float32),
            f"b{block}.norm.b": zeros(WIDTH),
            f"b{block}.in.w": matrix(3 * WIDTH, WIDTH, 1.4),
            f"b{block}.in.b": zeros(WIDTH),
            f"b{block}.out.w": matrix(WIDTH, WIDTH, 0.3),
            f"b{block}.out.b": zeros(WIDTH),
        }
    return found | {
        "norm.w": np.ones(WIDTH, np.float32),
        "norm.b": zeros(WIDTH),
        "head.w": matrix(WIDTH, len(LABELS), 0.1),
        "head.b": zeros(len(LABELS)),
    }


def grown(start: Arrays, new: Arrays) -> Arrays:
    """Return the weights of `start`, and those of blocks that only `new` has, which begin as nothing at all."""
    blank = {name: np.zeros_like(array) for name, array in new.items() if name.endswith(".out.w")}
    return new | blank | start


def distances(of: Arrays) -> tuple[int, ...]:
    """Return the distances of the blocks that there are weights for."""
    return DISTANCES[: sum(name.endswith(".out.w") and name.startswith("b") for name in of)]


def piece_vectors(of: Arrays, features: FloatArray, *, rounded: bool) -> FloatArray:
    """Return [pieces, WIDTH], each number between -1 and 1, as the table holds them if `rounded`."""
    hidden = np.maximum(features @ of["piece.in.w"] + of["piece.in.b"], 0)
    found: FloatArray = np.tanh(hidden @ of["piece.out.w"] + of["piece.out.b"])
    return rounded_to_levels(found) if rounded else found


def rounded_to_levels(vectors: FloatArray) -> FloatArray:
    """Return the numbers that the table can hold nearest to those given."""
    return np.asarray(np.rint(vectors * LEVELS) / np.float32(LEVELS), np.float32)


class Pass:
    """One forward pass, which keeps what the gradient needs.

    Args:
        rounded: read the pieces' numbers as the table will hold them; the gradient passes as if they were not rounded.
        dropped: rows and columns of units that are left out, [units, WIDTH] of factors, if any.
    """

    def __init__(self, of: Arrays, batch: Batch, *, rounded: bool = False, dropped: FloatArray | None = None) -> None:
        self._of, self._batch, self._dropped = of, batch, dropped
        hidden = batch.features @ of["piece.in.w"] + of["piece.in.b"]
        self._hidden = np.maximum(hidden, 0, out=hidden)
        self._smooth = np.tanh(self._hidden @ of["piece.out.w"] + of["piece.out.b"])
        vectors = rounded_to_levels(self._smooth) if rounded else self._smooth
        self._parts = np.hstack([vectors[batch.first], batch.mean @ vectors, vectors[batch.last]])
        units = self._parts @ of["unit.w"] + of["unit.counts"][batch.counts]
        if dropped is not None:
            units *= dropped
        x: FloatArray = np.zeros((batch.rows, WIDTH), np.float32)
        x[batch.places] = units
        x[batch.edges] = of["unit.edge"]
        self._mask: FloatArray = np.zeros((batch.rows, 1), np.float32)
        self._mask[batch.places] = self._mask[batch.edges] = 1
        self._kept: list[tuple[tuple[FloatArray, FloatArray], FloatArray, FloatArray]] = []
        for block, distance in enumerate(distances(of)):
            name = f"b{block}"
            normal, kept = norm(x, of[f"{name}.norm.w"], of[f"{name}.norm.b"])
            normal *= self._mask
            near = neighbours(normal, distance)
            inner = near @ of[f"{name}.in.w"] + of[f"{name}.in.b"]
            np.maximum(inner, 0, out=inner)
            x += inner @ of[f"{name}.out.w"] + of[f"{name}.out.b"]
            self._kept.append((kept, near, inner))
        self._last, self._last_kept = norm(x[batch.places], of["norm.w"], of["norm.b"])
        #: [units, labels]
        self.scores: FloatArray = self._last @ of["head.w"] + of["head.b"]

    def gradient(self, d_scores: FloatArray) -> Arrays:
        """Return the gradient of every parameter, given that of the scores."""
        of, batch = self._of, self._batch
        found: Arrays = {"head.w": self._last.T @ d_scores, "head.b": d_scores.sum(axis=0)}
        d_last, found["norm.w"], found["norm.b"] = norm_back(d_scores @ of["head.w"].T, of["norm.w"], self._last_kept)
        d: FloatArray = np.zeros((batch.rows, WIDTH), np.float32)
        d[batch.places] = d_last
        for block, distance in reversed(list(enumerate(distances(of)))):
            name = f"b{block}"
            kept, near, inner = self._kept[block]
            found[f"{name}.out.w"], found[f"{name}.out.b"] = inner.T @ d, d.sum(axis=0)
            d_inner: FloatArray = (d @ of[f"{name}.out.w"].T) * (inner > 0)
            found[f"{name}.in.w"], found[f"{name}.in.b"] = near.T @ d_inner, d_inner.sum(axis=0)
            d_normal = neighbours_back(d_inner @ of[f"{name}.in.w"].T, distance) * self._mask
            d_x, found[f"{name}.norm.w"], found[f"{name}.norm.b"] = norm_back(d_normal, of[f"{name}.norm.w"], kept)
            d += d_x
        found["unit.edge"] = d[batch.edges].sum(axis=0)
        d_units = d[batch.places]
        if self._dropped is not None:
            d_units *= self._dropped
        found["unit.w"] = self._parts.T @ d_units
        found["unit.counts"] = np.stack([d_units[batch.counts == count].sum(axis=0) for count in range(MOST_PIECES)])
        found |= self._piece_gradient(d_units @ of["unit.w"].T)
        return found

    def _piece_gradient(self, d_parts: FloatArray) -> Arrays:
        of, batch = self._of, self._batch
        d_first, d_mean, d_last = (np.ascontiguousarray(part) for part in np.split(d_parts, 3, axis=1))
        d_vectors = batch.mean.T @ d_mean
        one = np.ones(len(batch.first), np.float32)
        row = np.arange(len(one))
        for index, d_part in ((batch.first, d_first), (batch.last, d_last)):
            d_vectors += sparse.csr_matrix((one, (index, row)), (len(d_vectors), len(row))) @ d_part
        d_out = d_vectors * (1 - self._smooth**2)
        d_hidden = (d_out @ of["piece.out.w"].T) * (self._hidden > 0)
        return {
            "piece.out.w": self._hidden.T @ d_out,
            "piece.out.b": d_out.sum(axis=0),
            "piece.in.w": batch.features.T @ d_hidden,
            "piece.in.b": d_hidden.sum(axis=0),
        }
