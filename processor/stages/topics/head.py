"""The head: from an encoder's vector to the probability of each topic.

The logit of a topic is a linear function of the vector plus a multiple of how near the vector is to the topic's three
nearest terms (all terms below it in IPTC's tree, by name). One calibration for all topics, fitted on languages that the
linear function had not seen, makes a probability of a logit and of its share among all topics: an article is about
something, so that a middling logit means more where no other topic has a better one. Several topics may be probable.
"""

import hashlib
from dataclasses import dataclass, fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Self
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

#: How many of a topic's nearest terms count.
NEAREST: Final = 3

Floats = npt.NDArray[np.float64]


class HeadError(RuntimeError):
    """The file of the head is missing, broken, or was trained on another encoder."""


@dataclass(frozen=True, slots=True)
class Head:
    """Everything that training finds.

    Attributes:
        encoder: fingerprint of the encoder it was trained on.
        mean: float32 [width], the mean vector of the training texts.
        weight, bias: float32 [width, topics] and [topics], the linear function of the centred vector.
        terms: int8 [terms, width], directions of the terms' vectors from their mean; their lengths mean nothing.
        term_topics: uint8 [terms], the topic of each term, ascending.
        term_weight: what nearness to terms counts.
        calibration: what logit and log share count, and the offset; float64 [3].
        threshold: the least probability at which a topic is given.
    """

    encoder: str
    mean: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    terms: npt.NDArray[np.int8]
    term_topics: npt.NDArray[np.uint8]
    term_weight: float
    calibration: Floats
    threshold: float

    @classmethod
    def load(cls, source: Path | Traversable | None = None) -> Self:
        """Read the head from a file, by default the one that ships with the stage.

        Raises:
            HeadError: the file is missing or not a head.
        """
        source = source or files("processor.stages.topics") / "head.npz"
        try:
            with source.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                values = {field.name: arrays[field.name] for field in fields(cls)}
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise HeadError(f"cannot read the topics head {source.name}: {error}") from error
        return cls(**{name: value.item() if value.ndim == 0 else value for name, value in values.items()})

    def save(self, path: Path) -> None:
        """Write the head to a file; the same head gives the same bytes."""
        arrays: dict[str, Any] = {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)

    @property
    def fingerprint(self) -> str:
        """64 bits of SHA-256 over all that training found."""
        digest = hashlib.sha256()
        for field in fields(self):
            value = np.asarray(getattr(self, field.name))
            digest.update(f"{field.name} {value.dtype.str} {value.shape}\n".encode())
            digest.update(np.ascontiguousarray(value).tobytes())
        return digest.hexdigest()[:16]


class Classifier:
    """A head ready for use: its terms unpacked."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._mean = head.mean.astype(np.float64)
        self._weight = head.weight.astype(np.float64)
        self._terms = unit(head.terms.astype(np.float64))
        self._starts = np.searchsorted(head.term_topics, np.arange(len(head.bias) + 1))

    def probabilities(self, vector: npt.NDArray[np.floating]) -> Floats:
        """Return the probability of each topic, float64 [topics], of a vector [width] of length 1."""
        return calibrate(self.logits(vector), self._head.calibration)

    def logits(self, vector: npt.NDArray[np.floating]) -> Floats:
        """Return the logits before calibration."""
        centred = vector - self._mean
        # einsum, not BLAS: the sums must not depend on how many threads there are.
        linear = np.einsum("i,ij->j", centred, self._weight) + self._head.bias
        cosines = np.einsum("ij,j->i", self._terms, unit(centred))
        near = [np.sort(cosines[start:stop])[-NEAREST:].mean() for start, stop in pairwise(self._starts)]
        logits: Floats = linear + self._head.term_weight * np.array(near)
        return logits


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
