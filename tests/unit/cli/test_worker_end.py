"""How a worker's process ends when it is told to while it ends already."""

import subprocess
import sys

import pytest

from processor.engine.exits import Exit

_PROGRAM = """
import asyncio, os, signal, sys
from processor.cli.commands.worker import _work
from processor.engine.exits import Exit

class Ending:
    async def run(self):
        asyncio.get_running_loop().add_signal_handler({signal}, lambda: None)
        return Exit.FATAL

class Late:
    # Called when the interpreter takes its modules down, where Python has no handlers for signals any more.
    def __del__(self, kill=os.kill, process=os.getpid(), number={signal}):
        kill(process, number)

late = Late()
sys.exit(_work(Ending()))
"""


@pytest.mark.parametrize("signal", ["signal.SIGTERM", "signal.SIGINT"])
def test_a_signal_after_the_work_leaves_the_exit_code(signal: str) -> None:
    program = _PROGRAM.format(signal=signal)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert ended.returncode == Exit.FATAL, ended.stderr.decode()
    assert ended.stderr == b""
