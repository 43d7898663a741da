"""Prometheus and promtool for tests: where they are, and a server on a free port with a test's own configuration."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pytest

from processor.brokers.process import free_port

#: Where `make prometheus` unpacks Debian's package.
_UNPACKED: Final = Path(sys.prefix, "prometheus", "usr", "bin")


def tool(name: str) -> str:
    """Return the path of `prometheus` or `promtool`. Where there is none the test is skipped, with CI=true it fails."""
    found = shutil.which(name) or shutil.which(name, path=str(_UNPACKED))
    if found is not None:
        return found
    told = f"no {name}: neither in PATH nor brought by `make prometheus`"
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


def promtool(*arguments: str | Path) -> str:
    """Run promtool and return what it prints; the test fails where it finds fault."""
    command = [tool("promtool"), *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


class Prometheus:
    """A Prometheus server that runs until the block ends.

    Args:
        configuration: its prometheus.yml.
        folder: of its own; `data` in it may hold blocks already.
    """

    def __init__(self, configuration: Path, folder: Path) -> None:
        self.log = folder / "prometheus.log"
        self._address = f"127.0.0.1:{free_port()}"
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [
                    tool("prometheus"),
                    f"--config.file={configuration}",
                    f"--storage.tsdb.path={folder / 'data'}",
                    "--storage.tsdb.retention.time=30d",
                    f"--web.listen-address={self._address}",
                ],
                stdout=output,
                stderr=output,
                cwd=folder,
            )

    def __enter__(self) -> Self:
        self.wait_for(self._ready, 60)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait(30)

    def query(self, expression: str) -> list[dict[str, Any]]:
        """Return the samples of an instant query: their `metric`, a dict of labels, and their `value`, a float."""
        answer = self._get(f"/api/v1/query?{urllib.parse.urlencode({'query': expression})}")
        assert answer["resultType"] in {"vector", "scalar"}, expression
        samples = answer["result"] if answer["resultType"] == "vector" else [{"metric": {}, "value": answer["result"]}]
        return [{"metric": sample["metric"], "value": float(sample["value"][1])} for sample in samples]

    def firing(self) -> dict[str, list[dict[str, str]]]:
        """Return the labels of all alerts that fire now, by the alert's name."""
        found: dict[str, list[dict[str, str]]] = {}
        for alert in self._get("/api/v1/alerts")["alerts"]:
            if alert["state"] == "firing":
                found.setdefault(alert["labels"]["alertname"], []).append(alert["labels"])
        return found

    def wait_for(self, condition: Callable[[], bool], patience: float) -> None:
        """Return once `condition()` is true; after `patience` seconds the test fails."""
        deadline = time.monotonic() + patience
        while not condition():
            assert self._process.poll() is None, self.log.read_text(errors="replace")[-4000:]
            assert time.monotonic() < deadline, f"not within {patience:g} s"
            time.sleep(0.3)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self._address}/-/ready", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://{self._address}{path}", timeout=30) as answer:
            return json.load(answer)["data"]
