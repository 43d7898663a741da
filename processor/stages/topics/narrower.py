"""Below the top level: the most specific term of the IPTC Media Topics that fits, within a topic that was given.

The terms below a topic share the probability that the article is about it: the logit of a term is a linear function of
the article's vector, its probability the softmax over all terms below the same topic, at all levels. A term's own
probability and those of the terms below it add up, so that what unsure neighbours share goes to the term above them.
Terms with a sum of at least the threshold, which is above a half, lie on one path; the last one on it is given.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.contracts import NarrowerTopic, probability
from processor.contracts.ids import fingerprint
from processor.models.stored import fingerprint_of, shipped
from processor.stages.topics.terms import Term, shared_terms

SHIPPED: Final = Path(__file__).with_name("narrower.npz")

Floats = npt.NDArray[np.float64]

#: Two terms beside each other cannot both have more, so that the terms that do lie on one path.
LEAST_THRESHOLD: Final = 0.5


class NarrowerError(RuntimeError):
    """What was trained belongs to another encoder or another list of terms, or does not fit together."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that training finds.

    Attributes:
        encoder: fingerprint of the encoder it was trained on.
        vocabulary: fingerprint of the terms it was trained on, see `vocabulary_of`.
        mean: float32 [width], the mean vector of the training texts.
        weight: int8 [terms, width], the linear function of the centred vector of length 1, a row for each term below
            the top level in the order of the list; to be multiplied by `scale`.
        scale: float32 [terms], what a step of each row is worth.
        bias: float32 [terms].
        threshold: the least probability at which a term is given, above a half.
    """

    encoder: str
    vocabulary: str
    mean: npt.NDArray[np.float32]
    weight: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    threshold: float

    @property
    def fingerprint(self) -> str:
        """64 bits of SHA-256 over all that training found."""
        return fingerprint_of(self)


@cache
def shipped_narrower() -> Measured:
    """Return what ships, read when it is first asked for.

    Raises:
        WeightsError: its file is missing or is not the one expected.
    """
    return shipped(Measured, SHIPPED)


class Narrower:
    """Finds terms below a topic.

    Raises:
        NarrowerError: the numbers were made with another encoder or another list of terms, or do not fit together.
    """

    def __init__(self, measured: Measured, encoder: str, terms: Sequence[Term] | None = None) -> None:
        terms = shared_terms() if terms is None else terms
        below = [term for term in terms if term.level > 1]
        if measured.encoder != encoder:
            raise NarrowerError("narrower topics were trained on another encoder: run training.topics.narrower again")
        if measured.vocabulary != vocabulary_of(terms):
            raise NarrowerError("narrower topics were trained on other terms: run training.topics.narrower again")
        if not len(below) == len(measured.weight) == len(measured.scale) == len(measured.bias):
            raise NarrowerError("narrower topics have not one row for each term")
        if not measured.threshold > LEAST_THRESHOLD:
            raise NarrowerError(f"the threshold of narrower topics must be above {LEAST_THRESHOLD}")
        self._mean = measured.mean.astype(np.float64)
        self._weight = measured.weight * measured.scale[:, None].astype(np.float64)
        self._bias = measured.bias.astype(np.float64)
        self._threshold = measured.threshold
        self._branches: dict[int, tuple[list[int], list[Term]]] = defaultdict(lambda: ([], []))
        for row, term in enumerate(below):
            rows, branch = self._branches[term.topic]
            rows.append(row)
            branch.append(term)

    def of(self, topic: int, vector: npt.NDArray[np.floating]) -> tuple[NarrowerTopic, ...]:
        """Return the most specific term below a topic that fits an article's vector, or nothing.

        Args:
            topic: index in TOP_LEVEL.
            vector: float [width], of length 1.
        """
        branch = self._branches[topic][1]
        found = most_specific(branch, sums(branch, self.shares(topic, vector)), self._threshold)
        if found is None:
            return ()
        term, value = found
        return (NarrowerTopic(term.id, term.name, term.path, probability(value), term.wikidata),)

    def shares(self, topic: int, vector: npt.NDArray[np.floating]) -> Floats:
        """Return the probability of each term below a topic, of itself alone, in the order of the list."""
        rows = self._branches[topic][0]
        centred = vector - self._mean
        centred /= max(float(np.sqrt(np.square(centred).sum())), np.finfo(np.float64).tiny)
        # einsum, not BLAS: the sums must not depend on how many threads there are.
        return softmax(np.einsum("ij,j->i", self._weight[rows], centred) + self._bias[rows])


def sums(branch: Sequence[Term], shares: Floats) -> Floats:
    """Return for each term of a branch the probability that it or a term below it fits.

    Args:
        branch: all terms below a topic.
        shares: [terms], the probability of each alone.
    """
    place = {term.id: index for index, term in enumerate(branch)}
    found = np.zeros(len(branch))
    for term, share in zip(branch, shares, strict=True):
        found[[place[code] for code in term.path[1:]]] += share
    return found


def most_specific(branch: Sequence[Term], summed: Floats, threshold: float) -> tuple[Term, float] | None:
    """Return the term of the lowest level whose sum reaches a threshold above a half, and the sum; else None."""
    fitting = [(term, float(value)) for term, value in zip(branch, summed, strict=True) if value >= threshold]
    return max(fitting, key=lambda found: found[0].level, default=None)


def softmax(logits: Floats) -> Floats:
    """Return the softmax of logits over their last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def vocabulary_of(terms: Sequence[Term]) -> str:
    """Return the fingerprint of what a list of terms means for the numbers: codes, places in the tree, and order."""
    return fingerprint(*(code for term in terms for code in term.path))
