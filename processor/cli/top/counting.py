"""Counters over time: increases, rates and quantiles, right over restarts of the process that counts."""

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Final

from processor.cli.metrics_summary import Labels, Samples

_START: Final = "process_start_time_seconds"
_COUNTERS: Final = ("_total", "_bucket", "_count", "_sum")

#: Upper bound of a bucket -> how many observations are not above it; the last bound is infinite.
Buckets = Mapping[float, float]


class Counted:
    """What the counters of one process have gained in the last `keep` seconds.

    A counter that is lower than before, or a process with another start time, began anew at 0: what it shows is what it
    has gained since. A series that was not there before began at 0 too.
    """

    def __init__(self, keep: float) -> None:
        self._keep = keep
        self._last: Samples = {}
        self._totals: dict[str, dict[Labels, float]] = defaultdict(lambda: defaultdict(float))
        self._past: deque[tuple[float, dict[str, dict[Labels, float]]]] = deque()

    def add(self, at: float, samples: Samples) -> None:
        """Take the samples of a scrape; `at` is in seconds and never goes back."""
        if self._past:
            anew = samples.get(_START) != self._last.get(_START)
            for name, series in samples.items():
                if not name.endswith(_COUNTERS):
                    continue
                before = {} if anew else self._last.get(name, {})
                for labels, value in series.items():
                    was = before.get(labels, 0.0)
                    self._totals[name][labels] += value - was if value >= was else value
        self._last = samples
        self._past.append((at, {name: dict(series) for name, series in self._totals.items()}))
        while len(self._past) > 2 and at - self._past[1][0] >= self._keep:
            self._past.popleft()

    @property
    def seconds(self) -> float:
        """How long the time is that increases are of; 0 before the second scrape."""
        return self._past[-1][0] - self._past[0][0] if self._past else 0.0

    def increase(self, name: str) -> dict[Labels, float]:
        """Return what each series of a counter has gained."""
        if not self._past:
            return {}
        before = self._past[0][1].get(name, {})
        return {labels: value - before.get(labels, 0.0) for labels, value in self._past[-1][1].get(name, {}).items()}


def summed(series: Iterable[Mapping[Labels, float]], *names: str) -> dict[tuple[str, ...], float]:
    """Return the sums over all labels but `names`, by the values of these."""
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for each in series:
        for labels, value in each.items():
            found = dict(labels)
            sums[tuple(found.get(name, "") for name in names)] += value
    return dict(sums)


def quantile(share: float, buckets: Buckets) -> float | None:
    """Return the value below which `share` of the observations are, as PromQL's `histogram_quantile` reckons it.

    Within a bucket observations count as spread evenly.

    Returns:
        None where there are no observations, infinity where it is above the largest finite bound.
    """
    bounds = sorted(buckets)
    if not bounds or buckets[bounds[-1]] <= 0:
        return None
    rank = share * buckets[bounds[-1]]
    lower, below = 0.0, 0.0
    for bound in bounds:
        count = buckets[bound]
        if count >= rank and count > below:
            return bound if math.isinf(bound) else lower + (bound - lower) * (rank - below) / (count - below)
        lower, below = bound, count
    return math.inf
