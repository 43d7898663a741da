"""How users' topics are simulated: who is looked for where, and that the constants are found again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from processor.models.weights import FloatArray
from processor.stages.topics.head import Floats, unit
from processor.stages.topics.own import confidence as constants
from processor.stages.topics.own.measure import average_precision
from processor.stages.topics.own.prototype import prototype
from processor.stages.topics.terms import shared_terms
from training.topics import own_simulation
from training.topics.data import Headline, topic_index
from training.topics.folds import FOLDS
from training.topics.own import best_common_threshold, fitted, told
from training.topics.own_simulation import Fold, Trial, load_folds, simulated_topics, trials
from training.topics.own_space import SAMPLE, build

WIDTH = 24
FOOTBALL, DISEASE = "medtop:20000822", "medtop:20000446"
LANGUAGES = ["am", "ar", "bn", "de", "el", "en", "es", "fa"]
#: Four of these languages, the first of the groups; the second has no other text.
FOLD, OTHER = frozenset(LANGUAGES[::2]), frozenset(LANGUAGES[1::2])
MEANINGS = np.tile(np.eye(WIDTH, dtype=np.float32)[11], (len(shared_terms()), 1))


def made_up() -> tuple[list[Headline], FloatArray]:
    """Headlines in eight languages: the first dimensions tell the language, three others the subject."""
    rng = np.random.default_rng(5)
    headlines, vectors = [], []
    for number, language in enumerate(LANGUAGES):
        for index in range(30):
            subject = index % 3
            topic = topic_index(("sport", "health", "crime")[subject])
            term = (FOOTBALL, DISEASE, None)[subject]
            headlines.append(Headline(language, (topic,), f"{language} {index}", "", term))
            vector = rng.normal(size=WIDTH) * 0.3
            vector[number] += 3
            vector[10 + subject] += 2
            vectors.append(vector)
    return headlines, unit(np.array(vectors)).astype(np.float32)


def test_the_sample_of_ordinary_news_has_every_language() -> None:
    headlines, vectors = made_up()
    space, sample = build(headlines, vectors, "e")
    tags = np.array([one.language for one in headlines])
    assert [(tags[sample] == tag).sum() for tag in LANGUAGES] == [SAMPLE] * len(LANGUAGES)
    assert len(set(sample.tolist())) == len(sample)
    assert np.einsum("ij,ij->i", space.ordinary_places(), space.place(vectors[sample])).min() > 0.999
    few = [0, 1, *range(30, 60)]
    assert len(build([headlines[row] for row in few], vectors[few], "e")[1]) == 2 + SAMPLE


def test_topics_are_terms_marked_often_in_many_languages() -> None:
    headlines, _ = made_up()
    assert simulated_topics(headlines) == sorted([FOOTBALL, DISEASE])
    assert simulated_topics([one for one in headlines if one.language in LANGUAGES[:5]]) == []


def test_a_folds_space_is_made_without_its_languages() -> None:
    headlines, vectors = made_up()
    space, sample = Fold(FOLD, vectors, MEANINGS).space(headlines)
    assert {headlines[index].language for index in sample.tolist()} == OTHER
    others = np.array([one.language in OTHER for one in headlines])
    assert space.mean == pytest.approx(vectors[others].mean(axis=0), abs=1e-6)


@pytest.mark.parametrize(("wanted", "unseen"), [(10, 10), (40, 30)])
def test_nothing_is_looked_for_where_it_was_learnt(monkeypatch: pytest.MonkeyPatch, wanted: int, unseen: int) -> None:
    headlines, vectors = made_up()
    seen: list[tuple[Floats, Floats]] = []

    def spy(description: Floats, examples: Floats, ordinary: Floats, weighing: constants.Weighing) -> object:
        seen.append((examples, ordinary))
        return prototype(description, examples, ordinary, weighing)

    monkeypatch.setattr(own_simulation, "prototype", spy)
    monkeypatch.setattr(own_simulation, "simulated_topics", lambda _: [FOOTBALL])
    found = list(trials(headlines, [Fold(FOLD, vectors, MEANINGS)], wanted))
    assert len(found) == len(seen) == own_simulation.DRAWS
    for one, (examples, ordinary) in zip(found, seen, strict=True):
        assert one.examples == len(examples) == wanted
        # Ten texts a language: from the fold as long as a language is left in it to look through.
        assert one.unseen == unseen
        assert len(one.marked) == 20 * (len(FOLD) - unseen // 10)
        # None of the examples is in the sample of ordinary news that they are measured against.
        assert (ordinary @ examples.T).max() < 0.9999
        assert average_precision(one.distances, one.marked) > 0.9  # half of them are the topic's


def test_examples_may_all_come_from_languages_that_were_trained_on() -> None:
    headlines, vectors = made_up()
    found = list(trials(headlines, [Fold(FOLD, vectors, MEANINGS)], 10, first_unseen=False))
    assert {(one.examples, one.unseen, len(one.marked)) for one in found} == {(10, 0, 20 * len(FOLD))}


def test_what_nobody_knows_is_left_out() -> None:
    headlines, vectors = made_up()
    sport = topic_index("sport")
    both = [replace(one, topics=(*one.topics, sport)) if one.term == DISEASE else one for one in headlines]
    found = [one for one in trials(both, [Fold(FOLD, vectors, MEANINGS)], 0) if one.topic == FOOTBALL]
    assert [one.marked.all() for one in found] == [True]


def test_folds_are_read_as_they_were_written(tmp_path: Path) -> None:
    for index in range(len(FOLDS)):
        vectors = np.full((2, WIDTH), index, np.float32)
        np.savez(tmp_path / f"{index}.npz", headlines=vectors, meanings=vectors + 1)
    folds = load_folds(tmp_path)
    assert [fold.languages for fold in folds] == list(FOLDS)
    assert [(fold.vectors[0, 0], fold.meanings[0, 0]) for fold in folds] == [(n, n + 1) for n in range(len(FOLDS))]


def test_the_constants_are_found_again() -> None:
    rng = np.random.default_rng(2)
    wanted = np.array([-4.0, 3.0, -0.3, 0.4])
    made = prototype(np.eye(WIDTH)[0], np.zeros((0, WIDTH)), unit(rng.normal(size=(50, WIDTH))))
    found = []
    for examples in (0, 3, 20) * 4:
        distances = rng.normal(size=4_000) + 0.5
        one = Trial("t", examples, examples, 0, made, distances, np.zeros(4_000, bool))
        found.append(replace(one, marked=rng.random(4_000) < told(one, wanted)))
    assert fitted(found) == pytest.approx(wanted, abs=0.35)
    threshold, f1 = best_common_threshold([(one, told(one, wanted)) for one in found])
    assert 0.15 < threshold < 0.6
    assert f1 > 0.3
