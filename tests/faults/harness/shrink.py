"""The shortest history that still shows a violation: what a person can read, where the whole has 20,000 events.

Delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002),
with the checker as the test.
"""

from collections.abc import Callable

from tests.faults.harness.checker import Violation, check
from tests.faults.harness.history import Ended, Event, History, Pipe, Struck


def shrink(history: History, pipe: Pipe, violation: Violation) -> list[Event]:
    """Return events of `history`, none of which can be left out without the violation going away.

    Events that could not have been left out of any run (faults, process ends) are kept only where they show it.
    """

    def shows(events: History) -> bool:
        return violation in check(events, pipe)

    return _minimal(list(history), shows)


def _minimal(events: list[Event], shows: Callable[[History], bool]) -> list[Event]:
    parts = 2
    while len(events) >= 2:
        size = max(1, len(events) // parts)
        chunks = [events[start : start + size] for start in range(0, len(events), size)]
        for index in range(len(chunks)):
            rest = [event for other, chunk in enumerate(chunks) if other != index for event in chunk]
            if shows(rest):
                events, parts = rest, max(parts - 1, 2)
                break
        else:
            if size == 1:
                break
            parts = min(len(events), parts * 2)
    return events


def around(history: History, moments: list[float], *, margin: float = 10.0) -> list[Event]:
    """Return the faults and process ends within `margin` seconds of the first and last of some moments."""
    if not moments:
        return []
    low, high = min(moments) - margin, max(moments) + margin
    return [
        event
        for event in history
        if (isinstance(event, Struck) and event.at <= high and event.until >= low)
        or (isinstance(event, Ended) and low <= event.at <= high)
    ]
