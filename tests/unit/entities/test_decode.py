"""From scores to names."""

import itertools

import numpy as np
import pytest

from processor.models.pieces import Token
from processor.stages.entities.names.decode import LONGEST, best_labels, name_at, names, units
from processor.stages.entities.names.labels import LABELS, OUTSIDE, begin, follows, inside
from processor.stages.entities.names.titles import is_title


def _scores(labels: list[int]) -> np.ndarray:
    scores = np.zeros((len(labels), len(LABELS)), np.float32)
    scores[np.arange(len(labels)), labels] = 5
    return scores


def _places(tokens: list[Token], scores: np.ndarray, text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((name.start, name.end, name.type) for name in names(tokens, scores, text))


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
    assert _places(tokens, _scores([begin("PER"), begin("ORG"), OUTSIDE]), text) == ((0, 9, "PER"),)
    assert _places(tokens, _scores([OUTSIDE, begin("ORG"), OUTSIDE]), text) == ()


def test_names_are_joined_and_parted_by_their_labels() -> None:
    text = "A B C D"
    tokens = [Token(9, at, at + 1, True) for at in range(0, 7, 2)]
    labels = [begin("LOC"), inside("LOC"), begin("LOC"), OUTSIDE]
    assert _places(tokens, _scores(labels), text) == ((0, 3, "LOC"), (4, 5, "LOC"))


def test_a_piece_that_holds_a_title_too() -> None:
    text = "พบนายสมชาย"
    tokens = [Token(9, 0, 2, True), Token(9, 2, len(text), True)]
    assert _places(tokens, _scores([OUTSIDE, begin("PER")]), text) == ((5, len(text), "PER"),)


def test_pieces_that_cover_nothing_have_no_say() -> None:
    tokens = [Token(6, 0, 0, True), Token(9, 0, 1, True)]
    assert _places(tokens, _scores([begin("ORG"), begin("LOC")]), "京") == ((0, 1, "LOC"),)
    assert _places([], np.zeros((0, len(LABELS)), np.float32), "") == ()


def test_the_chance_of_a_name_is_the_mean_of_its_units() -> None:
    scores = np.full((3, len(LABELS)), -50, np.float32)
    scores[0, [OUTSIDE, begin("PER")]] = np.log([0.2, 0.8])
    scores[1, [OUTSIDE, inside("PER")]] = np.log([0.4, 0.6])
    scores[2, OUTSIDE] = 0
    (name,) = names([Token(9, at, at + 1, True) for at in (0, 2, 4)], scores, "A B C")
    assert name.chance == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("words", "expected"), [("श्री", True), ("Mr. Dr.", True), ("Dr. Oz", False), ("मोदी जी", False)]
)
def test_titles_alone_are_no_name(words: str, expected: bool) -> None:
    assert is_title(words) is expected


def test_what_is_longer_than_any_name_is_none() -> None:
    text = "Anna " * 200
    longest = name_at(text, 0, LONGEST - 1, "PER", 0.9)
    assert (longest.start, longest.end) == (0, LONGEST - 1)
    none = name_at(text, 0, LONGEST + 1, "PER", 0.9)
    assert none.start == none.end
