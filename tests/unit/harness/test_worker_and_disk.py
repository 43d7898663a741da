"""What the harness does to a worker's clock and to its disk."""

import subprocess
import sys
import time
from pathlib import Path

from tests.faults.harness.disk import SmallDisk
from tests.faults.harness.worker import set_clock
from tests.support.workers import ROOT

_PROGRAM = """
import sys, time
from pathlib import Path
from tests.faults.harness import worker
worker._shift_clock(Path(sys.argv[1]))
for _ in sys.stdin:
    print(time.time(), time.time_ns(), time.monotonic(), flush=True)
"""


def test_a_clock_jumps_while_the_process_runs(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    set_clock(clock, 0.0)
    command = [sys.executable, "-c", _PROGRAM, str(clock)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT, env={"PYTHONPATH": "."}
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for wrong in (0.0, 3600.0, -86_400.0, 0.0):
            set_clock(clock, wrong)
            process.stdin.write("\n")
            process.stdin.flush()
            seconds, nanoseconds, monotonic = map(float, process.stdout.readline().split())
            assert abs(seconds - time.time() - wrong) < 30
            assert abs(nanoseconds / 1e9 - seconds) < 30
            assert abs(monotonic - time.monotonic()) < 30
        process.stdin.close()


def test_a_full_disk_takes_nothing_more_until_there_is_room(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "models")
    try:
        (disk.folder / "cache").mkdir()
        (disk.folder / "cache" / "kept").write_bytes(b"x")
        assert disk.fill() == disk.real
        if disk.real:
            assert not (disk.folder / "cache").exists()
            assert _room(disk.folder) == 0
            disk.free()
        assert _room(disk.folder) == 100_000
    finally:
        disk.close()


def _room(folder: Path) -> int:
    """Write up to 100,000 bytes and return how many were taken."""
    file = folder / "tried"
    try:
        file.write_bytes(bytes(100_000))
    except OSError:
        return 0
    return file.stat().st_size
