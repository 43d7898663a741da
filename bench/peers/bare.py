"""No broker at all: messages in memory through a process pool. What the stages cost, and nothing else."""

from collections.abc import Sequence
from time import perf_counter

from bench.peers.work import enrich, pool

_CHUNK = 8


def rate(values: Sequence[bytes], workload: str, processes: int) -> float:
    """Return the articles a second of `processes` processes, which have loaded their models."""
    with pool(workload, processes) as executor:
        list(executor.map(enrich, values[: 4 * processes]))
        started = perf_counter()
        for _ in executor.map(enrich, values, chunksize=_CHUNK):
            pass
        return len(values) / (perf_counter() - started)
