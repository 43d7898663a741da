"""From left-out logits to probabilities and thresholds.

Nothing here is random: the problem is convex and solved to its one minimum.
"""

from typing import Final

import numpy as np

from processor.stages.topics.head import calibrate, log_share
from training.topics.data import Floats

#: Precision that a topic's threshold is to reach on left-out languages.
PRECISION: Final = 0.9
#: A topic given less often than this at a threshold says too little about it.
_FEWEST: Final = 20

_STEPS: Final = 50
_TOLERANCE: Final = 1e-9


def fit_calibration(logits: Floats, marked: Floats) -> Floats:
    """Return the calibration with the greatest likelihood (after Platt, 1999), by Newton's method.

    Raises:
        ArithmeticError: it was not found.
    """
    inputs = np.stack([logits.ravel(), log_share(logits).ravel(), np.ones(logits.size)])
    found = np.zeros(3)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-found @ inputs))
        change = np.linalg.solve((inputs * (p * (1 - p))) @ inputs.T, inputs @ (p - marked.ravel()))
        found -= change
        if np.abs(change).max() < _TOLERANCE:
            return found
    raise ArithmeticError("the calibration did not converge")


def fit_thresholds(logits: Floats, marked: Floats, calibration: Floats) -> Floats:
    """Return for each topic the least threshold at which `PRECISION` of the texts given it are marked with it."""
    probabilities = calibrate(logits, calibration)
    return np.array([_threshold(*column) for column in zip(probabilities.T, marked.T, strict=True)])


def _threshold(probabilities: Floats, marked: Floats) -> float:
    """Search in steps of 0.05 from 0.5 on."""
    for step in range(50, 95, 5):
        given = probabilities >= step / 100
        if given.sum() < _FEWEST:
            break
        if marked[given].mean() >= PRECISION:
            return step / 100
    return 0.95
