"""Workers that are watched: where they serve their metrics, and what they have done lately."""

import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import click

from processor.cli.metrics_summary import Labels, MetricsError, Samples, http_get, parsed
from processor.cli.top.counting import Buckets, Counted, summed
from processor.observe.catalogue import MetricDef

_URL: Final = re.compile(r"(?:http://)?(?P<host>\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):(?P<port>[0-9]{1,5})(?:/metrics)?/?")
#: Seconds over which rates and quantiles are reckoned.
WINDOW: Final = 15.0


class Worker:
    """A worker at an address.

    Attributes:
        address: `host:port`.
        samples: of the last scrape; nothing where it did not answer.
        problem: why it did not answer the last time, None where it did.
    """

    def __init__(self, address: str, window: float = WINDOW) -> None:
        found = _URL.fullmatch(address)
        if found is None or not 0 < int(found["port"]) < 65_536:
            raise click.UsageError(f"--url {address}: expected http://HOST:PORT of a worker")
        self.address = f"{found['host']}:{found['port']}"
        self.samples: Samples = {}
        self.problem: str | None = "not asked yet"
        self.counted = Counted(window)
        self._host, self._port = found["host"].strip("[]"), int(found["port"])

    def look(self) -> None:
        """Ask it once."""
        try:
            status, body = http_get(self._host, self._port, "/metrics")
            if status != 200:
                raise MetricsError(f"answers with status {status}")
            self.take(time.monotonic(), parsed(body))
        except (MetricsError, ValueError) as error:  # ValueError: it is no exposition
            self.samples, self.problem = {}, str(error)

    def take(self, at: float, samples: Samples) -> None:
        """Take what it has answered; `at` is in seconds and never goes back."""
        self.samples, self.problem = samples, None
        self.counted.add(at, samples)


class Crew:
    """All workers together. What one of them cannot say is left out."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self.workers = tuple(workers)

    def look(self) -> None:
        """Ask all of them at once."""
        with ThreadPoolExecutor(min(len(self.workers), 32)) as threads:
            list(threads.map(Worker.look, self.workers))

    @property
    def answering(self) -> list[Worker]:
        """Those that answered the last time."""
        return [worker for worker in self.workers if worker.problem is None]

    def rates(self, metric: MetricDef, *names: str) -> dict[tuple[str, ...], float]:
        """Return increases a second by the values of the labels `names`."""
        return summed((_rates(worker.counted, metric.name) for worker in self.answering), *names)

    def now(self, metric: MetricDef, *names: str) -> dict[tuple[str, ...], float]:
        """Return the sums of what the workers show, by the values of the labels `names`."""
        return summed((worker.samples.get(metric.name, {}) for worker in self.answering), *names)

    def buckets(self, metric: MetricDef, name: str) -> dict[str, Buckets]:
        """Return the histogram of the last seconds by the value of a label."""
        found: dict[str, dict[float, float]] = defaultdict(dict)
        increases = (worker.counted.increase(f"{metric.name}_bucket") for worker in self.answering)
        for (value, bound), count in summed(increases, name, "le").items():
            found[value][float(bound)] = count
        return dict(found)

    def values(self, metric: MetricDef, name: str) -> dict[str, int]:
        """Return the values of a label, and how many workers show each."""
        found: dict[str, int] = defaultdict(int)
        for worker in self.answering:
            for value in {dict(labels).get(name, "") for labels in worker.samples.get(metric.name, {})}:
                found[value] += 1
        return dict(found)


def _rates(counted: Counted, name: str) -> Mapping[Labels, float]:
    if not counted.seconds:
        return {}
    return {labels: gained / counted.seconds for labels, gained in counted.increase(name).items()}
