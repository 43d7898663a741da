"""Small histories by hand: a run as it should be, and what changes it into one that is not."""

from dataclasses import replace

from tests.faults.harness.checker import Violation, check
from tests.faults.harness.history import Commit, Ended, Event, Hop, Left, Letter, Pipe, Place, Sent, Stored

FUSED = Pipe((Hop("g", "raw", "out"),), "dead")
STAGED = Pipe((Hop("g.one", "raw", "between"), Hop("g.two", "between", "out")), "dead")


def sent(serial: int, *, doom: str = "", key: str | None = None, offset: int | None = None) -> Sent:
    """A message that stands at the offset of its serial, in partition 0."""
    return Sent(serial, key or f"k{serial}", doom, float(serial), Place("raw", 0, serial if offset is None else offset))


def stored(
    topic: str, serial: int, *, offset: int | None = None, at: float | None = None, key: str | None = None
) -> Stored:
    """A record of an article, half a second after it was sent."""
    place = Place(topic, 0, serial if offset is None else offset)
    body = None if topic == "raw" else serial
    moment = serial + (0.0 if topic == "raw" else 0.5) if at is None else at
    return Stored(place, moment, key or f"k{serial}", serial, body, f"digest {serial}")


def letter(serial: int, *, offset: int = 0, at: float | None = None, source: str = "raw") -> Letter:
    """A dead letter of an article, half a second after it was sent."""
    moment = serial + 0.5 if at is None else at
    origin = Place(source, 0, serial)
    return Letter(Place("dead", 0, offset), moment, f"k{serial}", serial, origin, "trap", "stage_error", "letter")


def good() -> list[Event]:
    """Three articles, the last of which asked for a dead letter; drained; one worker, ended as it was told."""
    return [
        *(sent(serial, doom="stage_error" if serial == 2 else "") for serial in range(3)),
        *(stored("raw", serial) for serial in range(3)),
        stored("out", 0),
        stored("out", 1),
        letter(2),
        Commit("g", Place("raw", 0, 2), 2.0),
        Commit("g", Place("raw", 0, 3), 3.0),
        Ended("0.1", 0, "SIGTERM", ready=True, fatal=False, at=4.0),
        Left("g", Place("raw", 0, 3), 3),
    ]


def rules(history: list[Event], pipe: Pipe = FUSED) -> list[str]:
    """The rules that a history breaks."""
    return [violation.rule for violation in check(history, pipe)]


def found(history: list[Event], pipe: Pipe = FUSED) -> Violation:
    """The one violation of a history."""
    (violation,) = check(history, pipe)
    return violation


def without(history: list[Event], *events: Event) -> list[Event]:
    """A history that lacks some events."""
    assert all(event in history for event in events)
    return [event for event in history if event not in events]


def changed(history: list[Event], event: Event, **fields: object) -> list[Event]:
    """A history with an event changed."""
    assert event in history
    return [replace(each, **fields) if each == event else each for each in history]  # type: ignore[arg-type]
