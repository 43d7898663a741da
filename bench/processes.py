"""The processes of a program, from outside: processor time and memory of all of them, several times a second."""

import threading
import time
from bisect import bisect_left
from contextlib import suppress
from typing import Final, NamedTuple

import psutil

_EVERY: Final = 0.2


class Sample(NamedTuple):
    """What the processes had at a moment: seconds since 1970, processor seconds so far, bytes resident in all."""

    at: float
    cpu: float
    resident: int


class Watch(threading.Thread):
    """Samples a process and whatever it started until told to stop."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.samples: list[Sample] = []
        self._root = psutil.Process(process)
        self._over = threading.Event()
        #: Processor time of every process ever seen: one that ends keeps what it had.
        self._spent: dict[tuple[int, float], float] = {}

    def run(self) -> None:
        while not self._over.wait(_EVERY):
            resident = 0
            with suppress(psutil.NoSuchProcess):
                for process in [self._root, *self._root.children(recursive=True)]:
                    with suppress(psutil.NoSuchProcess), process.oneshot():
                        times = process.cpu_times()
                        self._spent[process.pid, process.create_time()] = times.user + times.system
                        resident += process.memory_info().rss
            self.samples.append(Sample(time.time(), sum(self._spent.values()), resident))

    def stop(self) -> None:
        self._over.set()
        self.join()

    def cpu_between(self, start: float, end: float) -> float:
        """Return the processor seconds between two moments."""
        return self._cpu_at(end) - self._cpu_at(start)

    def peak(self) -> int:
        """Return the most bytes that were ever resident in all processes together."""
        return max((sample.resident for sample in self.samples), default=0)

    def _cpu_at(self, moment: float) -> float:
        index = bisect_left(self.samples, moment, key=lambda sample: sample.at)
        if not 0 < index < len(self.samples):
            return self.samples[max(0, index - 1)].cpu
        before, after = self.samples[index - 1], self.samples[index]
        return before.cpu + (after.cpu - before.cpu) * (moment - before.at) / (after.at - before.at)
