"""Processor time and memory of a program and all that it started."""

import subprocess
import sys
import time

from bench.processes import Sample, Watch

_BUSY = "import time; end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
_PARENT = f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {_BUSY!r}]); time.sleep(60)"


def test_a_child_that_has_ended_still_counts() -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT]) as parent:
        watch = Watch(parent.pid)
        watch.start()
        try:
            deadline = time.monotonic() + 60
            while (not watch.samples or watch.samples[-1].cpu < 0.3) and time.monotonic() < deadline:
                time.sleep(0.1)
        finally:
            parent.kill()
            watch.stop()
    assert watch.samples[-1].cpu >= 0.3
    assert watch.peak() > 5 * 2**20


def test_between_two_samples_time_is_shared_out() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        watch = Watch(process.pid)
    watch.samples = [Sample(10.0, 1.0, 0), Sample(12.0, 3.0, 7), Sample(14.0, 3.0, 5)]
    assert watch.cpu_between(11.0, 13.0) == 1.0
    assert watch.cpu_between(5.0, 99.0) == 2.0
    assert watch.peak() == 7
