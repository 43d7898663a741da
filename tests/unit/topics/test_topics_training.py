"""Training on a sample: it learns, it is calibrated on what it has not seen, and it gives the same head again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from processor.models.encoder import shared_encoder
from processor.models.threads import OneThread
from processor.models.weights import FloatArray
from processor.stages.topics.head import Classifier, Head, calibrate
from training.topics.data import Floats, Headline, Term, load_headlines, load_terms, marks
from training.topics.fit import (
    Examples,
    calibrated,
    fit_calibration,
    fit_threshold,
    left_out_logits,
    uncalibrated_head,
)

PER_TOPIC = {"en": 4, "es": 3, "hi": 3}


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """As training runs; on a busy machine more threads wait for each other."""
    with OneThread().hold():
        yield


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


def vectors(texts: list[str]) -> FloatArray:
    encoder = shared_encoder()
    return np.array([encoder.encode(text, 64) for text in texts], np.float32)


@pytest.fixture(scope="module")
def examples() -> Examples:
    headlines = sample()
    assert len(headlines) == 170
    return Examples(headlines, vectors([one.text for one in headlines]), vectors([one.title for one in headlines]))


@pytest.fixture(scope="module")
def terms() -> list[Term]:
    """The six first terms of each topic."""
    everything = load_terms()
    return [term for topic in range(17) for term in [one for one in everything if one.topic == topic][:6]]


@pytest.fixture(scope="module")
def term_vectors(terms: list[Term]) -> FloatArray:
    return vectors([term.name for term in terms])


def share_right(logits: Floats, marked: Floats) -> float:
    return float(marked[np.arange(len(logits)), logits.argmax(axis=1)].mean())


def test_learns_from_headlines_for_a_language_it_never_saw(
    examples: Examples, terms: list[Term], term_vectors: FloatArray
) -> None:
    hindi = [headline.language == "hi" for headline in examples.headlines]
    seen, unseen = examples.where([not one for one in hindi]), examples.where(hindi)
    head = uncalibrated_head(seen, terms, term_vectors, "e")
    untrained = replace(head, weight=np.zeros_like(head.weight), bias=np.zeros_like(head.bias))
    after, before = (
        share_right(np.array([Classifier(one).logits(vector) for vector in unseen.full]), marks(unseen.headlines))
        for one in (head, untrained)
    )
    assert after >= 0.6
    assert after >= before + 0.15


def test_same_run_same_head(examples: Examples, terms: list[Term], term_vectors: FloatArray) -> None:
    def run() -> Head:
        logits = left_out_logits(examples, terms, term_vectors)
        return calibrated(uncalibrated_head(examples, terms, term_vectors, "e"), logits, marks(examples.headlines))

    first, second = run(), run()
    assert first.fingerprint == second.fingerprint
    assert first.calibration[0] > 0
    assert 0.5 <= first.threshold <= 0.95


def test_left_out_logits_do_not_depend_on_the_marks_of_the_language(
    examples: Examples, terms: list[Term], term_vectors: FloatArray
) -> None:
    hindi = np.array([headline.language == "hi" for headline in examples.headlines])
    spoilt = Examples(
        [replace(one, topics=(0,)) if one.language == "hi" else one for one in examples.headlines],
        examples.full,
        examples.titles,
    )
    honest, other = (left_out_logits(one, terms, term_vectors) for one in (examples, spoilt))
    np.testing.assert_array_equal(honest[hindi], other[hindi])
    assert not np.array_equal(honest[~hindi], other[~hindi])


def test_calibration_is_found_again() -> None:
    random = np.random.default_rng(7)
    logits = random.normal(size=(4_000, 17)) * 2
    true = np.array([1.2, 0.5, 0.8])
    marked = (random.random(logits.shape) < calibrate(logits, true)).astype(float)
    assert fit_calibration(logits, marked) == pytest.approx(true, abs=0.1)


def test_threshold_is_the_least_that_is_precise_enough() -> None:
    probabilities = np.array([[0.52], [0.57], [0.62], [0.7], [0.8], [0.9]])
    assert fit_threshold(probabilities, np.array([[0.0], [0.0], [1.0], [1.0], [1.0], [1.0]])) == 0.6
    assert fit_threshold(probabilities, np.ones((6, 1))) == 0.5
    assert fit_threshold(probabilities, np.zeros((6, 1))) == 0.95
