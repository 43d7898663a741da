"""Memory: how much a process has, how one that has too much ends between two articles, and what goes back at once."""

import contextlib
import ctypes
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from pebble.pool import process as pebble_process

MIB: Final = 1024 * 1024
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
#: Of mallopt(3): M_MMAP_THRESHOLD, and what we set it to, bytes.
_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 256 * 1024


def resident(pid: int) -> int:
    """Return the resident memory of a process, bytes; 0 where there is no such process. Linux only."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def give_back_large_blocks() -> None:
    """Let this process give memory of messages back as soon as it is free, where its C library is glibc.

    glibc takes blocks from the system one by one only above a size that it raises itself, up to 32 MiB, with each that
    is freed. Below that, messages of a megabyte leave holes between what stays, and the process grows for a long time.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


def leave_when(done: Callable[[], bool]) -> None:
    """Let this pool process end, once what it did last is sent, as soon as `done()` says so.

    That is what pebble's `max_tasks` does, but its number is fixed beforehand. To be called while the process is
    initialised. Nothing else is safe: a process that ends by itself, or is stopped, may have taken up the next article.
    """
    tasks = pebble_process.worker_get_next_task

    def until_done(channel: Any, max_tasks: int) -> Iterator[Any]:
        for task in tasks(channel, max_tasks):
            yield task
            if done():
                return

    pebble_process.worker_get_next_task = until_done
