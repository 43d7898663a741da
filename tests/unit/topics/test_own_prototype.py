"""Prototypes and their space, on vectors made by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from processor.models.encoder import shared_encoder
from processor.models.stored import read, write
from processor.stages.topics.head import Floats, unit
from processor.stages.topics.own.confidence import WEIGHING, confidence
from processor.stages.topics.own.prototype import prototype
from processor.stages.topics.own.space import Space, quantised, shipped_space

WIDTH = 12


def sample(texts: int = 200) -> Floats:
    return unit(np.random.default_rng(1).normal(size=(texts, WIDTH)))


def axis(number: int, texts: int = 1) -> Floats:
    """Directions that lie near one axis."""
    noise = np.random.default_rng(number).normal(size=(texts, WIDTH)) * 0.1
    return unit(np.eye(WIDTH)[number] + noise)


def small_space(**changes: object) -> Space:
    space = Space("e", np.zeros(WIDTH, np.float32), quantised(sample()))
    return replace(space, **changes)  # type: ignore[arg-type]


def test_examples_are_nearer_than_ordinary_news_and_a_wrong_one_shows() -> None:
    ordinary = sample()
    examples = np.concatenate([axis(3, 8), axis(7)])
    made = prototype(axis(3)[0], examples, ordinary)
    assert made.apart[:8].min() > made.apart[8]
    assert made.apart[8] < 0.5
    assert made.own_confidences()[:8].min() > 5 * made.own_confidences()[8]
    near, far = made.confidences(axis(3, 20)), made.confidences(ordinary)
    assert near.min() > np.quantile(far, 0.98)


def test_distances_are_in_deviations_of_ordinary_news_and_in_reaches() -> None:
    ordinary = sample()
    made = prototype(axis(3)[0], axis(3, 10), ordinary)
    along = ordinary @ made.direction
    assert made.mean == pytest.approx(along.mean())
    assert made.deviation == pytest.approx(along.std())
    assert made.distances(ordinary) == pytest.approx((along - along.mean()) / along.std() / made.reach)
    assert made.distances(ordinary[5]) == pytest.approx(made.distances(ordinary)[5])


def test_without_examples_the_reach_is_that_of_most_topics() -> None:
    made = prototype(axis(3)[0], np.zeros((0, WIDTH)), sample())
    assert made.reach == WEIGHING.expected_reach
    assert made.direction == pytest.approx(axis(3)[0])
    assert made.apart.shape == made.own_confidences().shape == (0,)


def test_many_examples_say_more_of_the_reach_than_few() -> None:
    tight = axis(3)[0]
    reaches = [prototype(tight, axis(3, count), sample()).reach for count in (1, 5, 50)]
    assert WEIGHING.expected_reach < reaches[0] < reaches[1] < reaches[2]


def test_the_order_of_the_examples_does_not_matter() -> None:
    examples = axis(3, 6)
    first, second = (prototype(axis(3)[0], some, sample()) for some in (examples, examples[::-1]))
    assert first.direction == pytest.approx(second.direction)
    assert first.reach == pytest.approx(second.reach)


@pytest.mark.parametrize("examples", [0, 1, 10, 500])
def test_confidence_rises_with_the_distance_and_is_a_probability(examples: int) -> None:
    found = confidence(np.linspace(-10, 10, 400), examples)
    assert (np.diff(found) >= 0).all()
    assert found[0] < 0.01
    assert 0.95 < found[-1] <= 1


def test_places_are_directions_from_the_mean() -> None:
    space = small_space(mean=np.full(WIDTH, 1.0, np.float32))
    vectors = np.ones((2, WIDTH), np.float32)
    vectors[0, :2] += [3, 4]
    assert space.place(vectors)[0] == pytest.approx([0.6, 0.8] + [0.0] * (WIDTH - 2))
    assert space.place(vectors)[1] == pytest.approx(0)


def test_ordinary_news_survives_its_eight_bits() -> None:
    assert np.einsum("ij,ij->i", small_space().ordinary_places(), sample()).min() > 0.999


def test_saved_and_read_again(tmp_path: Path) -> None:
    space, path = small_space(), tmp_path / "space.npz"
    write(space, path)
    again = read(Space, path.read_bytes(), path.name)
    assert again.fingerprint == space.fingerprint
    assert again.encoder == "e"
    for changed in (
        small_space(ordinary=-quantised(sample())),
        small_space(encoder="f"),
        small_space(mean=np.ones(WIDTH, np.float32)),
    ):
        assert changed.fingerprint != space.fingerprint


def test_what_ships_was_made_with_the_encoder_that_ships() -> None:
    space = shipped_space()
    assert space.encoder == shared_encoder().fingerprint
    assert len(space.ordinary) > 500
