"""One run: find the worker's own rate, produce many times as much, stop, and sample all the while."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from processor.settings import Settings
from tests.faults.overload.articles import Articles, Size
from tests.faults.overload.judge import Load
from tests.faults.overload.sample import Sample, Sampler
from tests.support.topics_io import push
from tests.support.workers import ROOT, WorkerProcess

_READY: Final = 1_800.0
#: Seconds that the first articles may take; the whole first batch must be done.
_FIRST: Final = 900.0
_LOOK: Final = 0.2


@dataclass(frozen=True, slots=True)
class Course:
    """What a run does.

    Attributes:
        factor: how many times the worker's own rate is produced.
        seconds: for how long.
        backlog: articles that wait for the worker when it starts.
        warm_up: seconds for which its own rate is measured, unless the backlog is done before.
        least: articles that it has done by then, so that it has seen all there is to see.
        watch: seconds to look on after the over-production.
        settled: see `Load`.
    """

    size: Size
    factor: float
    seconds: float
    backlog: int
    warm_up: float = 30.0
    watch: float = 120.0
    settled: float = 60.0
    least: int = 0


def overload(
    course: Course, settings: Settings, folder: Path, *, broker: int, say: Callable[[str], None]
) -> tuple[Load, list[Sample]]:
    """Make a run on a broker that is there, with topics that are empty.

    Args:
        broker: its process id.
        say: told what goes on, a line each.
    """
    articles = Articles(course.size)
    values = (value for _, value in iter(articles.next, None))
    push(settings.bootstrap_servers, settings.topic_raw, islice(values, course.backlog))
    with WorkerProcess(settings, folder / "worker.log") as worker, _sampler(settings, worker, broker) as sampler:
        worker.wait_ready(_READY)
        rate = _own_rate(sampler, course)
        say(f"the worker does {rate:.2f} articles/s; {course.factor:g} times that from now on")
        began = time.monotonic()
        with _pusher(course, settings, rate) as pusher:
            samples = _samples(sampler, began, until=lambda: pusher.poll() is not None)
            told, _ = pusher.communicate()
            assert pusher.returncode == 0, f"the producer ended with {pusher.returncode}"
        stopped = time.monotonic() - began
        pushed, pushing = told.split()
        say(f"{int(pushed)} articles pushed in {float(pushing):.0f} s; lag {samples[-1].lag}")
        samples += _samples(sampler, began, until=lambda: time.monotonic() - began > stopped + course.watch)
        say(f"lag {samples[-1].lag} after another {course.watch:g} s")
    bound = settings.batch_size * settings.window
    return Load(rate, course.factor, int(pushed), float(pushing), stopped, bound, course.settled), samples


def _own_rate(sampler: Sampler, course: Course) -> float:
    """Return articles a second, from one commit to another: offsets move by batches, which may take long."""
    first, began = _next_commit(sampler, 0)
    last, ended = first, began
    while (ended - began < course.warm_up or last < course.least) and last < course.backlog:
        last, ended = _next_commit(sampler, last)
    assert last > first, "the backlog was done at once: make it longer"
    return (last - first) / (ended - began)


def _next_commit(sampler: Sampler, known: int) -> tuple[int, float]:
    deadline = time.monotonic() + _FIRST
    while (committed := sampler.committed()) <= known:
        assert time.monotonic() < deadline, f"nothing was committed for {_FIRST:g} s"
        time.sleep(_LOOK)
    return committed, time.monotonic()


def _samples(sampler: Sampler, began: float, until: Callable[[], bool]) -> list[Sample]:
    """Look each second, at least once."""
    samples = [sampler.look(began)]
    while not until():
        time.sleep(max(0.0, 1.0 - (time.monotonic() - began - samples[-1].at)))
        samples.append(sampler.look(began))
    return samples


@contextmanager
def _sampler(settings: Settings, worker: WorkerProcess, broker: int) -> Iterator[Sampler]:
    sampler = Sampler(settings, worker, broker)
    try:
        yield sampler
    finally:
        sampler.close()


@contextmanager
def _pusher(course: Course, settings: Settings, rate: float) -> Iterator["subprocess.Popen[bytes]"]:
    command = {
        "--bootstrap": settings.bootstrap_servers,
        "--topic": settings.topic_raw,
        "--articles": course.size,
        "--rate": rate * course.factor,
        "--seconds": course.seconds,
    }
    arguments = [str(part) for pair in command.items() for part in pair]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.overload.push", *arguments], stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)
