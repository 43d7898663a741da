"""From left-out logits to probabilities and thresholds."""

import numpy as np
import numpy.typing as npt
import pytest

from processor.stages.topics.head import calibrate
from training.topics.calibrate import fit_calibration, fit_thresholds

#: A calibration that changes nothing: the logistic function of the logit.
PLAIN = np.array([1.0, 0.0, 0.0])


def logit(probabilities: list[float]) -> npt.NDArray[np.float64]:
    p = np.repeat(np.array(probabilities), 20)
    logits: npt.NDArray[np.float64] = np.log(p / (1 - p))[:, None]
    return logits


def test_calibration_is_found_again() -> None:
    random = np.random.default_rng(7)
    logits = random.normal(size=(4_000, 17)) * 2
    true = np.array([1.2, 0.5, 0.8])
    marked = (random.random(logits.shape) < calibrate(logits, true)).astype(float)
    assert fit_calibration(logits, marked) == pytest.approx(true, abs=0.1)


def test_a_threshold_is_the_least_that_is_precise_enough() -> None:
    logits = logit([0.52, 0.57, 0.62, 0.7, 0.8, 0.9])
    right_from = [np.repeat([0.0] * wrong + [1.0] * (6 - wrong), 20)[:, None] for wrong in range(7)]
    assert fit_thresholds(logits, right_from[2], PLAIN) == [0.6]
    assert fit_thresholds(logits, right_from[0], PLAIN) == [0.5]
    assert fit_thresholds(logits, right_from[6], PLAIN) == [0.95]


def test_each_topic_has_a_threshold_of_its_own() -> None:
    logits = np.hstack([logit([0.55, 0.85])] * 2)
    marked = np.hstack([np.repeat([[0.0], [1.0]], 20, axis=0), np.ones((40, 1))])
    assert fit_thresholds(logits, marked, PLAIN).tolist() == [0.6, 0.5]


def test_few_texts_are_no_ground_for_a_low_threshold() -> None:
    assert fit_thresholds(np.full((19, 1), 3.0), np.ones((19, 1)), PLAIN) == [0.95]
