"""Vectors of units: exact whatever they are worked out with, remembered within bounds."""

import numpy as np
import pytest

from processor.models import unit_vectors
from processor.models.pieces import shared_pieces
from processor.models.unit_vectors import LARGEST_WEIGHT, MOST_PIECES, WIDTH, UnitLayer, UnitVectors
from processor.models.units import units
from processor.models.weights import FloatArray

TEXT = "नरेंद्र मोदी ने Ursula von der Leyen से Straßenbahnhaltestellenverzeichnis पर 李克强 के साथ बात की।"
_RANDOM = np.random.default_rng(3)
_PIECES = 250_002
#: Numbers of pieces as large as they can be, so that sums come near the limit of exactness.
_NUMBERS = _RANDOM.choice(np.array([-7, -6, 0, 6, 7]), (_PIECES, WIDTH)).astype(np.int64)
_LAYER = UnitLayer(
    weights=_RANDOM.choice(np.array([-LARGEST_WEIGHT, LARGEST_WEIGHT - 1]), (3 * WIDTH, WIDTH)).astype(np.float32),
    scales=np.asarray(_RANDOM.random(WIDTH) / 1_000, np.float32),
    counts=_RANDOM.random((MOST_PIECES, WIDTH), np.float32),
    edge=_RANDOM.random(WIDTH, np.float32),
)
_TABLE = ((_NUMBERS[:, : WIDTH // 2] + 8) | (_NUMBERS[:, WIDTH // 2 :] + 8) << 4).astype(np.uint8)


def _vectors() -> UnitVectors:
    return UnitVectors(shared_pieces(), _TABLE, _LAYER)


def _expected(text: str) -> FloatArray:
    """In whole numbers, unit by unit."""
    rows = [_LAYER.edge]
    weights = _LAYER.weights.astype(np.int64)
    for unit in units(text, shared_pieces()):
        of = _NUMBERS[list(unit.pieces)]
        mean = np.rint(np.float32(of.sum(axis=0) * 16) / np.float32(len(of))).astype(np.int64)
        sums = np.concatenate([of[0] * 16, mean, of[-1] * 16]) @ weights
        assert np.abs(sums).max() < 2**24
        rows.append(sums.astype(np.float32) * _LAYER.scales + _LAYER.counts[min(len(of), MOST_PIECES) - 1])
    return np.stack([*rows, _LAYER.edge])


def test_vectors_are_exact() -> None:
    _, found = _vectors().read(TEXT, 1_000)
    assert np.array_equal(found, _expected(TEXT))


def test_places_are_those_of_the_units() -> None:
    places, found = _vectors().read(TEXT, 1_000)
    assert places == [(unit.start, unit.end) for unit in units(TEXT, shared_pieces())]
    assert len(found) == len(places) + 2


def test_what_was_read_before_changes_no_bit() -> None:
    known = _vectors()
    for word in TEXT.split():
        known.read(f"{word} von", 1_000)
    assert np.array_equal(known.read(TEXT, 1_000)[1], _vectors().read(TEXT, 1_000)[1])


def test_an_empty_text_has_its_edges_only() -> None:
    places, found = _vectors().read("", 10)
    assert places == []
    assert found.shape == (2, WIDTH)


def test_no_more_is_read_than_asked() -> None:
    places, found = _vectors().read("a b c d e f", 4)
    assert places == [(0, 1), (2, 3), (4, 5), (6, 7)]
    assert len(found) == 6


def test_memory_is_bounded_and_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_vectors, "_MOST_REMEMBERED", 50)
    vectors = _vectors()
    before = vectors.read(TEXT, 1_000)[1]
    for number in range(200):
        vectors.read(f"{number} {number}a {number}b", 1_000)
        assert len(vectors._known) <= 50 + 3
        assert len(vectors._vectors) <= 4 * (50 + 7)
    assert np.array_equal(vectors.read(TEXT, 1_000)[1], before)


def test_endless_words_do_not_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_vectors, "_MOST_PIECES_REMEMBERED", 2_000)
    vectors = _vectors()
    before = vectors.read(TEXT, 1_000)[1]
    for letter in "bcdfghjklm":
        vectors.read(f"x{letter}q" * 1_000, 1_000)
        assert sum(map(len, vectors._rows)) <= 2_000 + 3 * 1_000 + 100
    assert np.array_equal(vectors.read(TEXT, 1_000)[1], before)


def test_what_is_remembered_takes_no_memory_for_vectors_but_that_of_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_vectors, "_MOST_REMEMBERED", 200)
    vectors = _vectors()
    rows = len(vectors._vectors)
    for number in range(500):
        vectors.read(f"{number} {number}a {number}b", 1_000)
        assert rows <= len(vectors._vectors) <= rows + 3


def test_what_one_long_text_took_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_vectors, "_MOST_REMEMBERED", 50)
    vectors = _vectors()
    rows = len(vectors._vectors)
    long = " ".join(f"{number}x{number * 7919}" for number in range(400))
    _, first = vectors.read(long, 1_000)
    assert len(vectors._vectors) > rows + 300
    vectors.read("a", 1_000)
    assert len(vectors._vectors) == rows
    assert np.array_equal(vectors.read(long, 1_000)[1], first)
