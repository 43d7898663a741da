"""Training on a few headlines: it learns for a language it never saw, and gives the same numbers again."""

from collections import Counter

import numpy as np
import pytest

from processor.models.weights import Weights
from training.topics.data import Headline, load_headlines, marks

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from processor.models.embeddings import Embeddings  # noqa: E402
from processor.models.graph import opened  # noqa: E402
from training.encoder.arrays import Shape, encoder_arrays  # noqa: E402
from training.topics.graph import build  # noqa: E402
from training.topics.lower import Lower, groups  # noqa: E402
from training.topics.tune import FIRST, Settings, Tuned, Upper, tuned  # noqa: E402

PER_TOPIC = {"en": 5, "es": 4, "hi": 3}
SETTINGS = Settings(passes=5, rate=2e-4, batch=512)


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights()


@pytest.fixture(scope="module")
def lower(weights: Weights) -> Lower:
    return Lower(weights, FIRST)


def sample() -> list[Headline]:
    """A few headlines of each topic in each of three languages."""
    taken: Counter[tuple[str, int]] = Counter()
    chosen = []
    for headline in load_headlines():
        key = (headline.language, headline.topics[0])
        if taken[key] < PER_TOPIC.get(headline.language, 0):
            taken[key] += 1
            chosen.append(headline)
    return chosen


def trained(headlines: list[Headline], lower: Lower, weights: Weights) -> Tuned:
    full, titles = (lower([getattr(headline, part) for headline in headlines]) for part in ("text", "title"))
    return tuned(headlines, full, titles, weights, SETTINGS)


@pytest.mark.slow
def test_learns_from_headlines_for_a_language_it_never_saw_and_learns_the_same_again(
    lower: Lower, weights: Weights
) -> None:
    seen = [headline for headline in sample() if headline.language != "hi"]
    unseen = [headline for headline in sample() if headline.language == "hi"]
    found, again = (trained(seen, lower, weights) for _ in range(2))
    assert all(np.array_equal(found.tensors[name], again.tensors[name]) for name in found.tensors)
    assert np.array_equal(found.weight, again.weight)
    vectors = Upper(weights).vectors(found.tensors, lower([headline.text for headline in unseen]))
    logits = (vectors - found.mean) @ found.weight + found.bias
    assert marks(unseen)[np.arange(len(unseen)), logits.argmax(axis=1)].mean() >= 0.6


def test_the_layers_below_and_above_are_the_whole_encoder_and_the_graph_that_ships(
    lower: Lower, weights: Weights
) -> None:
    texts = [headline.text for headline in sample()[:3]]
    arrays = encoder_arrays(weights)
    vectors = Upper(weights).vectors(arrays, lower(texts))
    for eight_bits, near in ((False, 0.999), (True, 0.98)):
        graph = opened(build(arrays, Shape.of(weights), eight_bits=eight_bits).SerializeToString())
        for text, vector in zip(texts, vectors, strict=True):
            ids = [0, *lower.pieces.ids(text, 254), 2]
            states = graph.run(None, {"embedded": Embeddings(weights)(np.array([ids]))})[0][0]
            mean = states.mean(axis=0)
            assert vector @ mean / np.linalg.norm(mean) > near


def test_groups_have_every_text_once_and_not_too_many_tokens() -> None:
    lengths = [3, 50, 7, 7, 20, 4, 60, 1]
    found = list(groups(lengths, 60))
    assert sorted(index for group in found for index in group) == list(range(8))
    assert all(len(group) == 1 or max(lengths[index] for index in group) * len(group) <= 60 for group in found)
    assert list(groups(lengths, 1_000, order=range(8))) == [list(range(8))]
