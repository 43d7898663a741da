"""From a seed to a run: its layout, its settings, and the faults with their moments. Pure: a seed, one schedule.

The schedule is what can be had again from a seed. When a process gets the processor, and what it holds when a fault
strikes, cannot: a run with the same seed is the same experiment, not the same history.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

Layout = Literal["fused", "staged"]
Guarantee = Literal["at_least_once", "exactly_once"]

_STAGES: Final = "tests.support.stages"
CHEAP: Final = (f"{_STAGES}:Letters", f"{_STAGES}:Trap")
WITH_LANGUAGE: Final = ("language", f"{_STAGES}:Trap")
REAL: Final = ("language", "entities", "topics", f"{_STAGES}:Trap")
#: Seconds, short enough for a run of a minute: the group's patience, and an article's. On a busy machine a process may
#: wait for seconds before it gets the processor, without its article's fault.
SESSION: Final = 6.0
ARTICLE: Final = 8.0


class Kind(StrEnum):
    """A kind of fault, in the words of the report."""

    KILL = "kill -9 of a worker"
    KILL_POOL = "kill -9 of a pool process"
    FREEZE = "worker stopped (SIGSTOP) past its session"
    TERM = "SIGTERM and a new start"
    ADD = "worker added, later removed"
    REMOVE = "worker removed for a while"
    CLOCK = "clock of a worker jumps"
    DISK = "disk of the model cache full at a start"
    BROKER_KILL = "broker killed and started again"
    BROKER_RESTART = "broker restarted in good order"
    BROKER_PAUSE = "broker stopped (SIGSTOP)"
    CUT = "connections cut and refused"
    HOLD = "connections held, then released"
    DELAY = "connections slow"
    SLOW_LEADER = "records slow, commits not"
    DROP = "connections swallow, then cut"
    CORRUPT = "record batches corrupted"
    POISON = "burst of invalid messages"
    RAISE = "stage raises"
    HANG = "stage hangs"
    EXIT = "stage ends its process"
    LEAK = "stage leaks up to its memory limit"
    OOM = "stage is killed for its memory"


OF_WORKERS: Final = (Kind.KILL, Kind.KILL_POOL, Kind.FREEZE, Kind.TERM, Kind.ADD, Kind.REMOVE, Kind.CLOCK, Kind.DISK)
OF_NETWORK: Final = (Kind.CUT, Kind.HOLD, Kind.DELAY, Kind.SLOW_LEADER, Kind.DROP, Kind.CORRUPT)
_OF_THE_WAY: Final = (Kind.BROKER_KILL, Kind.BROKER_RESTART, Kind.BROKER_PAUSE, *OF_NETWORK)
#: What a burst of each kind puts into an article's `metadata.trap`; poison is no article at all.
TRAPS: Final = {
    Kind.RAISE: "raise", Kind.HANG: "hang", Kind.EXIT: "exit", Kind.LEAK: "leak", Kind.OOM: "oom"
}  # fmt: skip
OF_ARTICLES: Final = (Kind.POISON, *TRAPS)
_LENGTHS: Final[dict[Kind, tuple[float, float]]] = {
    Kind.KILL: (0.2, 3.0),
    Kind.FREEZE: (SESSION * 1.2, SESSION * 2.0),
    Kind.TERM: (0.2, 2.0),
    Kind.ADD: (4.0, 10.0),
    Kind.REMOVE: (3.0, 8.0),
    Kind.CLOCK: (4.0, 8.0),
    Kind.DISK: (3.0, 6.0),
    Kind.BROKER_KILL: (0.5, 6.0),
    Kind.BROKER_RESTART: (0.2, 3.0),
    Kind.BROKER_PAUSE: (2.0, SESSION * 1.5),
    Kind.CUT: (0.0, 4.0),
    Kind.HOLD: (1.0, SESSION * 1.5),
    Kind.DELAY: (3.0, 8.0),
    Kind.SLOW_LEADER: (3.0, 6.0),
    Kind.DROP: (2.0, SESSION * 1.5),
    Kind.CORRUPT: (2.0, 6.0),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        at: seconds after the producer began.
        seconds: how long it lasts; 0 where it is a moment.
        target: number of the worker, where it is of one.
        amount: what is particular: seconds a clock jumps, seconds of a delay, share of corrupted frames, articles of a
            burst.
        way: of a drop: `to the broker`, `to the client` or `both`; of a freeze and a kill: `worker` or `group`.
    """

    at: float
    kind: Kind
    seconds: float = 0.0
    target: int = 0
    amount: float = 0.0
    way: str = ""

    def __str__(self) -> str:
        told = [f"{self.at:6.1f} s  {self.kind}"]
        if self.kind in OF_WORKERS:
            told.append(f"worker {self.target}")
        if self.seconds:
            told.append(f"for {self.seconds:.1f} s")
        told += [str(each) for each in (self.amount, self.way) if each]
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Plan:
    """One run.

    Attributes:
        partitions: of every topic.
        workers: worker processes at the beginning.
        rate: articles a second.
        seconds: how long the producer pushes and faults strike.
        settings: of the workers, beside addresses and names.
        guarantee: what they are to keep.
    """

    seed: int
    layout: Layout
    partitions: int
    workers: int
    rate: int
    seconds: float
    settings: dict[str, Any]
    faults: tuple[Fault, ...]
    guarantee: Guarantee = "at_least_once"

    @property
    def stages(self) -> tuple[str, ...]:
        stages: tuple[str, ...] = self.settings["stages"]
        return stages

    @property
    def watched(self) -> bool:
        """Tell whether the stages keep something in the model cache: only then a full disk is a fault."""
        return "entities" in self.stages

    def __str__(self) -> str:
        head = (
            f"seed {self.seed}: {self.layout}, {self.workers} workers, {self.partitions} partitions,"
            f" {self.rate} articles/s for {self.seconds:g} s, {self.guarantee}, {self.settings}"
        )
        return "\n".join([head, *(f"  {fault}" for fault in self.faults)])


def draw(
    seed: int,
    *,
    seconds: float = 25.0,
    kinds: Sequence[Kind] | None = None,
    guarantee: Guarantee = "at_least_once",
) -> Plan:
    """Return the run of a seed. Odd seeds are fused, even ones staged.

    Args:
        seconds: how long faults strike.
        kinds: the only kinds of faults to draw; all when None.
    """
    source = random.Random(seed)
    stages = source.choices((CHEAP, WITH_LANGUAGE, REAL), (7, 2, 1))[0]
    real = stages is REAL
    settings = {
        "stages": stages,
        "profile": "fast",
        "workers": 1 if real else source.choice((1, 2, 2)),
        "batch_size": source.choice((8, 32)) if real else source.choice((1, 8, 32, 100)),
        "window": source.choice((1, 2, 4, 4)),
        "batch_wait": source.choice((0.01, 0.05, 0.2)),
        "session_timeout": SESSION,
        "article_timeout": 15.0 if real else ARTICLE,
        "delivery_timeout": source.choice((4.0, 10.0, 120.0)),
        "drain_timeout": source.choice((5.0, 20.0)),
        "compression": source.choice(("none", "gzip", "lz4", "zstd")),
    }
    workers = 2 if real else source.choice((2, 2, 3))
    return Plan(
        seed=seed,
        layout="fused" if seed % 2 else "staged",
        partitions=source.choice((2, 3, 5)),
        workers=workers,
        # What two busy cores can do: batches of one cost more.
        rate=8 if real else source.choice((50, 100, 200)) if settings["batch_size"] != 1 else 30,
        seconds=seconds,
        settings=settings,
        faults=_faults(source, seconds, workers, real=real, kinds=tuple(Kind) if kinds is None else tuple(kinds)),
        guarantee=guarantee,
    )


def _faults(
    source: random.Random, seconds: float, workers: int, *, real: bool, kinds: tuple[Kind, ...]
) -> tuple[Fault, ...]:
    """Three rows of faults side by side: of workers, of the way to the broker, of articles; each one after the other.

    Faults of different rows overlap; two of one row would only hide each other.
    """
    rows = (
        (OF_WORKERS, 5.0),
        (_OF_THE_WAY, 7.0),
        (OF_ARTICLES, 6.0),
    )
    faults = []
    for row, pause in rows:
        # A full disk is a fault only where something is kept there; then it has to come, as few runs are so. Kills, and
        # commits that are quicker than records, are what acknowledging too early shows in.
        weights = {Kind.DISK: 4 if real else 0, Kind.KILL: 2, Kind.SLOW_LEADER: 2}
        possible = [kind for kind in row if kind in kinds for _ in range(weights.get(kind, 1))]
        at = source.uniform(0.5, pause)
        while possible and at < seconds - 1.0:
            fault = _fault(source, source.choice(possible), at, workers)
            faults.append(fault)
            at = round(at + fault.seconds + source.uniform(0.3, pause), 1)
    return tuple(sorted(faults, key=lambda fault: fault.at))


def _fault(source: random.Random, kind: Kind, at: float, workers: int) -> Fault:
    low, high = _LENGTHS.get(kind, (0.0, 0.0))
    target = source.randrange(workers)
    amounts = {
        Kind.CLOCK: source.choice((-86_400.0, -30.0, 5.0, 3_600.0)),
        Kind.DELAY: source.choice((0.05, 0.3, 1.0)),
        Kind.SLOW_LEADER: source.choice((0.3, 1.0)),
        Kind.CORRUPT: source.choice((0.1, 0.5)),
        Kind.POISON: float(source.randint(20, 120)),
        Kind.RAISE: float(source.randint(3, 12)),
        Kind.HANG: float(source.randint(1, 2)),
        Kind.EXIT: float(source.randint(1, 3)),
        Kind.LEAK: float(source.randint(1, 3)),
        Kind.OOM: float(source.randint(1, 3)),
    }
    ways = {
        Kind.DROP: source.choice(("to the broker", "to the client", "both")),
        Kind.FREEZE: source.choice(("worker", "group")),
        Kind.KILL: source.choice(("worker", "group")),
    }
    length = round(source.uniform(low, high), 1)
    return Fault(round(at, 1), kind, length, target, amounts.get(kind, 0.0), ways.get(kind, ""))
