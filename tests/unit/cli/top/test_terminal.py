"""`samachar top` on a real terminal: it refreshes, follows the size of the window, and ends with q."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from processor.observe.metrics import Metrics
from tests.support.articles import SEEDS
from tests.unit.cli.top.test_top import served, worked

_PATIENCE = 120.0

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class Terminal:
    """A tmux server of its own, with one window."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def tmux(self, *arguments: str) -> str:
        command = ["tmux", "-f", "/dev/null", "-S", str(self._socket), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout

    @property
    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    @property
    def tty_size(self) -> str:
        """Rows and columns that the terminal tells its programs."""
        tty = self.tmux("display", "-p", "#{pane_tty}").strip()
        return subprocess.run(["stty", "-F", tty, "size"], check=True, capture_output=True, text=True).stdout

    def until(self, holds: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + _PATIENCE
        while not holds(found := self.screen):
            assert time.monotonic() < deadline, f"{self.tty_size}\n{found}"
            time.sleep(0.2)
        return found


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path / "tmux")
    # A shell that exports the size it began with must not fix it for good.
    environment = ["env", f"PYTHONPATH={SEEDS.parent}", "TERM=screen", "COLUMNS=80", "LINES=24"]
    made.tmux("new-session", "-d", "-x", "120", "-y", "40", *environment, "sh")
    yield made
    made.tmux("kill-server")


def test_it_refreshes_follows_the_window_and_ends_with_q(terminal: Terminal) -> None:
    metrics = Metrics()
    metrics.link_state("fused", running=True)
    metrics.build_info("0.1.0", "p1")
    with served(metrics) as port:
        top = f"{sys.executable} -m processor.cli.main top --interval 0.2 --url 127.0.0.1:{port} -b 127.0.0.1:1"
        terminal.tmux("send-keys", f"echo before; {top}; echo ended with $?", "Enter")
        terminal.until(lambda screen: "1 of 1 workers answer" in screen and "before" not in screen)
        worked(metrics, 7)
        terminal.until(lambda screen: "ok 7" in screen)

        terminal.tmux("resize-window", "-x", "60", "-y", "12")
        terminal.until(lambda screen: "replaced:\nnone\n" in screen)
        terminal.tmux("resize-window", "-x", "120", "-y", "40")
        terminal.until(lambda screen: "replaced: none\n" in screen and "ok 7" in screen)

        terminal.tmux("send-keys", "q")
        # The screen from before is back, and the terminal echoes again.
        terminal.until(lambda screen: "before" in screen and "ended with 0" in screen)
        terminal.tmux("send-keys", "echo still here", "Enter")
        terminal.until(lambda screen: screen.count("still here") == 2)
