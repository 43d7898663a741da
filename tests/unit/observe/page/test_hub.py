"""The hub: who looks is offered what they want, and nobody can make it grow."""

import pytest

from processor.observe.facts import Facts
from processor.observe.page.cards import Card, Spot
from processor.observe.page.counters import Counters
from processor.observe.page.hub import VIEWERS, WAITING, FullError, Hub
from processor.observe.page.wanted import Wanted

ALL = Wanted()


def card(language: str = "hi", size: int = 10, kind: str = "article") -> Card:
    """Return a card of an article in a language."""
    if kind == "letter":
        return Card("letter", b"x" * size, "words", None, (("reason", "not_json"),))
    facts = Facts(language, frozenset(), frozenset(), frozenset(), (), "id")
    return Card("article", b"x" * size, "words", facts, (("language", language),))


def test_a_viewer_is_offered_what_it_wants_in_order() -> None:
    hub = Hub()
    viewer = hub.join(Wanted.parse([("language", "hi")]))
    hub.publish([card("hi"), card("en"), card("hi")])
    cards, skipped = viewer.take(10)
    assert [number for number, _ in cards] == [1, 3]
    assert skipped == 0


def test_what_does_not_fit_is_skipped_the_oldest_first_and_told_once() -> None:
    hub = Hub()
    viewer = hub.join(ALL)
    hub.publish([card()] * (WAITING + 7))
    cards, skipped = viewer.take(3)
    assert [number for number, _ in cards] == [8, 9, 10]
    assert skipped == 7
    assert viewer.take(1000)[1] == 0
    assert viewer.take(1000) == ([], 0)


def test_a_slow_viewer_takes_nothing_from_another() -> None:
    hub = Hub()
    slow, quick = hub.join(ALL), hub.join(ALL)
    taken = 0
    for _ in range(50):
        hub.publish([card()] * 20)
        taken += len(quick.take(20)[0])
    assert taken == 1000
    assert slow.take(1000)[1] == 1000 - WAITING


def test_who_comes_later_sees_the_latest_and_who_comes_back_what_is_new() -> None:
    hub = Hub()
    hub.publish([card() for _ in range(5)])
    assert [number for number, _ in hub.join(ALL).take(100)[0]] == [1, 2, 3, 4, 5]
    assert [number for number, _ in hub.join(ALL, after=3).take(100)[0]] == [4, 5]
    hub.publish([card()] * 5000)
    late, skipped = hub.join(ALL).take(1000)
    assert len(late) == WAITING
    assert late[-1][0] == 5005
    assert skipped == 0  # it was not there yet


def test_a_flood_of_articles_leaves_the_dead_letters() -> None:
    hub = Hub()
    hub.publish([card(kind="letter")])
    hub.publish([card()] * 5000)
    found, _ = hub.join(Wanted.parse([("language", "ka")])).take(1000)
    assert [one.kind for _, one in found] == ["letter"]


def test_the_latest_are_bounded_by_their_size() -> None:
    hub = Hub()
    hub.publish(card(size=3_000_000) for _ in range(20))
    assert len(hub.join(ALL).take(100)[0]) == 5


def test_only_so_many_may_look() -> None:
    hub = Hub()
    viewers = [hub.join(ALL) for _ in range(VIEWERS)]
    with pytest.raises(FullError):
        hub.join(ALL)
    hub.leave(viewers[0])
    hub.join(ALL)
    assert hub.viewers == VIEWERS


def test_counts_are_of_everything() -> None:
    counters = Counters()
    for one in (card("hi"), card("hi"), card("en"), card(kind="letter")):
        counters.add(one)
    counters.second()
    told = counters.told()
    assert (told["articles"], told["letters"]) == (3, 1)
    assert told["languages"] == [("hi", 2), ("en", 1)]
    assert told["reasons"] == [("not_json", 1)]
    assert told["rate"] == 0.3
    assert told["course"][-2:] == [0, 3]
    assert len(told["course"]) == 60


def test_counting_a_million_different_things_keeps_the_frequent_ones() -> None:
    counters = Counters()
    for number in range(40_000):
        spot = Spot(f"place {number}", "", 1.0, 2.0)
        counters.add(Card("article", b"", "", None, (("topic", f"t{number}"), ("topic", "often")), (spot,)))
    assert len(counters._of["topic"]) <= 5_000
    assert len(counters._where) <= 10_000
    told = counters.told()
    assert told["topics"][0] == ("often", 40_000)
    assert len(told["spots"]) == 120
