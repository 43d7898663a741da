"""What compiling and opening a watchlist takes: functions to be run in a process of their own."""

import os
import time
from pathlib import Path
from typing import NamedTuple

from processor.stages.entities.watchlist.store import opened


class Cost(NamedTuple):
    """What opening a compiled list takes: seconds, and bytes of memory where the system tells."""

    seconds: float
    bytes: int | None


def compile_seconds(path: Path, models_dir: Path) -> float:
    """Return how long it takes until the list is compiled; next to nothing where it is."""
    start = time.perf_counter()
    opened(path, models_dir)
    return time.perf_counter() - start


def load_cost(path: Path, models_dir: Path) -> Cost:
    """Return what opening the list takes in this process, once compiled."""
    before, start = _resident(), time.perf_counter()
    held = opened(path, models_dir)
    seconds, after = time.perf_counter() - start, _resident()
    del held
    return Cost(seconds, None if before is None or after is None else max(0, after - before))


def _resident() -> int | None:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):  # not Linux
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
