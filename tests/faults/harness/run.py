"""One run: a broker, workers, a producer, faults, a quiet end, and the verdict."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from processor.brokers import topics
from processor.engine.layouts import link_specs
from processor.settings import Settings, load_settings
from tests.faults.harness.articles import Articles
from tests.faults.harness.checker import Violation, check, worst_first
from tests.faults.harness.cluster import Cluster
from tests.faults.harness.crew import Crew
from tests.faults.harness.disk import SmallDisk
from tests.faults.harness.history import Event, Hop, Left, Pipe, save
from tests.faults.harness.inject import Injector
from tests.faults.harness.measures import Measures, measure
from tests.faults.harness.observer import Observer
from tests.faults.harness.producer import Pusher
from tests.faults.harness.schedule import Plan

#: Seconds without any commit, once the faults are over, after which the groups will not catch up any more: a session,
#: a rebalance time-out of a minute, a start, and what a busy machine adds. How long they take in all depends on the
#: machine alone.
_PATIENCE: Final = 240.0
_TICK: Final = 0.02


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run showed."""

    plan: Plan
    history: list[Event] = field(repr=False)
    pipe: Pipe
    violations: list[Violation]
    measures: Measures
    seconds: float


def run(plan: Plan, folder: Path, *, defect: str | None = None, say: Callable[[str], None] = lambda _: None) -> Outcome:
    """Make one run and return its outcome; broker data, logs and history are kept in `folder`.

    Args:
        defect: a planted defect of the workers.
        say: told what goes on, a line each.
    """
    began = time.monotonic()
    folder.mkdir(parents=True)
    disk = SmallDisk(folder / "models") if plan.watched else None
    try:
        with Cluster(folder / "kafka", plan.seed) as cluster:
            history, pipe = _experiment(plan, cluster, folder, disk=disk, defect=defect, say=say)
    finally:
        if disk is not None:
            disk.close()
    save(history, folder / "history.jsonl")
    violations = worst_first(check(history, pipe))
    return Outcome(plan, history, pipe, violations, measure(history, pipe), time.monotonic() - began)


def _experiment(
    plan: Plan,
    cluster: Cluster,
    folder: Path,
    *,
    disk: SmallDisk | None,
    defect: str | None,
    say: Callable[[str], None],
) -> tuple[list[Event], Pipe]:
    settings = _settings(plan, cluster.for_workers, folder, disk)
    topics.ensure(settings.model_copy(update={"bootstrap_servers": cluster.direct}), timeout=60)
    pipe = _pipe(settings, once=plan.guarantee == "exactly_once")
    observer = Observer(cluster.direct, pipe)
    crew = Crew(settings, folder, defect)
    pusher = Pusher(cluster.direct, pipe.raw, Articles(plan.seed), rate=plan.rate, seconds=plan.seconds)
    try:
        for _ in range(plan.workers):
            crew.add()
        crew.wait_ready(240)
        injector = Injector(plan, cluster, crew, pusher, disk)
        say("workers are ready; faults begin")
        pusher.start()
        injector.begin()
        while pusher.is_alive() or not injector.done:
            injector.tick()
            crew.tick()
            time.sleep(_TICK)
        cluster.calm()
        crew.calm(plan.workers)
        pusher.finish()
        say(f"faults are over; {len(pusher.sent)} messages pushed")
        left = _drain(observer, crew)
        say("drained" if _drained(left) else f"not drained: {left}")
        crew.end()
    finally:
        crew.close()
    history: list[Event] = [*pusher.sent.values(), *injector.struck, *crew.ends, *left, *observer.events()]
    return history, pipe


def _drain(observer: Observer, crew: Crew) -> list[Left]:
    """Wait until all is committed, or nothing is any more; return how far the groups are."""
    known: list[Left] = []
    since = time.monotonic()
    while True:
        crew.tick()
        left = observer.left()
        if left != known:
            known, since = left, time.monotonic()
        if _drained(left) or time.monotonic() - since > _PATIENCE:
            return left
        time.sleep(0.5)


def _drained(left: list[Left]) -> bool:
    """Tell whether every hop has committed what there is."""
    return all(place.place.offset in (place.committed, 0) for place in left)


def _settings(plan: Plan, bootstrap: str, folder: Path, disk: SmallDisk | None) -> Settings:
    changes: dict[str, object] = dict(plan.settings) | {"stages": ",".join(plan.stages)}
    if plan.guarantee == "exactly_once":
        changes["guarantee"] = plan.guarantee
    if disk is not None:
        watchlist = folder / "watchlist.csv"
        rows = [f"w{number},ORG,Watched Company {number}\n" for number in range(200)]
        watchlist.write_text("id,type,name\n" + "".join(rows))
        changes |= {"watchlist": str(watchlist), "models_dir": str(disk.folder)}
    return load_settings(
        bootstrap_servers=bootstrap,
        layout=plan.layout,
        topic_partitions=plan.partitions,
        log_level="INFO",
        **changes,
    )


def _pipe(settings: Settings, *, once: bool) -> Pipe:
    hops = tuple(Hop(spec.group, spec.source, spec.destination) for spec in link_specs(settings))
    return Pipe(hops, settings.topic_dead_letter, once)
