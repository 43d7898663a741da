"""What is looked at each second: the memory of every process, how far the group is, what the worker says of itself."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import psutil
from confluent_kafka import Consumer, KafkaException, TopicPartition
from prometheus_client.parser import text_string_to_metric_families

from processor.settings import Settings
from tests.support.workers import WorkerProcess

_PATIENCE: Final = 60.0
BROKER: Final = "broker"


@dataclass(frozen=True, slots=True)
class Sample:
    """One look.

    Attributes:
        at: seconds since the over-production began.
        memory: resident set size in bytes, by process.
        produced, committed: records of the raw topic; offsets, summed over its partitions.
        in_flight: articles that the worker has taken and not yet acknowledged.
        rebalances, restarts: of the group and of pool processes, since the worker started.
    """

    at: float
    memory: dict[str, int]
    produced: int
    committed: int
    in_flight: int
    rebalances: int
    restarts: int

    @property
    def lag(self) -> int:
        """Records still to do."""
        return self.produced - self.committed


class Sampler:
    """Looks at one worker, its processes, its broker and its group, as an outsider: it joins no group."""

    def __init__(self, settings: Settings, worker: WorkerProcess, broker: int) -> None:
        self._worker = worker
        self._processes = Processes(worker.process.pid, broker)
        self._consumer = Consumer(
            {
                "bootstrap.servers": settings.bootstrap_servers,
                "group.id": settings.group_id,
                "enable.auto.commit": False,
                "log_level": 2,
            }
        )
        known = self._consumer.list_topics(settings.topic_raw, timeout=_PATIENCE).topics[settings.topic_raw]
        self._places = [TopicPartition(settings.topic_raw, partition) for partition in known.partitions]

    def close(self) -> None:
        self._consumer.close()

    def look(self, began: float) -> Sample:
        """Return how things are; `began` is the monotonic time that counts as 0."""
        at = time.monotonic() - began
        memory = self._processes.memory()
        said = self._metrics()
        committed = self._patiently(self._committed)
        return Sample(
            at=round(at, 2),
            memory=memory,
            produced=self._patiently(self._produced),
            committed=committed,
            in_flight=said.get("samachar_in_flight_articles", 0),
            rebalances=said.get("samachar_rebalances_total", 0),
            restarts=said.get("samachar_pool_restarts_total", 0),
        )

    def committed(self) -> int:
        """Return how many records the group has committed."""
        return self._patiently(self._committed)

    def _patiently(self, ask: Callable[[], int]) -> int:
        """Ask until there is an answer: on a busy machine a broker may miss its own heartbeat for a moment."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return ask()
            except KafkaException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def _produced(self) -> int:
        return sum(self._consumer.get_watermark_offsets(place, timeout=_PATIENCE)[1] for place in self._places)

    def _committed(self) -> int:
        places = self._consumer.committed(self._places, timeout=_PATIENCE)
        for place in places:
            if place.error is not None:
                raise KafkaException(place.error)
        return sum(max(0, place.offset) for place in places)

    def _metrics(self) -> dict[str, int]:
        """Return the worker's metrics, summed over their labels."""
        status, text = self._worker.get("/metrics", _PATIENCE)
        assert status == 200, f"/metrics answers {status}:\n{self._worker.tail()}"
        sums: dict[str, int] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                sums[sample.name] = sums.get(sample.name, 0) + int(sample.value)
        return sums


class Processes:
    """Finds the processes of a worker and gives them names that stay."""

    def __init__(self, worker: int, broker: int) -> None:
        self._worker = psutil.Process(worker)
        self._broker = psutil.Process(broker)
        self._pool: list[int] = []

    def memory(self) -> dict[str, int]:
        """Return the resident set size of each process, bytes; of one that has just ended, nothing."""
        found = {}
        for name, process in self._named():
            try:
                found[name] = process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        return found

    def _named(self) -> Iterator[tuple[str, psutil.Process]]:
        yield "worker", self._worker
        for child in self._worker.children():
            command = _command(child)
            if "resource_tracker" in command:
                yield "resource tracker", child
            elif "forkserver" in command:
                yield "fork server", child
                for process in _children(child):
                    if process.pid not in self._pool:
                        self._pool.append(process.pid)
                    yield f"pool process {self._pool.index(process.pid) + 1}", process
            else:
                yield f"process {child.pid}", child
        yield BROKER, self._broker


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _children(process: psutil.Process) -> list[Any]:
    try:
        return sorted(process.children(), key=lambda child: child.pid)
    except psutil.NoSuchProcess:
        return []
