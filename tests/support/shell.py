"""`samachar` as a shell runs it: a process a command, settings in the environment."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from processor.brokers.process import free_port
from processor.settings import variable
from tests.brokers import settings_for
from tests.support.articles import SEEDS

LETTERS = "tests.support.stages:Letters"
PATIENCE = 180.0


@dataclass(frozen=True)
class Shell:
    """Runs `samachar` as a shell would, with the settings in its environment, in a folder of its own."""

    environment: dict[str, str]
    folder: Path

    @property
    def bootstrap(self) -> str:
        """Address of the broker."""
        return self.environment["KAFKA_BOOTSTRAP_SERVERS"]

    @property
    def log(self) -> Path:
        """Where `running_worker` lets its worker write."""
        return self.folder / "worker.log"

    def topic(self, name: str) -> str:
        """Return the topic that is called `raw`, `enriched` or `dead_letter`."""
        return self.environment[f"SAMACHAR_TOPIC_{name.upper()}"]

    def start(self, *arguments: object, output: IO[bytes] | int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """Start it; `output` takes both of its streams, which are pipes otherwise."""
        return subprocess.Popen(
            [sys.executable, "-m", "processor.cli.main", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output if output != subprocess.PIPE else subprocess.PIPE,
            env=self.environment,
            cwd=self.folder,
            start_new_session=True,
        )

    def run(self, *arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run it to its end."""
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(stdin, PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def ok(self, *arguments: object, stdin: bytes = b"") -> bytes:
        """Run it, expect success and return its standard output."""
        ended = self.run(*arguments, stdin=stdin)
        assert ended.returncode == 0, ended.stderr.decode()
        return ended.stdout


def shell_for(bootstrap: str, prefix: str, folder: Path, **changes: object) -> Shell:
    """Return a shell with topics named after `prefix`, a cheap stage, and `changes` of other settings."""
    settings = settings_for(
        bootstrap, prefix, stages=(LETTERS,), session_timeout=6.0, http_port=free_port(), workers=1, **changes
    )
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SAMACHAR_", "KAFKA_"))}
    values = {variable(name): getattr(settings, name) for name in settings.model_fields_set}
    own = {name: ",".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()}
    return Shell(inherited | own | {"PYTHONPATH": str(SEEDS.parent)}, folder)


@contextmanager
def running_worker(shell: Shell) -> Iterator[subprocess.Popen[bytes]]:
    """Give a worker that runs, with its topics; killed at the end, if it still runs then."""
    shell.ok("topics", "create")
    with shell.log.open("wb") as log:
        process = shell.start("worker", output=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)


def until_done(shell: Shell, count: int) -> None:
    """Wait until the worker has committed `count` messages, and these are all there are."""
    deadline = time.monotonic() + PATIENCE
    while True:
        lines = shell.ok("lag").decode().splitlines()
        committed = sum(int(number) for line in lines[1:-1] if (number := line.split()[3]) != "unknown")
        if committed >= count and lines[-1] != "in all: unknown":
            assert lines[-1] == "in all: 0"
            return
        assert time.monotonic() < deadline, "\n".join([*lines, shell.log.read_text()])
        time.sleep(0.5)
