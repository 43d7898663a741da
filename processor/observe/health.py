"""What the probes answer: is the process of use (alive), and is it doing its work (ready)?

A worker that is not alive should be replaced. One that is not ready should be left alone or looked at: it still loads
its models, waits for partitions, drains, or the dead-letter policy stopped a link, which a restart would not mend.
"""

from collections.abc import Iterable


class Health:
    """State of one worker, written by the engine and read by the probes, all on the event loop.

    Args:
        links: names of the links that the worker runs; each must get an assignment before the worker is ready.

    Attributes:
        models_loaded: every pool process has loaded its models.
        partitions_assigned: link -> whether the group has given it an assignment. One without partitions counts: a
            group with more workers than partitions is healthy.
        stopped_reason: link -> why it stopped taking articles, in one sentence.
        fatal: why the worker is about to end, None while it is not.
        draining: the worker finishes what it has begun and takes nothing new.
    """

    def __init__(self, links: Iterable[str]) -> None:
        self.models_loaded = False
        self.partitions_assigned: dict[str, bool] = dict.fromkeys(links, False)
        self.stopped_reason: dict[str, str] = {}
        self.fatal: str | None = None
        self.draining = False
        if not self.partitions_assigned:
            raise ValueError("a worker without links has no health to report")

    def alive(self) -> tuple[bool, str]:
        """Return whether the process should go on living, and why. That it answers at all shows that its loop turns."""
        return (True, "alive") if self.fatal is None else (False, f"fatal: {self.fatal}")

    def ready(self) -> tuple[bool, str]:
        """Return whether every link takes articles, and everything that keeps one from it."""
        problems = []
        if self.fatal is not None:
            problems.append(f"fatal: {self.fatal}")
        if self.draining:
            problems.append("draining")
        problems.extend(f"link {link} stopped: {reason}" for link, reason in self.stopped_reason.items())
        if not self.models_loaded:
            problems.append("models not loaded")
        waiting = [link for link, assigned in self.partitions_assigned.items() if not assigned]
        if waiting:
            problems.append(f"no partitions assigned yet: {', '.join(waiting)}")
        return not problems, "; ".join(problems) or "ready"
