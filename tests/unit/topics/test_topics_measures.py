"""The measures, on cases small enough to work out by hand."""

import numpy as np
import pytest

from training.topics.disagreements import surprise
from training.topics.measures import calibration_error, confusions, coverage, macro_f1, reliability


def test_macro_f1() -> None:
    found, wanted = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    # Class 0: 2·1/(2+1); class 1: 2·1/(1+3); class 2 was never wanted.
    assert macro_f1(found, wanted, [0, 1]) == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert macro_f1(found, wanted, [0, 1, 2]) == pytest.approx((2 / 3 + 1 / 2) / 3)


def test_calibration_error() -> None:
    confidence = np.array([0.91, 0.93, 0.55, 1.0])
    right = np.array([True, False, True, True])
    # Bin 0.9 to 1: mean 0.94667, right 2/3; bin 0.5: 0.55, right 1.
    assert calibration_error(confidence, right) == pytest.approx(0.75 * (2.84 / 3 - 2 / 3) + 0.25 * 0.45)
    assert calibration_error(np.array([1.0, 1.0]), np.array([True, True])) == 0


def test_coverage() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6])
    assert coverage(confidence, np.array([True, True, False, True]), 0.75) == 1
    assert coverage(confidence, np.array([True, True, False, False]), 0.9) == 0.5
    assert coverage(confidence, np.array([False, True, True, True]), 0.9) == 0


def test_confusions() -> None:
    found, wanted = np.array([1, 1, 0, 2]), np.array([0, 0, 0, 1])
    assert confusions(found, wanted, ["a", "b", "c"], 5) == ["2 b for a", "1 c for b"]


def test_reliability() -> None:
    confidence, right = np.array([0.91, 0.97, 0.55, 1.0]), np.array([True, False, True, True])
    assert reliability(confidence, right) == ["| 0.5 to 0.6 | 1 | 0.55 | 1.00 |", "| 0.9 to 1.0 | 3 | 0.96 | 0.67 |"]


def test_the_unlikeliest_marks_are_the_most_surprising() -> None:
    probabilities = np.array([[0.9, 0.1], [0.9, 0.1], [0.5, 0.5], [1.0, 0.0]])
    marked = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 1.0]])
    found = surprise(probabilities, marked)
    assert found.argsort().tolist() == [0, 2, 1, 3]
    assert np.isfinite(found).all()
    assert found[1] == pytest.approx(-2 * np.log(0.1))
