"""The stream of the demo: an embedded broker with the topics, and a worker, as long as a block lasts."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from processor.cli.metrics_summary import MetricsError, http_get
from processor.cli.stage_check import check_stages
from processor.cli.user_files import check_user_files

if TYPE_CHECKING:
    from processor.brokers.process import ServerProcess
    from processor.settings import Settings

#: Seconds after which the embedded broker forgets a lost worker; it also lets a new one wait for half of it.
_SESSION: Final = 6.0


@dataclass(frozen=True, slots=True)
class DemoStream:
    """What runs.

    Attributes:
        settings: how to reach the broker and the worker.
        worker: the worker, ready.
    """

    settings: "Settings"
    worker: "ServerProcess"


@contextmanager
def demo_stream(settings: "Settings", chosen: dict[str, Any], until: str) -> Iterator[DemoStream]:
    """Start all of it, saying so on standard output, and stop it at the end of the block.

    Args:
        chosen: what the command line overrides.
        until: says when all that the broker holds is gone.

    Raises:
        BrokerStartError: the broker or the worker does not start.
    """
    from processor.brokers.embedded import EmbeddedBroker
    from processor.brokers.topics import ensure

    check_stages(settings.stages)
    check_user_files(settings)
    click.echo(f"Starting the embedded broker (Tansu). It keeps everything in memory: all is gone when {until}.")
    with EmbeddedBroker() as broker, tempfile.TemporaryDirectory(prefix="samachar-demo-") as folder:
        settings = _demo_settings(chosen, broker.bootstrap)
        topics = ", ".join(topic.name for topic in ensure(settings))
        click.echo(f"It listens on {broker.bootstrap} and has the topics {topics}.")
        worker = _worker(settings, Path(folder) / "worker.log")
        click.echo(f"Starting a worker; it loads its stages: {', '.join(settings.stages)} …")
        started = time.monotonic()
        worker.start(lambda: _ready(settings), timeout=settings.startup_timeout)
        try:
            click.echo(f"It was ready after {time.monotonic() - started:.1f} s.")
            yield DemoStream(settings, worker)
        finally:
            worker.stop()


def _demo_settings(chosen: dict[str, Any], bootstrap: str) -> "Settings":
    """Return the settings of the demo: those of the user, but for how to reach the broker and the worker."""
    from processor.brokers.process import LOOPBACK, free_port
    from processor.settings import load_settings

    own = {
        "bootstrap_servers": bootstrap,
        "security_protocol": "PLAINTEXT",
        "session_timeout": _SESSION,
        "http_host": LOOPBACK,
        "http_port": free_port(),
    }
    return load_settings(**(chosen | own))


def _worker(settings: "Settings", log: Path) -> "ServerProcess":
    """Return the worker, a process of its own like any other, not started yet."""
    from processor.brokers.process import ServerProcess

    command_line = [sys.executable, "-m", "processor.cli.main", "worker"]
    return ServerProcess("the worker", command_line, log, environment=os.environ | _environment(settings))


def _environment(settings: "Settings") -> dict[str, str]:
    """Return the variables that give another process these settings. Secrets are left out; the demo needs none."""
    from pydantic import SecretStr

    from processor.settings import variable

    values = {variable(name): value for name, value in settings if not isinstance(value, SecretStr | None)}
    return {name: ",".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()}


def _ready(settings: "Settings") -> bool:
    try:
        return http_get(settings.http_host, settings.http_port, "/readyz")[0] == 200
    except MetricsError:
        return False
