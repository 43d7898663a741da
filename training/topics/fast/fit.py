"""Texts as bags of pieces, and the linear function of the pieces' vectors that says what they are about.

It minimises the log-loss against marks and opinions by gradients scaled with a bound of the curvature (Böhning and
Lindsay, 1988), so that there is no rate to choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray
from training.topics.data import Floats

_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as bags of pieces.

    Attributes:
        pieces: of all texts, one after the other.
        starts: where each text begins in `pieces`, and the end.
        values: what each counts in its text.
    """

    pieces: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    values: FloatArray

    def matrix(self, width: int) -> Any:
        """Return them as a sparse matrix [texts, width]."""
        from scipy.sparse import csr_array

        return csr_array((self.values, self.pieces, self.starts), shape=(len(self.starts) - 1, width))


def bags(texts: Sequence[Sequence[int]], weights: FloatArray) -> Bags:
    """Return texts of pieces as bags: a piece counts its weight over the root of the sum of the squared weights."""
    starts = np.cumsum([0, *(len(text) for text in texts)])
    pieces = np.array([piece for text in texts for piece in text], np.int64)
    return Bags(pieces, starts, pooled(weights[pieces], starts))


def pooled(values: FloatArray, starts: npt.NDArray[np.int64]) -> FloatArray:
    """Return the values divided by the length of the vector that each text's values make."""
    sums = np.concatenate([[0.0], np.cumsum(np.square(values, dtype=np.float64))])
    lengths = np.sqrt(np.maximum(sums[starts[1:]] - sums[starts[:-1]], 1e-12))
    found: FloatArray = (values / np.repeat(lengths, np.diff(starts))).astype(np.float32)
    return found


def logistic(x: FloatArray, wanted: Floats, counts: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Return weights [width, topics] and bias [topics] of least mean log-loss plus `ridge`/2 times squared weights.

    Args:
        wanted: marks or probabilities [texts, topics].
        counts: what each text counts [texts].
    """
    inputs = np.hstack([x, np.ones((len(x), 1), np.float32)]).astype(np.float32)
    share = (counts / counts.sum()).astype(np.float32)
    penalty = np.full(inputs.shape[1], ridge)
    penalty[-1] = 0
    inverse = np.linalg.inv(((inputs * share[:, None]).T @ inputs).astype(np.float64) / 4 + np.diag(penalty))
    found = ahead = np.zeros((inputs.shape[1], wanted.shape[1]))
    pace = 1.0
    for _ in range(_STEPS):  # Nesterov's acceleration
        error = ((sigmoid((inputs @ ahead.astype(np.float32)).astype(np.float64)) - wanted) * share[:, None]).astype(
            np.float32
        )
        new = ahead - inverse @ (inputs.T @ error + penalty[:, None] * ahead)
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead = new + (pace - 1) / faster * (new - found)
        found, pace = new, faster
    return found[:-1], found[-1]


def sigmoid(x: Floats) -> Floats:
    """Return 1 / (1 + exp(-x)) without overflow."""
    found: Floats = 0.5 * (1 + np.tanh(0.5 * x))
    return found
