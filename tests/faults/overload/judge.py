"""Decides whether a worker stood the over-production. Pure: samples in, verdict out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from tests.faults.overload.sample import BROKER, Sample

#: Most that a process may grow by after `settled`, of its size then.
MOST_GROWTH: Final = 0.05
#: A producer by the clock may end within its last pause.
_SHORT: Final = 0.99


@dataclass(frozen=True, slots=True)
class Load:
    """What was done to the worker.

    Attributes:
        own_rate: articles a second that the worker does when left alone.
        factor: how many times that was to be produced.
        pushed: articles that the broker acknowledged, within `pushing` seconds.
        stopped: when production had stopped, in the time of the samples.
        bound: most articles that the worker may hold, by its settings.
        settled: seconds after which memory must not grow any more.
    """

    own_rate: float
    factor: float
    pushed: int
    pushing: float
    stopped: float
    bound: int
    settled: float = 60.0


@dataclass(frozen=True, slots=True)
class Growth:
    """The memory of one process, bytes: when it had settled, and the most from then on."""

    process: str
    settled: int
    most: int

    @property
    def share(self) -> float:
        """How much it grew, of its size when it had settled."""
        return (self.most - self.settled) / self.settled


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that was broken, and how."""

    rule: Literal["samples", "production", "memory", "processes", "rebalances", "in flight", "lag"]
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `faults` is empty where all is as it should be."""

    growth: list[Growth]
    faults: list[Fault]


def judge(samples: Sequence[Sample], load: Load) -> Verdict:
    """Return the verdict on a run; samples go from the begin of the over-production to well after its end."""
    later = [sample for sample in samples if sample.at >= load.settled]
    during = [sample for sample in samples if sample.at <= load.stopped]
    after = [sample for sample in samples if sample.at > load.stopped]
    if not later or not during or len(after) < 3:
        return Verdict([], [Fault("samples", "too few, the run was broken off")])
    growth = [
        Growth(name, size, max(sample.memory.get(name, 0) for sample in later))
        for name, size in later[0].memory.items()
    ]
    faults = [
        *_production(load),
        *_memory(growth),
        *_processes(later),
        *_rebalances(samples),
        *_in_flight(samples, load.bound),
        *_lag(during, after),
    ]
    return Verdict(growth, faults)


def _production(load: Load) -> Iterator[Fault]:
    times = load.pushed / load.pushing / load.own_rate
    if times < _SHORT * load.factor:
        yield Fault("production", f"only {times:.1f} times the worker's own rate, not {load.factor:g} times")


def _memory(growth: Sequence[Growth]) -> Iterator[Fault]:
    for process in growth:
        if process.process != BROKER and process.share >= MOST_GROWTH:  # the broker is not ours
            detail = f"{process.process} grew by {process.share:.1%}, from {process.settled} to {process.most} bytes"
            yield Fault("memory", detail)


def _processes(later: Sequence[Sample]) -> Iterator[Fault]:
    """A process that was replaced began anew, and its memory says nothing."""
    names = set(later[0].memory)
    changed = sorted({name for sample in later for name in names ^ set(sample.memory)})
    if changed:
        yield Fault("processes", f"not there all the time: {', '.join(changed)}")
    if restarts := later[-1].restarts:
        yield Fault("processes", f"{restarts} pool processes were replaced")


def _rebalances(samples: Sequence[Sample]) -> Iterator[Fault]:
    if times := samples[-1].rebalances - samples[0].rebalances:
        yield Fault("rebalances", str(times))


def _in_flight(samples: Sequence[Sample], bound: int) -> Iterator[Fault]:
    most = max(sample.in_flight for sample in samples)
    if most > bound:
        yield Fault("in flight", f"{most} articles, where {bound} may be")


def _lag(during: Sequence[Sample], after: Sequence[Sample]) -> Iterator[Fault]:
    """The lag must have grown, and then fall; by a whole batch at a time, so there is no saying when."""
    if during[-1].lag <= during[0].lag:
        yield Fault("lag", f"it did not grow: {during[0].lag}, then {during[-1].lag}")
    first, last = after[0].lag, after[-1].lag
    if last >= first > 0 or any(later.lag > earlier.lag for earlier, later in pairwise(after)):
        yield Fault("lag", f"it does not fall: {first} when production had stopped, {last} at the end")
