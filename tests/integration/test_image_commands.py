"""What the image and docker-compose.yml run, run without a container: only the packaging itself is left unproved."""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest

from processor.brokers.embedded import EmbeddedBroker
from processor.brokers.process import free_port
from tests.unit.deploy.dockerfile import healthcheck, read_dockerfile
from tests.unit.deploy.files import ROOT, built_here, environment, seconds, services

_IMAGE: Final = read_dockerfile()[-1]
_PATIENCE: Final = 180.0
_NATIVE: Final = {"samachar": [sys.executable, "-m", "processor.cli.main"], "python": [sys.executable]}


@pytest.fixture(scope="module")
def broker() -> Iterator[EmbeddedBroker]:
    """A broker of its own: the compose file has the topics' default names."""
    with EmbeddedBroker() as broker:
        yield broker


class Container:
    """A service of docker-compose.yml as processes of this machine: its environment, and an empty working folder.

    Ports are free ones, and one pool process is enough; all else is as the files have it.
    """

    def __init__(self, name: str, bootstrap: str, folder: Path) -> None:
        self.service = services()[name]
        self.work, self.temporary = folder / "srv", folder / "tmp"
        self.work.mkdir(parents=True)
        self.temporary.mkdir()
        self._port = str(free_port())
        own = {
            "KAFKA_BOOTSTRAP_SERVERS": bootstrap,
            "SAMACHAR_HTTP_PORT": self._port,
            "SAMACHAR_MODELS_DIR": str(self.temporary / "samachar"),
            "SAMACHAR_WORKERS": "1",
            "HOME": str(self.temporary),
            "TMPDIR": str(self.temporary),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
        }
        self.environment = _IMAGE.environment() | environment(self.service) | own

    def start(self, command: list[str], output: Path) -> subprocess.Popen[bytes]:
        """Start a command of the image."""
        published = [port.rpartition(":")[2] for port in self.service.get("ports", ())]
        program, *arguments = [self._elsewhere(word, published) for word in command]
        with output.open("ab") as stream:
            return subprocess.Popen(
                [*_NATIVE[program], *arguments],
                cwd=self.work,
                env=self.environment,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def healthy(self, log: Path) -> bool:
        """Run the health check once, as the engine does."""
        asked = self.service.get("healthcheck", {}).get("test", ["CMD", *healthcheck()])
        assert asked[0] == "CMD"
        with self.start(asked[1:], log.with_suffix(".health")) as check:
            return check.wait(60) == 0

    def _elsewhere(self, word: str, published: list[str]) -> str:
        for port in published:
            word = word.replace(port, self._port)
        return word


@pytest.mark.slow
@pytest.mark.parametrize("name", list(built_here()))
def test_a_service_starts_is_healthy_and_ends(broker: EmbeddedBroker, name: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    topics = Container("topics", broker.bootstrap, tmp_path / "topics")
    with topics.start([*_IMAGE.last("ENTRYPOINT").exec_form, *topics.service["command"]], log) as process:
        assert process.wait(_PATIENCE) == 0, log.read_text()
    if name == "topics":
        return
    container = Container(name, broker.bootstrap, tmp_path / name)
    with container.start([*_IMAGE.last("ENTRYPOINT").exec_form, *container.service["command"]], log) as process:
        try:
            deadline = time.monotonic() + _PATIENCE
            while not container.healthy(log):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(seconds(container.service["stop_grace_period"])) == 0, log.read_text()
        finally:
            process.kill()
    # Its root file system is read-only: nothing but /tmp may have been written to.
    assert list(container.work.iterdir()) == []


@pytest.mark.slow
def test_the_wheel_of_the_image_holds_everything_of_the_package_models_included(tmp_path: Path) -> None:
    """Built as the first stage does, from what .dockerignore lets through."""
    if int(version("setuptools").split(".")[0]) < 80:
        pytest.skip("the wheel is built with a newer setuptools, which requirements-dev.lock has")
    context = tmp_path / "context"
    context.mkdir()
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for name in let_through:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, context / name, ignore=shutil.ignore_patterns("__pycache__", "*.py[co]"))
        else:
            shutil.copy(ROOT / name, context)
    build = "from setuptools import build_meta; print(build_meta.build_wheel('dist'))"
    subprocess.run([sys.executable, "-c", build], cwd=context, check=True, capture_output=True, timeout=600)
    (wheel,) = (context / "dist").glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("processor/")}
    there = {str(path.relative_to(context)) for path in (context / "processor").rglob("*") if path.is_file()}
    assert there - packed == set()
    assert {"processor/models/data/entities-accurate.onnx", "processor/models/data/topics-accurate.onnx"} <= packed
