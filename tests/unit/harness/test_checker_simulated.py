"""The checker against simulated links: whatever a lawful one does passes, and one wrong step in it does not."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.harness.checker import check
from tests.faults.harness.history import Commit, Event, Left, Letter, Place, Sent, Stored
from tests.unit.harness.histories import FUSED

PARTITIONS = 2


class Link:
    """Reads, delivers and commits by the rules, in batches; loses what it had not committed; wakes up as a zombie."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self._now = 0.0
        self._ends: Counter[tuple[str, int]] = Counter()
        self.events: list[Event] = []
        self._raw: list[list[Stored]] = [[] for _ in range(PARTITIONS)]
        self._doomed: set[int] = set()

    def history(self, messages: int) -> list[Event]:
        """Return what a run of so many messages leaves."""
        for serial in range(messages):
            self._produce(serial)
        for partition in range(PARTITIONS):
            self._work(partition)
        return self.events

    def _work(self, partition: int) -> None:
        records = self._raw[partition]
        committed, at = 0, 0
        while committed < len(records):
            batch = records[at : at + self._draw.randint(1, 4)]
            self._deliver(batch)
            at += len(batch)
            what = self._draw.random()
            if what < 0.3:
                at = committed  # killed: another begins where the last commit stands
            elif what < 0.4:
                self._deliver(records[: self._draw.randint(0, at)][-5:])  # a zombie delivers what it held
            elif what < 0.8 or at == len(records):
                committed = at
                self.events.append(Commit("g", Place("raw", partition, committed), self._tick()))
        self.events.append(Left("g", Place("raw", partition, len(records)), committed if records else None))

    def _produce(self, serial: int) -> None:
        key = f"k{self._draw.randrange(6)}"
        doom = "stage_error" if self._draw.random() < 0.2 else ""
        if doom:
            self._doomed.add(serial)
        place = self._next("raw", int(key[1:]) % PARTITIONS)
        moment = self._tick()
        stored = Stored(place, moment, key, serial, None, f"raw {serial}")
        acknowledged = self._draw.random() < 0.9
        self.events += [Sent(serial, key, doom, moment, place if acknowledged else None), stored]
        self._raw[place.partition].append(stored)

    def _deliver(self, batch: list[Stored]) -> None:
        for record in batch:
            serial, key = record.serial, record.key
            assert serial is not None
            if serial in self._doomed:
                place = self._next("dead", 0)
                letter = Letter(
                    place, self._tick(), key, serial, record.place, "trap", "stage_error", f"letter {record.place}"
                )
                self.events.append(letter)
            else:
                place = self._next("out", record.place.partition)
                self.events.append(Stored(place, self._tick(), key, serial, serial, f"enriched {serial}"))

    def _next(self, topic: str, partition: int) -> Place:
        offset = self._ends[topic, partition]
        self._ends[topic, partition] += 1
        return Place(topic, partition, offset)

    def _tick(self) -> float:
        self._now += self._draw.uniform(0.01, 0.1)
        return self._now


@given(st.integers(0, 2**32), st.integers(0, 60))
def test_a_lawful_link_breaks_nothing(seed: int, messages: int) -> None:
    assert check(Link(seed).history(messages), FUSED) == ()


def _ends(history: list[Event]) -> list[Stored | Letter]:
    return [
        event
        for event in history
        if isinstance(event, Letter) or (isinstance(event, Stored) and event.place.topic == "out")
    ]


@pytest.mark.parametrize("seed", range(30))
def test_an_article_of_which_every_trace_is_gone_is_found(seed: int) -> None:
    history = Link(seed).history(40)
    gone = random.Random(seed).randrange(40)
    left = [event for event in history if event not in _ends(history) or event.serial != gone]
    rules = {violation.rule for violation in check(left, FUSED) if violation.subject == f"article {gone}"}
    assert rules == {"lost", "committed early"}


@pytest.mark.parametrize("seed", range(30))
def test_a_commit_that_comes_too_early_is_found(seed: int) -> None:
    history = Link(seed).history(40)
    ends = _ends(history)
    victim = random.Random(seed).choice(ends)
    # As if this article had been delivered only when all was over, and everything else as it was.
    late = [
        replace(event, at=1e6 + event.at) if event in ends and event.serial == victim.serial else event
        for event in history
    ]
    found = {violation.subject for violation in check(late, FUSED) if violation.rule == "committed early"}
    assert found == {f"article {victim.serial}"}


@pytest.mark.parametrize("seed", range(30))
def test_one_repeat_with_other_bytes_is_found(seed: int) -> None:
    history = Link(seed).history(40)
    count = Counter(event.serial for event in _ends(history))
    repeated = [event for event in _ends(history) if count[event.serial] > 1]
    victim = random.Random(seed).choice(repeated)
    changed = [replace(event, digest="other") if event is victim else event for event in history]
    assert [violation[:2] for violation in check(changed, FUSED)] == [("repeat differs", f"article {victim.serial}")]
