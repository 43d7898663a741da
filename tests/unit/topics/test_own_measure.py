"""Scores of topics, against values worked out by hand."""

import numpy as np
import pytest

from processor.stages.topics.own.measure import Score, average_precision, best_threshold

CONFIDENCES = np.array([0.9, 0.8, 0.7, 0.6, 0.1])
MARKED = np.array([True, False, True, True, False])


def test_scores_at_a_threshold() -> None:
    score = Score.of(CONFIDENCES, MARKED, 0.7)
    assert (score.texts, score.marked, score.given) == (5, 3, 3)
    assert (score.precision, score.recall, score.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert (score.best_threshold, score.best_f1) == pytest.approx((0.6, 6 / 7))
    assert score.average_precision == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)


def test_equal_confidences_are_one_step_whatever_their_order() -> None:
    same = np.full(4, 0.5)
    for marked in (np.array([True, False, False, False]), np.array([False, False, False, True])):
        assert average_precision(same, marked) == pytest.approx(0.25)
        assert best_threshold(same, marked) == pytest.approx((0.5, 0.4))


def test_a_threshold_is_reached_by_its_own_value() -> None:
    assert Score.of(np.array([0.16]), np.array([True]), 0.16).recall == 1


def test_nothing_given_and_nothing_marked() -> None:
    none = Score.of(CONFIDENCES, np.zeros(5, bool), 0.95)
    assert (none.precision, none.recall, none.f1) == (1, 1, 1)
    assert (none.best_threshold, none.best_f1, none.average_precision) == (None, None, None)
    missed = Score.of(CONFIDENCES, MARKED, 0.95)
    assert (missed.precision, missed.recall, missed.f1) == (1, 0, 0)
    wrong = Score.of(CONFIDENCES, np.zeros(5, bool), 0.65)
    assert (wrong.precision, wrong.recall, wrong.f1) == (0, 1, 0)
