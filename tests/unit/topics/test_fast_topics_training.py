"""Training of the fast head, on generated text whose topics are known."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from processor.models.weights import Vocabulary
from processor.stages.topics.fast.cutter import Cutter
from processor.stages.topics.fast.head import FastClassifier
from processor.stages.topics.mediatopics import TOP_LEVEL
from training.topics.data import Headline
from training.topics.fast.fit import logistic, pooled, sigmoid
from training.topics.fast.learn import MOST_TOLD, Learner, Lessons, Recipe, told
from training.topics.fast.left_out import Teaching
from training.topics.fast.opinions import Opinions, opinions
from training.topics.fast.pieces import candidates, letters
from training.topics.fast.texts import Unmarked, unmarked

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


def test_a_piece_counts_by_how_far_apart_its_votes_are() -> None:
    votes = np.array([[1.0, 1.0], [0.0, 2.0], [0.0, 4.0], *[[0.0, 1.0]] * 17, [0.0, 50.0]])
    found = told(votes)
    assert found[0] == 0
    assert found[2] == pytest.approx(2 * found[1])
    assert found[-1] == MOST_TOLD


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


def taught(*languages: str) -> Teaching:
    """A headline in each language, two of which tell the same, and an unmarked sentence in each."""
    headlines = [Headline(language, (row % 3,), f"title {language}", "lead") for row, language in enumerate(languages)]
    frozen = np.eye(len(languages), 8, dtype=np.float32)
    sentences = [Unmarked(language, f"sentence {language}") for language in languages]
    return Teaching(headlines, frozen, Opinions(sentences, np.full((len(languages), len(TOP_LEVEL)), 0.25), "teacher"))


def test_a_left_out_language_is_in_no_lesson() -> None:
    lessons = taught("en", "hi", "th").without(frozenset({"hi", "th"}))
    assert lessons.texts == ["title en\nlead", "title en", "sentence en"]
    assert list(lessons.marked) == [True, True, False]
    assert lessons.wanted[:, 0].tolist() == [1, 1, 0.25]


def test_every_lesson_is_in_what_ships() -> None:
    lessons = taught("en", "hi", "th").without(frozenset())
    assert len(lessons.texts) == len(lessons.wanted) == 9


def test_a_retelling_of_a_left_out_headline_is_in_no_lesson() -> None:
    headlines = [Headline(language, (0,), str(row), "") for row, language in enumerate(["en"] * 2 + ["hi"] * 4)]
    corners = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
    frozen = np.array([[1, 1, 1], [-1, -1, -1], *corners], np.float32)
    teaching = Teaching(headlines, frozen, Opinions([], np.zeros((0, len(TOP_LEVEL))), ""))
    assert teaching.without(frozenset({"hi"})).texts == ["1\n", "1"]


def test_opinions_come_back_from_their_file(tmp_path: Path) -> None:
    sentences = [Unmarked("en", "one"), Unmarked("hi", "दो")]
    asked = opinions(sentences, lambda text: np.full(len(TOP_LEVEL), 0.5 if text == "one" else 0.125), "teacher")
    asked.save(tmp_path / "opinions.npz")
    found = Opinions.load(tmp_path / "opinions.npz")
    assert (found.texts, found.teacher) == (sentences, "teacher")
    assert found.probabilities.tolist() == asked.probabilities.tolist()


def test_unmarked_text_has_none_of_the_sentences_measured_on(tmp_path: Path) -> None:
    sentence = "A sentence of more than forty code points, as long as is needed."
    for folder in ("text/ud", "text/sib200", "ner"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "text/ud/be.hse.txt").write_text(f"{sentence} be\nshort\n", encoding="utf-8")
    (tmp_path / "ner/da.uner.train.jsonl").write_text(f'{{"text": "{sentence} da"}}\n', encoding="utf-8")
    for name in ("swh_Latn", "hau_Latn", "tso_Latn"):
        (tmp_path / f"text/sib200/{name}.txt").write_text(f"{sentence} {name}\n", encoding="utf-8")
    found = unmarked(tmp_path, Random(1))
    # Swahili is measured on, Tsonga the encoder does not know.
    assert {text.language for text in found} == {"be", "da", "ha"}
