"""Training of the fast head, on generated text whose topics are known."""

from random import Random

import numpy as np
import pytest

from processor.models.weights import Vocabulary
from processor.stages.topics.fast.cutter import Cutter
from processor.stages.topics.fast.head import FastClassifier
from training.topics.fast.fit import logistic, pooled, sigmoid
from training.topics.fast.learn import Learner, Lessons, Recipe
from training.topics.fast.pieces import candidates, letters
from training.topics.fast.train import thresholds

TOPICS = 3
WORDS = [f"{a}{b}{c}" for a in ("market", "doctor", "soccer") for b in "abcdefgh" for c in "klmnopqr"]
FILLERS = [f"common{a}{b}" for a in "stuvw" for b in "abcd"]
PIECES = ["<s>", "<unk>", "▁", *(f"▁{word}" for word in (*WORDS, *FILLERS))]
SCORES = [0.0, 0.0, -3.0, *([-12.0] * len(WORDS)), *([-4.0] * len(FILLERS))]


def vocabulary() -> Vocabulary:
    return Vocabulary(PIECES, SCORES, {}, 0, 0, 1)


def vectors(random: np.random.Generator) -> "np.typing.NDArray[np.float32]":
    """Words of one topic lie in one direction, under noise and two directions that are common to all words."""
    directions = random.normal(size=(TOPICS, 24))
    found = random.normal(size=(len(PIECES), 24)) * 0.7
    found += random.normal(size=(len(PIECES), 2)) @ random.normal(size=(2, 24)) * 4
    for index in range(len(WORDS)):
        found[3 + index] += directions[index // 64]
    return found.astype(np.float32)


def texts(random: Random, words: list[str], count: int) -> tuple[list[str], "np.typing.NDArray[np.float64]"]:
    """Sentences of five words of one topic among ten fillers, and their marks."""
    found, wanted = list[str](), np.zeros((count, TOPICS))
    for row in range(count):
        topic = random.randrange(TOPICS)
        own = [word for word in words if WORDS.index(word) // 64 == topic]
        sentence = random.sample(own, 3) + random.sample(FILLERS, 10)
        random.shuffle(sentence)
        found.append(" ".join(sentence))
        wanted[row, topic] = 1
    return found, wanted


def right(recipe: Recipe) -> float:
    """Train on half of the words; return how often the first topic is right in texts of the other half."""
    random = Random(3)
    cutter = Cutter(vocabulary())
    learner = Learner(cutter, candidates(vocabulary()), vectors(np.random.default_rng(3)))
    seen, wanted = texts(random, WORDS[::2], 120)
    classifier = FastClassifier(learner.learn(Lessons(seen, wanted, [True] * 60 + [False] * 60), recipe), cutter)
    unseen, topics = texts(random, WORDS[1::2], 60)
    first = [int(classifier.logits(classifier.count(text)).argmax()) for text in unseen]
    return float(np.mean(topics[np.arange(60), first]))


def test_words_never_seen_are_understood_by_their_vectors() -> None:
    assert right(Recipe()) > 0.9


def test_the_same_lessons_give_the_same_head() -> None:
    learner = Learner(Cutter(vocabulary()), candidates(vocabulary()), vectors(np.random.default_rng(3)))
    lessons = Lessons(*texts(Random(1), WORDS, 30), [True] * 30)
    first, second = (learner.learn(lessons, Recipe()) for _ in range(2))
    assert first.fingerprint == second.fingerprint
    assert learner.learn(lessons, Recipe(ridge=1.0)).fingerprint != first.fingerprint


def test_logistic_finds_the_minimum() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(200, 4)).astype(np.float32)
    wanted = sigmoid(x @ random.normal(size=(4, 2)))
    counts = np.linspace(1, 2, 200)
    weight, bias = logistic(x, wanted, counts, ridge=0.01)
    error = (sigmoid(x @ weight + bias) - wanted) * (counts / counts.sum())[:, None]
    np.testing.assert_allclose(x.T @ error + 0.01 * weight, 0, atol=1e-4)
    np.testing.assert_allclose(error.sum(axis=0), 0, atol=1e-4)


def test_pooled_values_have_length_one_text_by_text() -> None:
    found = pooled(np.array([3, 4, 2], np.float32), np.array([0, 2, 2, 3]))
    np.testing.assert_allclose(found, [0.6, 0.8, 1.0])


@pytest.mark.parametrize(
    ("piece", "worth"), [("▁", 0), ("123", 0), ("▁an", 2), ("▁election", 8), ("選舉", 10), ("▁선거", 10), ("んで", 3)]
)
def test_letters(piece: str, worth: float) -> None:
    assert letters(piece) == worth


def test_crumbs_and_control_symbols_are_no_candidates_and_rare_pieces_weigh_more() -> None:
    pieces = ["<mask>", "▁an", "▁often", "▁rarely", "▁abc"]
    found = candidates(Vocabulary(pieces, [0.0, -8.0, -6.0, -14.0, -14.0], {}, 0, 0, 0))
    assert found.pieces.tolist() == [2, 3, 4]
    often, rarely, short = found.weights
    assert often < short < rarely < 1


def test_thresholds_are_each_topics_own() -> None:
    probabilities = np.array([[0.9, 0.9], [0.9, 0.6], [0.55, 0.2]])
    marked = np.array([[1, 1], [1, 0], [0, 0]])
    assert thresholds(probabilities, marked).tolist() == [0.6, 0.65]
