"""The workers of a run, and the supervisor that `docs/ops.md` asks for: whoever ends is started again."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from processor.settings import Settings
from tests.faults.harness.history import Ended
from tests.faults.harness.worker import CLOCK, DEFECT, set_clock
from tests.support.workers import WorkerProcess

#: Seconds after which a worker that ended by itself is started again.
_PAUSE: Final = 1.0
#: Seconds beyond the drain time-out that a worker may take to end: ten for Faust, the rest for a busy machine.
_GRACE: Final = 90.0


@dataclass(slots=True)
class _Seat:
    name: str
    clock: Path
    wanted: bool = True
    due: float = 0.0
    starts: int = 0
    process: WorkerProcess | None = None
    asked: str = ""
    asked_at: float = 0.0
    frozen: str = ""


class Crew:
    """Numbered seats, each with a worker process while it is wanted."""

    def __init__(self, settings: Settings, folder: Path, defect: str | None = None) -> None:
        self.ends: list[Ended] = []
        self._settings = settings
        self._folder = folder
        self._defect = defect
        self._seats: list[_Seat] = []

    def add(self) -> int:
        """Add a seat and start its worker; return its number."""
        number = len(self._seats)
        seat = _Seat(str(number), self._folder / f"clock-{number}")
        set_clock(seat.clock, 0.0)
        self._seats.append(seat)
        self._start(seat)
        return number

    def wait_ready(self, patience: float) -> None:
        """Return once all workers are ready."""
        for seat in self._seats:
            if seat.process is not None:
                seat.process.wait_ready(patience)

    def tick(self) -> None:
        """Note who has ended, start again who is wanted, and end who would not end."""
        now = time.monotonic()
        for seat in self._seats:
            if seat.process is not None:
                self._look_at(seat, seat.process, now)
            if seat.process is None and seat.wanted and seat.due <= now:
                self._start(seat)

    def kill(self, number: int, *, group: bool = False, back_after: float = _PAUSE) -> bool:
        """Kill a worker, or it and its pool at once; false where it does not run."""
        seat = self._seats[number]
        if seat.process is None:
            return False
        self._signal(seat, signal.SIGKILL, group=group)
        seat.asked, seat.due = "SIGKILL", time.monotonic() + back_after
        return True

    def terminate(self, number: int, *, back_after: float) -> bool:
        """Send SIGTERM, and start it again `back_after` seconds later or when it has ended; false where it is down."""
        seat = self._seats[number]
        if seat.process is None or seat.asked:
            return False
        self._signal(seat, signal.SIGTERM)
        seat.asked, seat.asked_at = "SIGTERM", time.monotonic()
        seat.due = time.monotonic() + back_after
        return True

    def dismiss(self, number: int) -> bool:
        """Send SIGTERM and start it no more until it is wanted again; false where it is down already."""
        self._seats[number].wanted = False
        return self.terminate(number, back_after=0.0)

    def want(self, number: int) -> None:
        """Let a seat have a worker again."""
        self._seats[number].wanted = True

    def freeze(self, number: int, *, group: bool) -> bool:
        """Stop a worker from running, or it and its pool."""
        seat = self._seats[number]
        if seat.process is None:
            return False
        self._signal(seat, signal.SIGSTOP, group=group)
        seat.frozen = "group" if group else "worker"
        return True

    def thaw(self, number: int) -> None:
        """Let it run on."""
        seat = self._seats[number]
        if seat.process is not None and seat.frozen:
            self._signal(seat, signal.SIGCONT, group=seat.frozen == "group")
            seat.asked_at = time.monotonic()
        seat.frozen = ""

    def kill_of_pool(self, number: int) -> bool:
        """Kill one of a worker's pool processes; false where it has none."""
        seat = self._seats[number]
        if seat.process is None:
            return False
        try:
            family = psutil.Process(seat.process.process.pid).children(recursive=True)
            # The fork server's children; the server itself and the resource tracker are the worker's.
            pool = [child for child in family if child.ppid() != seat.process.process.pid]
            if pool:
                pool[0].kill()
        except psutil.Error:
            return False
        return bool(pool)

    def set_clock(self, number: int, seconds: float) -> None:
        """Make a worker's clock wrong by so many seconds."""
        set_clock(self._seats[number].clock, seconds)

    def calm(self, workers: int) -> None:
        """End every fault of workers, and have the first `workers` seats filled, no others."""
        for number in range(len(self._seats)):
            self.thaw(number)
            self.set_clock(number, 0.0)
            if number < workers:
                self.want(number)
            else:
                self.dismiss(number)

    def end(self) -> None:
        """Ask all to end and wait until they have."""
        for number in range(len(self._seats)):
            self.dismiss(number)
        while any(seat.process is not None for seat in self._seats):
            self.tick()
            time.sleep(0.05)

    def close(self) -> None:
        """Leave no process behind."""
        for seat in self._seats:
            if seat.process is not None:
                self._signal(seat, signal.SIGKILL, group=True)
                seat.process.process.wait(30)
                seat.process = None

    def log_of(self, name: str) -> str:
        """Return what all processes of a seat have logged."""
        logs = sorted(self._folder.glob(f"worker-{name}-*.log"))
        return "".join(log.read_text(errors="replace") for log in logs)

    def _start(self, seat: _Seat) -> None:
        seat.starts += 1
        environment = {CLOCK: str(seat.clock)} | ({DEFECT: self._defect} if self._defect else {})
        log = self._folder / f"worker-{seat.name}-{seat.starts}.log"
        seat.process = WorkerProcess(self._settings, log, module="tests.faults.harness.worker", environment=environment)
        seat.asked = ""

    def _look_at(self, seat: _Seat, process: WorkerProcess, now: float) -> None:
        code = process.process.poll()
        if code is None and seat.asked == "SIGTERM" and not seat.frozen:
            if now - seat.asked_at < self._settings.drain_timeout + _GRACE:
                return
            self._signal(seat, signal.SIGKILL, group=True)
            process.process.wait(30)
        elif code is None:
            return
        log = process.log.read_text(errors="replace")
        self.ends.append(
            Ended(
                f"{seat.name}.{seat.starts}",
                code,
                seat.asked,
                ready="ready; partitions:" in log,
                fatal="fatal:" in log,
                at=time.time(),
            )
        )
        seat.process, seat.frozen = None, ""
        seat.due = max(seat.due, now if seat.asked else now + _PAUSE)

    @staticmethod
    def _signal(seat: _Seat, number: signal.Signals, *, group: bool = False) -> None:
        if seat.process is None or seat.process.process.poll() is not None:
            return
        pid = seat.process.process.pid
        if group:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
