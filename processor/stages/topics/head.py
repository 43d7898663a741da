"""The head: from an encoder's vector to the probability of each topic.

The logit of a topic is a linear function of the vector. One calibration for all topics, fitted on languages that the
linear function had not seen, makes a probability of a logit and of its share among all topics: an article is about
something, so that a middling logit means more where no other topic has a better one. Several topics may be probable.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.stored import fingerprint_of, shipped

SHIPPED: Final = Path(__file__).with_name("head.npz")

Floats = npt.NDArray[np.float64]


class HeadError(RuntimeError):
    """The head was trained on another encoder."""


@dataclass(frozen=True, slots=True)
class Head:
    """Everything that training finds.

    Attributes:
        encoder: fingerprint of the encoder it was trained on.
        mean: float32 [width], the mean vector of texts before training.
        weight, bias: float32 [width, topics] and [topics], the linear function of the centred vector.
        calibration: what logit and log share count, and the offset; float64 [3].
        thresholds: the least probability at which each topic is given; float64 [topics].
    """

    encoder: str
    mean: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    calibration: Floats
    thresholds: Floats

    def probabilities(self, vector: npt.NDArray[np.floating]) -> Floats:
        """Return the probability of each topic, float64 [topics], of a vector [width] of length 1."""
        centred = (vector - self.mean).astype(np.float64)
        # einsum, not BLAS: the sums must not depend on how many threads there are.
        logits = np.einsum("i,ij->j", centred, self.weight.astype(np.float64)) + self.bias
        return calibrate(logits, self.calibration)

    @property
    def fingerprint(self) -> str:
        """64 bits of SHA-256 over all that training found."""
        return fingerprint_of(self)


@cache
def shipped_head() -> Head:
    """Return the head that ships, read when it is first asked for.

    Raises:
        WeightsError: its file is missing or is not the one expected.
    """
    return shipped(Head, SHIPPED)


def calibrate(logits: Floats, calibration: Floats) -> Floats:
    """Return the probabilities of logits [..., topics]."""
    slope, share, offset = calibration
    probabilities: Floats = 1 / (1 + np.exp(-(slope * logits + share * log_share(logits) + offset)))
    return probabilities


def log_share(logits: Floats) -> Floats:
    """Return the logarithm of the softmax over topics of logits [..., topics]."""
    below_best = logits - logits.max(axis=-1, keepdims=True)
    shares: Floats = below_best - np.log(np.exp(below_best).sum(axis=-1, keepdims=True))
    return shares


def unit(vectors: Floats) -> Floats:
    """Return the vectors scaled to length 1; of zero length they stay so."""
    length = np.sqrt(np.square(vectors).sum(axis=-1, keepdims=True))
    scaled: Floats = vectors / np.maximum(length, np.finfo(np.float64).tiny)
    return scaled
