"""Training of narrower topics on small trees and vectors: what moves a term, what counts, and what is measured."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from processor.models.threads import OneThread
from processor.stages.topics.head import unit
from processor.stages.topics.narrower import Narrower
from processor.stages.topics.terms import Term, load_terms
from training.topics import fit_narrower
from training.topics.data import Floats, Headline, load_articles, load_headlines, topic_index
from training.topics.fit_narrower import Linear, Strength, ancestry, branches, fit
from training.topics.folds import FOLDS, fold_of
from training.topics.marked_terms import MOST_OF_A_TERM, Marked, capped, marked_terms
from training.topics.measures_narrower import Found, choose_threshold, fit_temperature
from training.topics.narrower import Texts, fitted, found, left_out_logits, measured
from training.topics.narrower_space import Space, Vectors

#: One topic with two terms, one of which has two below it, and another topic with one term.
TERMS = tuple(
    Term(path[-1], topic, path, path[-1], "", None)
    for topic, path in [
        (0, ("s",)),
        (0, ("s", "team")),
        (0, ("s", "team", "football")),
        (0, ("s", "team", "rugby")),
        (0, ("s", "racing")),
        (1, ("p",)),
        (1, ("p", "vote")),
    ]
)
TEAM, FOOTBALL, RUGBY, RACING = 1, 2, 3, 4
WIDTH = 8
LISTS = {"headlines": 5, "articles": 2, "names": 3, "meanings": 3}
MEANING = unit(np.random.default_rng(3).normal(size=(len(TERMS), WIDTH)))


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """As training runs; on a busy machine more threads wait for each other."""
    with OneThread().hold():
        yield


#: One of each of four folds.
LANGUAGES = ("en", "ar", "es", "ja")


def texts(spoilt: str = "") -> Texts:
    """In each language two headlines and an article a term; articles carry the wrong term, to find them if used."""
    random = np.random.default_rng(5)
    centres = unit(random.normal(size=(len(TERMS), WIDTH)))
    marked: list[Marked] = []
    vectors: dict[bool, list[Floats]] = {False: [], True: []}
    for language in LANGUAGES:
        for term in (FOOTBALL, RUGBY, RACING):
            for article in (False, False, True):
                wrong = FOOTBALL if article or language == spoilt else term
                marked.append(Marked(language, article, len(vectors[article]), wrong))
                vectors[article].append(unit(centres[term] + random.normal(size=WIDTH) * 0.08))
    headlines, articles = np.array(vectors[False]), np.array(vectors[True])
    folds = [Vectors(headlines, headlines, articles, MEANING, MEANING)] * len(FOLDS)
    return Texts(TERMS, marked, marked, folds)


def first(logits: Floats) -> int:
    return int(branches(TERMS)[0][logits.argmax()])


def test_learns_terms_for_a_language_it_never_saw() -> None:
    some = texts()
    headlines = [index for index, one in enumerate(some.marked) if not one.article]

    def right(strength: Strength) -> float:
        logits = left_out_logits(some, strength)
        return float(np.mean([first(logits[index]) == some.marked[index].term for index in headlines]))

    assert right(Strength(5.0, 3.0, 1.0, 0.3, 4.0)) == 1.0
    assert right(Strength(5.0, 0.0, 0.0, 0.0, 4.0)) < 0.7


def test_neither_a_language_itself_nor_articles_teach() -> None:
    some, spoilt = texts(), texts(spoilt="ar")
    for index, (one, two) in enumerate(zip(left_out_logits(some), left_out_logits(spoilt), strict=True)):
        assert np.array_equal(one, two) == (some.marked[index].language == "ar")
    moved = [replace(one, term=RACING) if one.article else one for one in some.marked]
    for one, two in zip(
        left_out_logits(some), left_out_logits(replace(some, marked=moved, counted=moved)), strict=True
    ):
        np.testing.assert_array_equal(one, two)


def test_a_language_is_told_by_the_encoder_that_never_saw_it() -> None:
    some = texts()
    (fold,) = (index for index, languages in enumerate(FOLDS) if "es" in languages)
    vectors = some.folds[fold]
    other = [*some.folds]
    other[fold] = replace(vectors, headlines=-vectors.headlines)
    for index, (one, two) in enumerate(
        zip(left_out_logits(some), left_out_logits(replace(some, folds=other)), strict=True)
    ):
        assert np.array_equal(one, two) == (some.marked[index].language != "es")


def test_texts_move_their_term_most_and_those_beside_it_some() -> None:
    text = unit(np.ones(WIDTH))
    strength = Strength(0.0, 1.0, 0.0, 0.0)
    plain = fit(TERMS, MEANING, np.zeros((0, WIDTH)), np.array([], np.intp), strength)
    moved = fit(TERMS, MEANING, text[None], np.array([FOOTBALL]), strength)
    change = (moved.weight - plain.weight) @ text
    assert change[FOOTBALL] > change[TEAM] > 0 > change[RACING]
    assert change[FOOTBALL] > change[RUGBY] > change[RACING]
    np.testing.assert_array_equal(moved.weight[5:], plain.weight[5:])  # the other branch
    untaught = fit(TERMS, MEANING, text[None], np.array([FOOTBALL]), Strength(5.0, 0.0, 0.0, 0.0))
    np.testing.assert_array_equal(untaught.weight[1:5], 5 * MEANING[1:5])


def test_texts_move_terms_of_like_meaning() -> None:
    meaning = MEANING.copy()
    meaning[RACING] = meaning[RUGBY]
    text, own = unit(np.ones(WIDTH))[None], np.array([RUGBY])
    apart, kin = (fit(TERMS, meaning, text, own, Strength(0.0, 1.0, kin, 0.0)) for kin in (0.0, 5.0))
    beside = [(linear.weight @ text[0])[RACING] - (linear.weight @ text[0])[FOOTBALL] for linear in (apart, kin)]
    assert beside[0] < 0 < beside[1]


def test_frequency_moves_only_the_bias() -> None:
    text = np.zeros((3, WIDTH))
    linear = fit(TERMS, MEANING, text, np.array([RACING, RACING, FOOTBALL]), Strength(5.0, 1.0, 0.0, 0.5))
    assert linear.bias[RACING] > linear.bias[FOOTBALL] > linear.bias[RUGBY]
    np.testing.assert_array_equal(linear.weight[1:5], 5 * MEANING[1:5])
    assert fit(TERMS, MEANING, text, np.full(3, RACING), Strength(5.0, 1.0, 0.0, 0.0)).bias.any() == np.False_


def test_a_fit_ends_at_the_minimum_whatever_the_order_of_texts() -> None:
    random = np.random.default_rng(7)
    vectors, own = unit(random.normal(size=(40, WIDTH))), random.choice([FOOTBALL, RUGBY, RACING, TEAM], 40)
    order = random.permutation(40)
    one, two = fit(TERMS, MEANING, vectors, own), fit(TERMS, MEANING, vectors[order], own[order])
    np.testing.assert_allclose(one.weight, two.weight, atol=1e-3)
    again = fit(TERMS, MEANING, vectors, own)
    np.testing.assert_array_equal(one.weight, again.weight)
    np.testing.assert_array_equal(one.bias, again.bias)


def test_a_fit_that_does_not_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_narrower, "_STEPS", 1)
    with pytest.raises(ArithmeticError, match="did not converge"):
        fit(TERMS, MEANING, MEANING[1:5], np.arange(1, 5), Strength(0.0, 1.0, 0.0, 0.3))


def test_space_evens_out_what_news_differs_in_most() -> None:
    random = np.random.default_rng(8)
    spread = np.array([4.0, 1, 1, 1, 1, 1, 1, 1])
    vectors = unit(random.normal(size=(2_000, WIDTH)) * spread)
    some = Vectors(vectors, vectors[:1_500], vectors[:0], MEANING, MEANING)
    plain, shrunk, even = (np.std(Space(some, amount).headlines, axis=0) for amount in (1e6, 1.0, 1e-6))
    assert plain[0] / plain[1:].mean() > 2.5
    assert 1.3 < shrunk[0] / shrunk[1:].mean() < plain[0] / plain[1:].mean()
    assert even[0] / even[1:].mean() == pytest.approx(1, abs=0.1)
    space = Space(some, 1.0)
    assert np.square(space.headlines[:1_500]).sum(axis=1).mean() == pytest.approx(1)
    np.testing.assert_allclose(np.linalg.norm(space.meaning, axis=1), 1)


def test_a_folds_vectors_are_read(tmp_path: Path) -> None:
    random, path = np.random.default_rng(9), tmp_path / "0.npz"
    arrays = {name: random.normal(size=(size, 2)) for name, size in LISTS.items()}
    np.savez(path, **arrays)  # type: ignore[arg-type]
    known = np.array([True, False, True])
    read = Vectors.of_fold(path, known)
    np.testing.assert_array_equal(read.headlines, arrays["headlines"][:3])  # those marked once come after
    np.testing.assert_array_equal(read.sample, arrays["headlines"][[0, 2]])
    np.testing.assert_array_equal(read.articles, arrays["articles"])
    np.testing.assert_array_equal(read.definitions, arrays["meanings"])
    with pytest.raises(ValueError, match="other headlines"):
        Vectors.of_fold(path, np.ones(6, np.bool_))


def test_tree() -> None:
    assert {topic: rows.tolist() for topic, rows in branches(TERMS).items()} == {0: [1, 2, 3, 4], 1: [6]}
    assert ancestry(TERMS)[FOOTBALL].nonzero()[0].tolist() == [TEAM, FOOTBALL]


def test_what_ships_says_what_was_fitted() -> None:
    some = texts()
    vectors = some.folds[0]
    space = Space(vectors, 4.0)
    linear = fitted(TERMS, some.marked, space)
    whole = Linear(linear.weight @ space.map / 2, linear.bias / 2)
    model = measured(TERMS, whole, space.mean, 0.6, "e")
    assert model.fingerprint == measured(TERMS, whole, space.mean, 0.6, "e").fingerprint
    exact = np.exp(linear.logits(space.headlines[:1], branches(TERMS)[0])[0] / 2)
    shares = Narrower(model, "e", TERMS).shares(0, vectors.headlines[0])
    assert shares == pytest.approx(exact / exact.sum(), abs=0.01)


def test_temperature_is_found_again() -> None:
    random = np.random.default_rng(2)
    logits = random.normal(size=(3_000, 5)) * 3
    shares = np.exp(logits / 2) / np.exp(logits / 2).sum(axis=1, keepdims=True)
    marked = [int(random.choice(5, p=row)) for row in shares]
    assert fit_temperature(list(logits), marked) == pytest.approx(2, abs=0.15)


def one_found(wanted: int, *shares: float) -> Found:
    return Found("a", False, TERMS[wanted], TERMS[1:5], np.array(shares))


def test_right_is_the_marked_term_or_one_above_it() -> None:
    unsure = one_found(FOOTBALL, 0.1, 0.3, 0.35, 0.25)
    assert unsure.ranked == ["rugby", "football", "racing", "team"]
    given = unsure.given(0.6)
    assert given is not None
    assert given[0] == TERMS[TEAM]
    assert given[1] == pytest.approx(0.75)
    assert unsure.right(0.6)
    assert unsure.second_level
    assert unsure.given(0.8) is None
    assert not unsure.right(0.8)
    sure = one_found(TEAM, 0.1, 0.8, 0.05, 0.05)
    assert (sure.given(0.6), sure.right(0.6), sure.second_level) == ((TERMS[FOOTBALL], 0.8), False, True)
    assert not one_found(RACING, 0.1, 0.3, 0.35, 0.25).second_level


def test_threshold_is_the_least_that_is_precise_enough() -> None:
    wrong, right = one_found(RUGBY, 0.0, 0.62, 0.2, 0.18), one_found(FOOTBALL, 0.0, 0.9, 0.1, 0.0)
    wrong = replace(wrong, branch=TERMS[1:5], shares=np.array([0.0, 0.72, 0.0, 0.28]))
    assert choose_threshold([wrong, right, right, right, right], 0.8) == 0.55
    assert choose_threshold([wrong, right, right], 0.8) == 0.75
    assert choose_threshold([wrong], 0.8) == 0.95


def test_marked_texts_are_found() -> None:
    terms, election = load_terms(), "medtop:20000574"
    politics, sport = topic_index("politics"), topic_index("sport")
    headlines = [
        Headline("de", (politics,), "h", "t", None),
        Headline("de", (politics,), "h", "t", election),
        Headline("de", (sport,), "h", "t", election),
        Headline("de", (politics,), "h", "t", "medtop:99999999"),
    ]
    articles = [Headline("am", (sport, politics), "h", "t", election)]
    marked = marked_terms(terms, headlines, articles)
    assert [(one.language, one.article, one.place) for one in marked] == [("de", False, 1), ("am", True, 0)]
    assert {terms[one.term].id for one in marked} == {election}


def test_a_term_counts_a_few_times_and_languages_take_turns() -> None:
    many = [Marked(language, False, 0, RUGBY) for language in "abc" for _ in range(5)]
    many += [Marked("a", True, 0, RUGBY), Marked("a", False, 0, RACING)]
    chosen = [many[index] for index in capped(many)]
    assert [one.language for one in chosen if one.term == RUGBY and not one.article] == list("aabbcc")
    assert len(chosen) == MOST_OF_A_TERM + 2
    assert capped(many) == capped(many)


def test_found_knows_the_branch_of_the_marked_term() -> None:
    some = texts()
    results = found(some, left_out_logits(some), 1.0)
    assert [one.wanted for one in results] == [TERMS[one.term] for one in some.marked]
    assert all(one.shares.sum() == pytest.approx(1) for one in results)


def test_the_marks_that_ship_suffice() -> None:
    terms = load_terms()
    marked = marked_terms(terms, load_headlines(), load_articles())
    headlines = [marked[index] for index in capped(marked) if not marked[index].article]
    assert len(headlines) >= 1_000
    assert len({one.language for one in headlines}) >= 15
    assert all(terms[one.term].level > 1 for one in headlines)
    assert {fold_of(one.language) for one in headlines} == set(range(len(FOLDS)))
