"""Fitting the head: a ridge-penalised logistic regression a topic, terms as directions, and one calibration for all.

Nothing here is random: every problem is convex and solved to its one minimum, so that a run gives the same head again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from processor.models.weights import FloatArray
from processor.stages.topics.head import Classifier, Head, calibrate, log_share, unit
from training.topics.data import Floats, Headline, Term, marks

#: Chosen on left-out languages; see docs/topics.md.
RIDGE: Final = 0.05
TERM_WEIGHT: Final = 6.0
#: Precision that the threshold is to reach on left-out languages.
PRECISION: Final = 0.9

_STEPS: Final = 50
_TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Examples:
    """Headlines and their vectors.

    Attributes:
        full: float32 [headlines, width], the vectors of title and lead.
        titles: the same of the titles alone.
    """

    headlines: Sequence[Headline]
    full: FloatArray
    titles: FloatArray

    def where(self, keep: Sequence[bool]) -> "Examples":
        """Return the examples for which `keep` is true."""
        chosen = [index for index, kept in enumerate(keep) if kept]
        return Examples([self.headlines[index] for index in chosen], self.full[chosen], self.titles[chosen])


def uncalibrated_head(
    examples: Examples, terms: Sequence[Term], term_vectors: FloatArray, encoder: str, ridge: float = RIDGE
) -> Head:
    """Fit the linear function on titles with leads and on titles alone."""
    vectors = np.concatenate([examples.full, examples.titles]).astype(np.float64)
    mean = vectors.mean(axis=0)
    scale = vectors.std(axis=0).mean()
    weight, bias = _logistic((vectors - mean) / scale, np.tile(marks(examples.headlines), (2, 1)), ridge)
    directions = unit(term_vectors - term_vectors.mean(axis=0, dtype=np.float64))
    steps = directions * (127 / np.abs(directions).max(axis=1, keepdims=True))
    return Head(
        encoder=encoder,
        mean=mean.astype(np.float32),
        weight=(weight / scale).astype(np.float32),
        bias=bias.astype(np.float32),
        terms=np.rint(steps).astype(np.int8),
        term_topics=np.array([term.topic for term in terms], np.uint8),
        term_weight=TERM_WEIGHT,
        calibration=np.array([1.0, 0.0, 0.0]),
        threshold=0.5,
    )


def left_out_logits(
    examples: Examples,
    terms: Sequence[Term],
    term_vectors: FloatArray,
    ridge: float = RIDGE,
    weight: float = TERM_WEIGHT,
) -> Floats:
    """Return the logits [headlines, topics] of titles with leads, each from a head that never saw its language."""
    languages = [headline.language for headline in examples.headlines]
    logits = np.zeros_like(marks(examples.headlines))
    for left_out in sorted(set(languages)):
        seen = examples.where([language != left_out for language in languages])
        head = replace(uncalibrated_head(seen, terms, term_vectors, "", ridge), term_weight=weight)
        classifier = Classifier(head)
        for index, language in enumerate(languages):
            if language == left_out:
                logits[index] = classifier.logits(examples.full[index])
    return logits


def calibrated(head: Head, logits: Floats, marked: Floats) -> Head:
    """Return the head with its calibration fitted on left-out logits, and the threshold found on them."""
    calibration = fit_calibration(logits, marked)
    return replace(head, calibration=calibration, threshold=fit_threshold(calibrate(logits, calibration), marked))


def fit_calibration(logits: Floats, marked: Floats) -> Floats:
    """Return the calibration with the greatest likelihood (after Platt, 1999), by Newton's method."""
    inputs = np.stack([logits.ravel(), log_share(logits).ravel(), np.ones(logits.size)])
    found = np.zeros(3)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-found @ inputs))
        change = np.linalg.solve((inputs * (p * (1 - p))) @ inputs.T, inputs @ (p - marked.ravel()))
        found -= change
        if np.abs(change).max() < _TOLERANCE:
            return found
    raise ArithmeticError("the calibration did not converge")


def fit_threshold(probabilities: Floats, marked: Floats, precision: float = PRECISION) -> float:
    """Return the least threshold, in steps of 0.05 from 0.5 on, at which `precision` of the given topics are marked."""
    for step in range(50, 100, 5):
        given = probabilities >= step / 100
        if given.any() and marked[given].mean() >= precision:
            return step / 100
    return 0.95


def _logistic(x: Floats, y: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Minimise, topic by topic, the mean log-loss plus `ridge`/2 times the squared weights, by Newton's method.

    The weights are [width, topics]; the bias is not penalised.
    """
    rows, width = x.shape
    inputs = np.hstack([x, np.ones((rows, 1))])
    penalty = np.full(width + 1, ridge)
    penalty[-1] = 0
    found = np.zeros((width + 1, y.shape[1]))
    for topic, wanted in enumerate(y.T):
        weights = found[:, topic]
        for _ in range(_STEPS):
            p = 1 / (1 + np.exp(-inputs @ weights))
            gradient = inputs.T @ (p - wanted) / rows + penalty * weights
            curvature = (inputs.T * (p * (1 - p) / rows)) @ inputs + np.diag(penalty)
            change = np.linalg.solve(curvature, gradient)
            weights -= change
            if np.abs(change).max() < _TOLERANCE:
                break
        else:
            raise ArithmeticError("the logistic regression did not converge")
    return found[:-1], found[-1]
