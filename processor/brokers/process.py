"""One server process of our own on the loopback interface: started, watched and stopped by its own process id."""

import contextlib
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from processor.brokers.errors import BrokerStartError

LOOPBACK = "127.0.0.1"
_TAIL_LINES = 30


def free_port() -> int:
    """Return a loopback port that nothing listens on, below the range of outgoing connections.

    A port of that range could be taken by any client while a stopped broker is to come back to it, even by a client
    that connects to itself.
    """
    try:
        ephemeral = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except (OSError, ValueError):
        ephemeral = 32_768
    low, high = (10_000, ephemeral) if ephemeral > 12_000 else (10_000, 65_536)
    source = random.SystemRandom()
    for _ in range(1_000):
        port = source.randrange(low, high)
        if not port_taken(port):
            return port
    raise BrokerStartError(f"no free port on {LOOPBACK}")


def port_taken(port: int) -> bool:
    """Tell whether a server could not listen on this loopback port now."""
    with socket.socket() as probe:
        # As servers do: connections that ended lately (TIME_WAIT) do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def port_answers(port: int) -> bool:
    """Tell whether something accepts connections on this loopback port."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False


class ServerProcess:
    """A child process with its output in a file. It may be started again after it ended; the output is appended."""

    def __init__(
        self, name: str, command: Sequence[str], output: Path, *, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._command = list(command)
        self._output = output
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._output_start = 0

    @property
    def pid(self) -> int:
        """Its process id.

        Raises:
            BrokerStartError: it is not running.
        """
        if self._process is None or not self.running:
            raise BrokerStartError(f"{self.name} is not running")
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, ready: Callable[[], bool], *, timeout: float) -> None:
        """Start it and return when `ready` says so.

        Raises:
            BrokerStartError: it ended, or was not ready after `timeout` seconds; it is stopped then.
        """
        if self.running:
            raise BrokerStartError(f"{self.name} is already running")
        with self._output.open("ab") as output:
            self._output_start = output.tell()
            try:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=self._environment,
                    # Ctrl-C is for us: we finish our work and then stop the broker.
                    start_new_session=True,
                    preexec_fn=_die_with_parent(),  # noqa: PLW1509 - one system call, see there
                )
            except OSError as error:
                raise BrokerStartError(f"{self.name} cannot be started: {error}") from error
        deadline = time.monotonic() + timeout
        try:
            while True:
                if not self.running:
                    raise BrokerStartError(self._told(f"{self.name} ended with code {self._process.returncode}"))
                if ready():
                    return
                if time.monotonic() > deadline:
                    raise BrokerStartError(self._told(f"{self.name} was not ready after {timeout:g} s"))
                time.sleep(0.02)
        except BaseException:
            self.kill()
            raise

    def stop(self, *, timeout: float = 30.0) -> None:
        """Ask it to end (SIGTERM), paused or not; after `timeout` seconds kill it."""
        if self._process is None or not self.running:
            return
        self._process.terminate()
        self.resume()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once (SIGKILL), as a crash would."""
        if self._process is not None and self.running:
            self._process.kill()
            self._process.wait()

    def pause(self) -> None:
        """Stop it from running (SIGSTOP) with its connections open, as a machine that hangs."""
        if self._process is not None and self.running:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused one run on (SIGCONT)."""
        if self._process is not None and self.running:
            self._process.send_signal(signal.SIGCONT)

    def wait(self) -> int:
        """Wait until it ends by itself and return its exit code."""
        if self._process is None:
            raise BrokerStartError(f"{self.name} is not running")
        return self._process.wait()

    def output(self) -> str:
        """Return what it has written since it was last started."""
        with self._output.open("rb") as output:
            output.seek(self._output_start)
            return output.read().decode("utf-8", "replace")

    def _told(self, what: str) -> str:
        lines = self.output().strip().splitlines()[-_TAIL_LINES:]
        return "\n".join([f"{what}; it wrote:" if lines else f"{what} and wrote nothing", *lines])


def _die_with_parent() -> Callable[[], None] | None:
    """Return what asks Linux to end the child with us, even when we are killed; None where that cannot be asked.

    Linux means the thread that starts the child, so only the main thread asks.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    import ctypes

    prctl = ctypes.CDLL(None).prctl
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>

    def ask() -> None:
        prctl(set_parent_death_signal, int(signal.SIGTERM))

    return ask
