"""Training of narrower topics on small trees and vectors: what moves a term, what counts, and what is measured."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from processor.models.threads import OneThread
from processor.stages.topics.head import unit
from processor.stages.topics.narrower import Narrower
from processor.stages.topics.terms import Term, load_terms
from training.topics.data import Floats
from training.topics.fit_narrower import Strength, ancestry, branches, fit
from training.topics.marked_terms import MOST_OF_A_TERM, Marked, capped, load_marked
from training.topics.measures_narrower import Found, choose_threshold, fit_temperature
from training.topics.narrower import Texts, found, left_out_logits, measured

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
MEANING = unit(np.random.default_rng(3).normal(size=(len(TERMS), WIDTH)))


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """As training runs; on a busy machine more threads wait for each other."""
    with OneThread().hold():
        yield


def texts(languages: int = 4, spoilt: str = "") -> Texts:
    """In each language two headlines and an article a term; articles carry the wrong term, to find them if used."""
    random = np.random.default_rng(5)
    centres = unit(random.normal(size=(len(TERMS), WIDTH)))
    marked, vectors = [], []
    for language in "abcdefgh"[:languages]:
        for term in (FOOTBALL, RUGBY, RACING):
            for article in (False, False, True):
                wrong = FOOTBALL if article or language == spoilt else term
                marked.append(Marked(language, article, "", wrong))
                vectors.append(unit(centres[term] + random.normal(size=WIDTH) * 0.08))
    return Texts(TERMS, MEANING, marked, np.array(vectors), np.zeros(WIDTH))


def first(logits: Floats) -> int:
    return int(branches(TERMS)[0][logits.argmax()])


def test_learns_terms_for_a_language_it_never_saw() -> None:
    some = texts()
    headlines = [index for index, one in enumerate(some.marked) if not one.article]

    def right(strength: Strength) -> float:
        logits = left_out_logits(some, strength)
        return float(np.mean([first(logits[index]) == some.marked[index].term for index in headlines]))

    assert right(Strength(5.0, 1.5, 0.3)) == 1.0
    assert right(Strength(5.0, 0.0, 0.0)) < 0.7


def test_left_out_logits_depend_on_neither_the_marks_of_the_language_nor_on_articles() -> None:
    honest, other = left_out_logits(texts()), left_out_logits(texts(spoilt="b"))
    languages = [one.language for one in texts().marked]
    for language, one, two in zip(languages, honest, other, strict=True):
        if language == "b":
            np.testing.assert_array_equal(one, two)
    assert any((one != two).any() for one, two in zip(honest, other, strict=True))
    some = texts()
    swapped = replace(some, marked=[replace(one, term=RACING) if one.article else one for one in some.marked])
    for one, two in zip(honest, left_out_logits(swapped), strict=True):
        np.testing.assert_array_equal(one, two)


def test_texts_move_their_term_most_and_those_beside_it_some() -> None:
    text = unit(np.ones(WIDTH))
    strength = Strength(0.0, 1.0, 0.0)
    plain = fit(TERMS, MEANING, np.zeros((0, WIDTH)), np.array([], np.intp), strength)
    moved = fit(TERMS, MEANING, text[None], np.array([FOOTBALL]), strength)
    change = (moved.weight - plain.weight) @ text
    assert change[FOOTBALL] > change[TEAM] > 0 > change[RACING]
    assert change[FOOTBALL] > change[RUGBY] > change[RACING]
    np.testing.assert_array_equal(moved.weight[5:], plain.weight[5:])  # the other branch
    untaught = fit(TERMS, MEANING, text[None], np.array([FOOTBALL]), Strength(5.0, 0.0, 0.0))
    np.testing.assert_array_equal(untaught.weight[1:5], 5 * MEANING[1:5])


def test_frequency_moves_only_the_bias() -> None:
    text = np.zeros((3, WIDTH))
    linear = fit(TERMS, MEANING, text, np.array([RACING, RACING, FOOTBALL]), Strength(5.0, 1.0, 0.5))
    assert linear.bias[RACING] > linear.bias[FOOTBALL] > linear.bias[RUGBY]
    assert fit(TERMS, MEANING, text, np.full(3, RACING), Strength(5.0, 1.0, 0.0)).bias.any() == np.False_


def test_tree() -> None:
    assert {topic: rows.tolist() for topic, rows in branches(TERMS).items()} == {0: [1, 2, 3, 4], 1: [6]}
    assert ancestry(TERMS)[FOOTBALL].nonzero()[0].tolist() == [TEAM, FOOTBALL]


def test_what_ships_says_what_was_fitted() -> None:
    some = texts()
    linear = fit(TERMS, MEANING, some.centred, np.array([one.term for one in some.marked]))
    model = measured(some, linear, 2.0, 0.6, "e")
    assert model.fingerprint == measured(some, linear, 2.0, 0.6, "e").fingerprint
    narrower = Narrower(model, "e", TERMS)
    exact = np.exp(linear.logits(some.centred[:1], branches(TERMS)[0])[0] / 2)
    assert narrower.shares(0, some.vectors[0]) == pytest.approx(exact / exact.sum(), abs=0.01)


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


def write(folder: Path, language: str, rows: list[dict[str, object]]) -> None:
    base = {"lang": language, "kind": "headline", "labels": ["politics"], "headline": "h", "text": "t"}
    lines = [json.dumps(base | row) for row in rows]
    (folder / f"{language}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_marked_items_are_read(tmp_path: Path) -> None:
    terms = load_terms()
    election = "medtop:20000574"
    write(
        tmp_path,
        "de",
        [{"term": election}, {"term": None}, {"term": election, "labels": ["sport"]}, {"term": "medtop:99999999"}],
    )
    write(tmp_path, "am", [{"term": election, "kind": "article", "labels": ["society", "politics"]}])
    found_items = load_marked(terms, tmp_path)
    assert [(one.language, one.article, one.text) for one in found_items] == [
        ("am", True, "h\nt"),
        ("de", False, "h\nt"),
    ]
    assert {terms[one.term].id for one in found_items} == {election}


def test_a_term_counts_a_few_times_and_languages_take_turns() -> None:
    many = [Marked(language, False, "", RUGBY) for language in "abc" for _ in range(5)]
    many += [Marked("a", True, "", RUGBY), Marked("a", False, "", RACING)]
    chosen = [many[index] for index in capped(many)]
    assert [one.language for one in chosen if one.term == RUGBY and not one.article] == list("aabbcc")
    assert len(chosen) == MOST_OF_A_TERM + 2
    assert capped(many) == capped(many)


def test_found_knows_the_branch_of_the_marked_term() -> None:
    some = texts()
    results = found(some, left_out_logits(some), 1.0)
    assert [one.wanted for one in results] == [TERMS[one.term] for one in some.marked]
    assert all(one.shares.sum() == pytest.approx(1) for one in results)


def test_the_items_that_ship_suffice() -> None:
    terms = load_terms()
    marked = load_marked(terms)
    headlines = [marked[index] for index in capped(marked) if not marked[index].article]
    assert len(headlines) >= 300
    assert len({one.language for one in headlines}) >= 15
    assert all(terms[one.term].level > 1 for one in headlines)
