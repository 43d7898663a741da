"""What every contender does with a message: the same `Enricher`, loaded once in each process that works."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import ClassVar, Final

from processor.contracts import EnrichedArticle, encode
from processor.stages.enricher import Enricher
from processor.stages.options import Profile, StageOptions
from processor.stages.registry import DEFAULT
from processor.stages.stage import Annotation

#: Workload -> stages and profile. In a pass-through the message is read, checked and written, and nothing is found.
WORKLOADS: Final[dict[str, tuple[tuple[str, ...], Profile]]] = {
    "pass-through": (("bench.peers.work:Nothing",), "fast"),
    "fast": (DEFAULT, "fast"),
    "accurate": (DEFAULT, "accurate"),
}


class Nothing:
    """A stage that has nothing to say."""

    name = "nothing"
    version = "1"
    model = "-"
    needs: ClassVar[tuple[str, ...]] = ()

    def annotate(self, _article: EnrichedArticle) -> Annotation:
        return Annotation()


_enricher: Enricher | None = None


def load(workload: str) -> None:
    """Load the models of a workload into this process."""
    global _enricher  # noqa: PLW0603 - a process's own models, loaded once
    stages, profile = WORKLOADS[workload]
    _enricher = Enricher(stages, options=StageOptions(profile=profile))


def enrich(value: bytes) -> bytes:
    """Return the enriched record of a raw message."""
    if _enricher is None:
        raise RuntimeError("load() comes first")
    return encode(_enricher.enrich(value))


def pool(workload: str, processes: int) -> ProcessPoolExecutor:
    """Return processes that have loaded the workload: the standard library's, as its documentation has it."""
    executor = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("forkserver"), initializer=load, initargs=(workload,)
    )
    list(executor.map(len, [b""] * processes))
    return executor
