"""Decoding a stream: what is fast gives what is thorough, where both can."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from processor.models.pieces import Token
from processor.models.weights import FloatArray
from processor.stages.entities.names.decode import best_labels, names
from processor.stages.entities.names.labels import LABELS, OUTSIDE, follows
from processor.stages.entities.names.stream import stream_labels, stream_names


def _scores(seed: int, units: int, outside: float) -> FloatArray:
    scores = np.random.default_rng(seed).normal(0, 2, (units, len(LABELS))).astype(np.float32)
    scores[:, OUTSIDE] += outside
    return scores


def _likelihood(chances: FloatArray, labels: list[int]) -> float:
    return float(chances[np.arange(len(labels)), labels].sum())


@given(st.integers(0, 10_000), st.integers(0, 40), st.floats(-3, 6))
def test_labels_are_allowed_and_never_better_than_the_best(seed: int, units: int, outside: float) -> None:
    scores = _scores(seed, units, outside)
    labels = stream_labels(scores).tolist()
    assert all(follows(before, label) for before, label in zip([OUTSIDE, *labels], labels, strict=False))
    best = best_labels(scores)
    assert _likelihood(scores, labels) <= _likelihood(scores, best) + 1e-3
    free = scores.argmax(axis=1).tolist()
    if all(follows(before, label) for before, label in zip([OUTSIDE, *free], free, strict=False)):
        assert labels == free == best


def test_a_name_without_a_begin_is_mended_in_its_stretch() -> None:
    scores = np.full((4, len(LABELS)), -9.0, np.float32)
    scores[0, OUTSIDE] = scores[3, OUTSIDE] = 0
    scores[1:3, LABELS.index("I-PER")] = 0
    scores[1:3, LABELS.index("B-PER")] = -1
    assert [LABELS[label] for label in stream_labels(scores)] == ["O", "B-PER", "I-PER", "O"]


@given(st.integers(0, 10_000), st.integers(0, 40), st.floats(-3, 6))
def test_names_are_those_of_the_thorough_decoder(seed: int, units: int, outside: float) -> None:
    scores = _scores(seed, units, outside)
    if stream_labels(scores).tolist() != best_labels(scores):
        return
    text = "".join("ab " if place % 5 else "श्री " for place in range(units))
    starts = np.cumsum([0, *(3 if place % 5 else 5 for place in range(units))])
    places = [(int(start), int(stop) - 1) for start, stop in pairwise(starts)]
    expected = names([Token(0, start, end, True) for start, end in places], scores, text)
    found = stream_names(places, scores, text)
    assert [(name.start, name.end, name.type) for name in found] == [(n.start, n.end, n.type) for n in expected]
    assert np.allclose([name.chance for name in found], [name.chance for name in expected])
