"""Does what a schedule says: begins each fault at its moment and ends it at its own."""

import heapq
import time
from collections.abc import Callable
from functools import partial
from itertools import count

from tests.faults.harness.cluster import Cluster
from tests.faults.harness.crew import Crew
from tests.faults.harness.disk import SmallDisk
from tests.faults.harness.history import Struck
from tests.faults.harness.producer import Pusher
from tests.faults.harness.proxy import Way, Weather
from tests.faults.harness.schedule import OF_ARTICLES, OF_NETWORK, OF_WORKERS, Fault, Kind, Plan

_Action = Callable[[], object]


class Injector:
    """The faults of one run.

    Attributes:
        struck: the faults that were done. One that found nothing to strike, such as a worker that was down already, is
            not among them.
    """

    def __init__(self, plan: Plan, cluster: Cluster, crew: Crew, pusher: Pusher, disk: SmallDisk | None) -> None:
        self.struck: list[Struck] = []
        self._cluster = cluster
        self._crew = crew
        self._pusher = pusher
        self._disk = disk
        self._order = count()
        self._due: list[tuple[float, int, _Action]] = []
        self._began = 0.0
        self._strikers: dict[Kind, Callable[[Fault], _Action | None]] = {
            Kind.KILL: self._kill,
            Kind.KILL_POOL: self._kill_pool,
            Kind.FREEZE: self._freeze,
            Kind.TERM: self._terminate,
            Kind.ADD: self._add,
            Kind.REMOVE: self._remove,
            Kind.CLOCK: self._jump,
            Kind.DISK: self._fill_disk,
            Kind.BROKER_KILL: self._kill_broker,
            Kind.BROKER_RESTART: self._stop_broker,
            Kind.BROKER_PAUSE: self._pause_broker,
        }
        for fault in plan.faults:
            self._at(fault.at, partial(self._begin, fault))

    @property
    def done(self) -> bool:
        return not self._due

    def begin(self) -> None:
        """Let the time of the schedule run from now."""
        self._began = time.monotonic()

    def tick(self) -> None:
        """Do what is due."""
        while self._due and self._due[0][0] <= time.monotonic() - self._began:
            heapq.heappop(self._due)[2]()

    def _at(self, moment: float, action: _Action) -> None:
        heapq.heappush(self._due, (moment, next(self._order), action))

    def _begin(self, fault: Fault) -> None:
        began = time.time()
        end = self._strike(fault)
        if end is None:
            return
        target = f"worker {fault.target}" if fault.kind in OF_WORKERS else ""
        detail = " ".join(str(each) for each in (target, fault.amount or "", fault.way) if each)

        def finish() -> None:
            end()
            self.struck.append(Struck(str(fault.kind), detail, began, time.time()))

        self._at(time.monotonic() - self._began + fault.seconds, finish)

    def _strike(self, fault: Fault) -> _Action | None:
        """Begin a fault and return what ends it, None where there was nothing to strike."""
        if fault.kind in OF_ARTICLES:
            self._pusher.burst(fault)
            return _nothing
        if fault.kind in OF_NETWORK:
            return self._strike_network(fault)
        return self._strikers[fault.kind](fault)

    def _kill(self, fault: Fault) -> _Action | None:
        done = self._crew.kill(fault.target, group=fault.way == "group", back_after=fault.seconds)
        return _nothing if done else None

    def _kill_pool(self, fault: Fault) -> _Action | None:
        return _nothing if self._crew.kill_of_pool(fault.target) else None

    def _freeze(self, fault: Fault) -> _Action | None:
        done = self._crew.freeze(fault.target, group=fault.way == "group")
        return partial(self._crew.thaw, fault.target) if done else None

    def _terminate(self, fault: Fault) -> _Action | None:
        return _nothing if self._crew.terminate(fault.target, back_after=fault.seconds) else None

    def _add(self, _: Fault) -> _Action:
        return partial(self._crew.dismiss, self._crew.add())

    def _remove(self, fault: Fault) -> _Action | None:
        if self._crew.dismiss(fault.target):
            return partial(self._crew.want, fault.target)
        self._crew.want(fault.target)
        return None

    def _jump(self, fault: Fault) -> _Action:
        self._crew.set_clock(fault.target, fault.amount)
        return partial(self._crew.set_clock, fault.target, 0.0)

    def _fill_disk(self, fault: Fault) -> _Action | None:
        if self._disk is None or not self._disk.fill():
            return None
        self._crew.kill(fault.target, back_after=0.0)
        return self._disk.free

    def _pause_broker(self, _: Fault) -> _Action:
        self._cluster.broker.pause()
        return self._cluster.broker.resume

    def _kill_broker(self, _: Fault) -> _Action:
        self._cluster.broker.kill()
        return self._cluster.start_broker

    def _stop_broker(self, _: Fault) -> _Action:
        self._cluster.broker.stop()
        return self._cluster.start_broker

    def _strike_network(self, fault: Fault) -> _Action:
        proxy = self._cluster.proxy
        both = fault.way == "both"
        proxy.weather = Weather(
            refuse=fault.kind is Kind.CUT,
            hold=fault.kind is Kind.HOLD,
            delay=fault.amount if fault.kind is Kind.DELAY else 0.0,
            slow_records=fault.amount if fault.kind is Kind.SLOW_LEADER else 0.0,
            swallow=frozenset(way for way in Way if both or way == fault.way)
            if fault.kind is Kind.DROP
            else frozenset(),
            corrupt=fault.amount if fault.kind is Kind.CORRUPT else 0.0,
        )
        if fault.kind is Kind.CUT:
            proxy.cut()

        def end() -> None:
            if fault.kind is Kind.DROP:
                proxy.cut()  # before anything flows again: what was swallowed is missing in these connections
            proxy.weather = Weather()

        return end


def _nothing() -> None:
    """What ends a fault that is over as soon as it is done."""
