"""The checker finds each way of breaking a promise, and nothing where none is broken."""

import dataclasses
from typing import Any

import pytest

from tests.faults.harness.history import Commit, Ended, Event, Left, Place, Stored
from tests.unit.harness.histories import (
    FUSED,
    STAGED,
    changed,
    found,
    good,
    letter,
    rules,
    sent,
    stored,
    without,
)


def test_a_good_history_breaks_nothing() -> None:
    assert rules(good()) == []


def test_an_article_that_is_nowhere_is_lost() -> None:
    history = without(
        good(), stored("out", 1), Commit("g", Place("raw", 0, 2), 2.0), Commit("g", Place("raw", 0, 3), 3.0)
    )
    assert found(history)[:2] == ("lost", "article 1")


def test_a_message_that_was_stored_but_never_acknowledged_counts_as_well() -> None:
    history = without(changed(good(), sent(1), place=None), stored("out", 1))
    assert "lost" in rules(history)


def test_what_the_broker_lost_is_not_blamed_on_the_worker() -> None:
    history = without(good(), stored("raw", 1), stored("out", 1))
    assert found(history)[:2] == ("lost by the broker", "article 1")


def test_repeats_of_the_same_bytes_are_fine() -> None:
    assert rules([*good(), stored("out", 0, offset=7, at=9.0), letter(2, offset=5, at=9.0)]) == []


@pytest.mark.parametrize("repeat", [stored("out", 0, offset=7, at=9.0), letter(2, offset=5, at=9.0)])
def test_where_each_article_is_promised_once_no_repeat_is_fine(repeat: Event) -> None:
    once = dataclasses.replace(FUSED, once=True)
    assert rules(good(), once) == []
    assert rules([*good(), repeat], once) == ["repeated"]


def test_a_record_and_a_letter_of_one_article_are_a_repeat() -> None:
    once = dataclasses.replace(FUSED, once=True)
    assert "repeated" in rules([*good(), letter(0, offset=5, at=9.0)], once)


def test_a_commit_made_again_was_not_in_force_where_each_article_is_promised_once() -> None:
    """Only there: at least once, what was committed early was lost had the worker ended then."""
    once = dataclasses.replace(FUSED, once=True)
    early = Commit("g", Place("raw", 0, 3), 0.0)
    assert rules([*good(), early], once) == []
    assert set(rules([*good(), early])) == {"committed early"}
    later = Commit("g", Place("raw", 0, 2), 2.0), Commit("g", Place("raw", 0, 3), 3.0)
    assert set(rules([*without(good(), *later), early], once)) == {"committed early"}


@pytest.mark.parametrize("fields", [{"digest": "other"}, {"place": Place("out", 3, 0)}])
def test_repeats_must_be_the_same_bytes_in_the_same_partition(fields: dict[str, Any]) -> None:
    repeat = stored("out", 0, offset=7, at=9.0)
    assert found(changed([*good(), repeat], repeat, **fields)).rule == "repeat differs"


def test_repeated_letters_must_be_the_same_bytes() -> None:
    repeat = letter(2, offset=5, at=9.0)
    assert found(changed([*good(), repeat], repeat, digest="other")).rule == "repeat differs"


def test_a_letter_without_a_key_may_lie_in_any_partition() -> None:
    first, repeat = letter(2), letter(2, offset=5, at=9.0)
    history = changed([*good(), repeat], first, key=None)
    assert rules(changed(history, repeat, key=None, place=Place("dead", 4, 5))) == []


def test_what_was_not_produced_must_not_appear() -> None:
    assert rules([*good(), stored("out", 77, offset=9)]) == ["invented"]
    assert rules([*good(), letter(2, source="elsewhere", offset=9)]) == ["invented"]


@pytest.mark.parametrize("fields", [{"body": 0}, {"body": None}, {"key": "k0"}])
def test_a_record_must_be_of_one_article(fields: dict[str, Any]) -> None:
    assert "mixed up" in rules(changed(good(), stored("out", 1), **fields))


def test_a_good_article_must_not_be_a_dead_letter() -> None:
    assert found(changed(good(), sent(2, doom="stage_error"), doom="")).rule == "innocent"


def test_a_guilty_article_must_not_be_enriched() -> None:
    assert rules([*good(), stored("out", 2)]) == ["escaped"]


def versions(*came: int) -> list[Event]:
    return [
        *(sent(serial, key="k") for serial in range(3)),
        *(stored("raw", serial, key="k") for serial in range(3)),
        *(stored("out", serial, offset=offset, key="k") for offset, serial in enumerate(came)),
    ]


@pytest.mark.parametrize("came", [(0, 1, 2), (0, 1, 0, 1, 2), (0, 1, 2, 0, 1), (1, 0, 1, 2), (0, 0, 1, 2)])
def test_versions_in_order_with_repeats_between(came: tuple[int, ...]) -> None:
    assert rules(versions(*came)) == []


@pytest.mark.parametrize("came", [(1, 0, 2), (0, 2, 1), (2, 1, 0), (2, 1, 0, 1)])
def test_versions_out_of_order(came: tuple[int, ...]) -> None:
    assert found(versions(*came))[:2] == ("out of order", "key k")


def test_a_commit_may_not_pass_an_article_that_is_delivered_later() -> None:
    violation = found(changed(good(), stored("out", 1), at=2.2))
    assert violation[:2] == ("committed early", "article 1")
    assert "0.200 s later" in violation.text


def test_a_commit_may_not_pass_a_letter_that_is_delivered_later() -> None:
    assert found(changed(good(), letter(2), at=3.5))[:2] == ("committed early", "article 2")


def test_a_commit_over_an_article_that_never_comes() -> None:
    assert sorted(rules(without(good(), stored("out", 0)))) == ["committed early", "lost"]


def test_a_commit_that_goes_back_is_no_violation() -> None:
    assert rules([*good(), Commit("g", Place("raw", 0, 1), 3.5)]) == []


def test_commits_of_other_groups_do_not_count() -> None:
    assert rules([*good(), Commit("other", Place("raw", 0, 3), 0.0)]) == []


def staged() -> list[Event]:
    return [
        sent(0),
        stored("raw", 0),
        stored("between", 0, at=1.0),
        stored("out", 0, at=2.0),
        Commit("g.one", Place("raw", 0, 1), 1.5),
        Commit("g.two", Place("between", 0, 1), 2.5),
    ]


def test_each_hop_has_its_own_commits() -> None:
    assert rules(staged(), STAGED) == []
    early = changed(staged(), Commit("g.two", Place("between", 0, 1), 2.5), at=1.9)
    assert found(early, STAGED).text.startswith("g.two committed 1 of between/0")


def test_a_letter_of_a_later_hop_is_found_by_its_source() -> None:
    history: list[Event] = [*without(staged(), stored("out", 0, at=2.0)), letter(0, source="between", at=2.0)]
    assert rules(changed(history, sent(0), doom="stage_error"), STAGED) == []


@pytest.mark.parametrize(
    ("code", "asked", "fatal"),
    [(0, "SIGTERM", False), (1, "SIGTERM", True), (1, "", True), (3, "", False), (-9, "SIGKILL", False)],
)
def test_ends_as_they_should_be(code: int, asked: str, fatal: bool) -> None:
    assert rules([Ended("0.1", code, asked, ready=True, fatal=fatal, at=0.0)]) == []


@pytest.mark.parametrize(
    ("code", "asked", "fatal"),
    [
        (0, "", False),
        (0, "SIGTERM", True),
        (2, "", False),
        (4, "SIGTERM", False),
        (-11, "", False),
        (None, "SIGTERM", False),
    ],
)
def test_ends_as_they_should_not_be(code: int | None, asked: str, fatal: bool) -> None:
    assert rules([Ended("0.1", code, asked, ready=True, fatal=fatal, at=0.0)]) == ["wrong end"]


@pytest.mark.parametrize(
    ("committed", "rule"), [(None, "not drained"), (2, "not drained"), (4, "committed too far"), (3, None)]
)
def test_what_is_left_at_the_end(committed: int | None, rule: str | None) -> None:
    history = changed(good(), Left("g", Place("raw", 0, 3), 3), committed=committed)
    assert rules(history) == ([rule] if rule else [])


def test_an_empty_partition_needs_no_commit() -> None:
    assert rules([Left("g", Place("raw", 1, 0), None)]) == []


def test_a_clock_in_the_record_shows_in_a_repeat() -> None:
    history: list[Event] = [
        Stored(Place("out", 0, 5), 9.0, "k0", 0, 0, "made at another time")
        if event == stored("out", 0, offset=5)
        else event
        for event in [*good(), stored("out", 0, offset=5)]
    ]
    assert found(history, FUSED)[:2] == ("repeat differs", "article 0")


@pytest.mark.parametrize(("ready", "broken"), [(False, []), (True, ["wrong end"])])
def test_sigterm_may_end_a_worker_that_is_not_there_yet_to_hear_it(*, ready: bool, broken: list[str]) -> None:
    assert rules([Ended("0.1", -15, "SIGTERM", ready=ready, fatal=False, at=0.0)]) == broken
