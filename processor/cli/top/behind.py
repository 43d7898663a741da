"""How far the consumer groups are behind, and when they will have caught up, as the broker tells it."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from processor.observe.lag import PartitionLag
    from processor.settings import Settings

#: Seconds over which the pace of catching up is reckoned.
_WINDOW: Final = 60.0
#: Seconds between two questions to the broker. It is asked less often than the workers: each time over new connections.
_PAUSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Behind:
    """One partition.

    Attributes:
        lag: records to do, None where the broker does not say.
        drain: seconds until there are none, at the pace of the last minute; 0 where there are none, infinity where
            the lag does not shrink, None where that is not known.
    """

    group: str
    topic: str
    partition: int
    lag: int | None
    drain: float | None


def drain_seconds(readings: Sequence[tuple[float, int]]) -> float | None:
    """Return the seconds until the lag is 0, from (time in seconds, lag), the oldest first."""
    if not readings:
        return None
    (start, before), (end, now) = readings[0], readings[-1]
    if now == 0:
        return 0.0
    if end <= start:
        return None
    return now * (end - start) / (before - now) if now < before else float("inf")


class LagWatch:
    """Asks the broker again and again, in a thread of its own: it may take long to answer.

    Args:
        ask: returns (group, partitions) of each link; may raise anything.
    """

    def __init__(self, ask: "Callable[[], list[tuple[str, list[PartitionLag]]]]") -> None:
        self._ask = ask
        self._readings: dict[tuple[str, str, int], deque[tuple[float, int]]] = {}
        self._found: tuple[list[Behind], str | None] = ([], "not asked yet")
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin to ask. The thread is a daemon: a broker that does not answer keeps no process alive."""
        threading.Thread(target=self._work, daemon=True).start()

    def stop(self) -> None:
        """Ask no more."""
        self._stop.set()

    @property
    def found(self) -> tuple[list[Behind], str | None]:
        """What the broker last said, and why it did not where it did not."""
        return self._found

    def look(self) -> None:
        """Ask once."""
        try:
            answers = self._ask()
        except Exception as error:  # whatever it is, the view goes on and shows it
            self._found = (self._found[0], str(error) or type(error).__name__)
            return
        at = time.monotonic()
        self._found = ([self._behind(at, group, each) for group, partitions in answers for each in partitions], None)

    def _behind(self, at: float, group: str, found: "PartitionLag") -> Behind:
        readings = self._readings.setdefault((group, found.topic, found.partition), deque())
        if found.lag is None:
            readings.clear()
        else:
            readings.append((at, found.lag))
        while len(readings) > 2 and at - readings[1][0] >= _WINDOW:
            readings.popleft()
        return Behind(group, found.topic, found.partition, found.lag, drain_seconds(readings))

    def _work(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(_PAUSE)


def broker_lag(settings: "Settings") -> "Callable[[], list[tuple[str, list[PartitionLag]]]]":
    """Return a function that asks for the lag of every link of the settings."""
    from processor.brokers.security import kafka_python_options
    from processor.engine.layouts import link_specs
    from processor.observe.lag import group_lag

    specs = link_specs(settings)
    return lambda: [
        (spec.group, group_lag(kafka_python_options(settings), spec.group, [spec.source])) for spec in specs
    ]
