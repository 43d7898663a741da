"""Workers as real processes, started as an operator starts them."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from processor.brokers import topics
from processor.brokers.process import free_port
from processor.settings import Settings, load_settings, variable

ROOT = Path(__file__).parents[2]


def topic_settings(bootstrap: str, prefix: str, **changes: object) -> Settings:
    """Return settings with topics of a test's own, which are created."""
    names = {f"topic_{name}": f"{prefix}{name}" for name in ("raw", "language", "entities", "enriched", "dead_letter")}
    settings = load_settings(bootstrap_servers=bootstrap, group_id=f"{prefix}group", **names, **changes)
    topics.ensure(settings, timeout=60)
    return settings


class WorkerProcess:
    """`samachar worker` with the given settings, on a free port; killed when the block ends, if it still runs.

    Args:
        module: the entry point, run with `-m`.
        environment: variables beside the settings'.
        port: of metrics and health, by default a free one.
    """

    def __init__(
        self,
        settings: Settings,
        log: Path,
        *arguments: str,
        module: str = "processor.cli.main",
        environment: Mapping[str, str] | None = None,
        port: int | None = None,
    ) -> None:
        self.port = port or free_port()
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("SAMACHAR_", "KAFKA_"))}
        for field in settings.model_fields_set:
            value = getattr(settings, field)
            if isinstance(value, SecretStr):
                value = value.get_secret_value()
            variables[variable(field)] = ",".join(value) if isinstance(value, tuple) else str(value)
        variables |= {"SAMACHAR_HTTP_PORT": str(self.port), "PYTHONPATH": str(ROOT), **(environment or {})}
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, "worker", *arguments],
                env=variables,
                stdout=output,
                stderr=output,
                cwd=log.parent,
                start_new_session=True,  # as under an orchestrator: a signal reaches the worker, not its pool
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)

    def get(self, path: str, timeout: float = 10.0) -> tuple[int, str]:
        """Return status and body of an HTTP request to the worker; status 0 where it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def wait_ready(self, patience: float = 120.0) -> None:
        """Return once /readyz says so."""
        self.wait_for(lambda: self.get("/readyz")[0] == 200, patience)

    def wait_for(self, condition: Callable[[], bool], patience: float) -> None:
        """Return once `condition()` is true.

        Raises:
            AssertionError: the worker has ended, or it has not become true in `patience` seconds.
        """
        deadline = time.monotonic() + patience
        while not condition():
            assert self.process.poll() is None, f"the worker ended with {self.process.returncode}:\n{self.tail()}"
            assert time.monotonic() < deadline, f"not within {patience:g} s:\n{self.tail()}"
            time.sleep(0.1)

    def metric(self, name: str, **labels: str) -> float:
        """Return the sum of a metric's samples with these labels, over all others."""
        status, text = self.get("/metrics")
        assert status == 200
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def terminate(self, patience: float = 60.0) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(patience)

    def kill(self) -> None:
        """Send SIGKILL and wait for the end."""
        self.process.kill()
        self.process.wait(30)

    def tail(self, characters: int = 4000) -> str:
        """Return the end of its log."""
        return self.log.read_text(errors="replace")[-characters:]
