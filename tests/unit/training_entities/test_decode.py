"""From scores to names."""

import itertools

import numpy as np
import pytest

from training.entities.decode import best_labels, spans, units
from training.entities.labels import LABELS, OUTSIDE, begin, follows, inside
from training.entities.score import Score
from training.entities.tokens import Token


def _scores(labels: list[int]) -> np.ndarray:
    scores = np.zeros((len(labels), len(LABELS)), np.float32)
    scores[np.arange(len(labels)), labels] = 5
    return scores


def test_best_sequence_is_the_best_of_all_that_are_allowed() -> None:
    random = np.random.default_rng(3)
    for _ in range(5):
        chances = random.normal(size=(4, len(LABELS))).astype(np.float32)
        possible = [
            labels
            for labels in itertools.product(range(len(LABELS)), repeat=4)
            if all(follows(a, b) for a, b in zip((OUTSIDE, *labels), labels, strict=False))
        ]
        best = max(possible, key=lambda labels: sum(chances[at, label] for at, label in enumerate(labels)))
        assert tuple(best_labels(chances)) == best
    assert best_labels(np.zeros((0, len(LABELS)), np.float32)) == []


def test_a_unit_has_the_label_of_its_first_piece() -> None:
    text = "Zelenskyj kam"
    tokens = [Token(9, 0, 3, True), Token(9, 3, 9, False), Token(9, 10, 13, True)]
    assert units(tokens) == [(0, 0, 9), (2, 10, 13)]
    assert spans(tokens, _scores([begin("PER"), begin("ORG"), OUTSIDE]), text) == ((0, 9, "PER"),)
    assert spans(tokens, _scores([OUTSIDE, begin("ORG"), OUTSIDE]), text) == ()


def test_names_are_joined_and_parted_by_their_labels() -> None:
    text = "A B C D"
    tokens = [Token(9, at, at + 1, True) for at in range(0, 7, 2)]
    labels = [begin("LOC"), inside("LOC"), begin("LOC"), OUTSIDE]
    assert spans(tokens, _scores(labels), text) == ((0, 3, "LOC"), (4, 5, "LOC"))


def test_a_piece_that_holds_a_title_too() -> None:
    text = "พบนายสมชาย"
    tokens = [Token(9, 0, 2, True), Token(9, 2, len(text), True)]
    assert spans(tokens, _scores([OUTSIDE, begin("PER")]), text) == ((5, len(text), "PER"),)


def test_pieces_that_cover_nothing_have_no_say() -> None:
    tokens = [Token(6, 0, 0, True), Token(9, 0, 1, True)]
    assert spans(tokens, _scores([begin("ORG"), begin("LOC")]), "京") == ((0, 1, "LOC"),)
    assert spans([], np.zeros((0, len(LABELS)), np.float32), "") == ()


def test_strict_f1() -> None:
    score = Score()
    score.add(
        [(0, 2, "PER"), (3, 5, "LOC"), (6, 7, "MISC")],
        [(0, 2, "PER"), (3, 6, "LOC"), (8, 9, "ORG")],
        ("PER", "ORG", "LOC"),
    )
    assert score.f1() == pytest.approx(200 * 1 / 5)
    assert (score.f1("PER"), score.f1("LOC"), score.f1("ORG")) == (100.0, 0.0, 0.0)
    assert Score().f1() == 0.0
