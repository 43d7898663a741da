"""`samachar worker` as the harness starts it: as it is, but for a clock that can jump and, where asked, a defect.

HARNESS_CLOCK names a file of eight bytes, a double: the seconds by which this process's wall clock is wrong.
HARNESS_DEFECT names a planted defect. Neither is known to the product.

What jumps is what Python code sees (`time.time`, `time.time_ns`) in the main process, which is the only one that asks.
Code in C that asks the kernel by itself (`datetime.now` among it) is not reached. The monotonic clock does not jump, as
it does not on a machine whose time is set.
"""

import mmap
import os
import struct
import sys
import time
from pathlib import Path

CLOCK = "HARNESS_CLOCK"
DEFECT = "HARNESS_DEFECT"


def set_clock(file: Path, seconds: float) -> None:
    """Make the clock of the worker that was given `file` wrong by so many seconds."""
    with file.open("r+b" if file.exists() else "w+b") as output:
        output.write(struct.pack("d", seconds))


def _shift_clock(file: Path) -> None:
    with file.open("rb") as source:
        held = mmap.mmap(source.fileno(), 8, prot=mmap.PROT_READ)
    seconds, nanoseconds = time.time, time.time_ns

    def shift() -> float:
        found: float = struct.unpack_from("d", held)[0]
        return found

    time.time = lambda: seconds() + shift()
    time.time_ns = lambda: nanoseconds() + round(shift() * 1e9)


def main() -> None:
    # First of all, for modules keep what they import of `time`.
    if CLOCK in os.environ:
        _shift_clock(Path(os.environ[CLOCK]))
    from processor.cli.main import main as samachar

    if name := os.environ.get(DEFECT):
        from tests.faults.harness.defects import DEFECTS

        DEFECTS[name]()
    sys.argv[0] = "samachar"
    samachar()


if __name__ == "__main__":
    main()
