"""The local Apache Kafka as a person starts it, and what becomes of it when its parent dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from processor.brokers.process import free_port, port_answers
from processor.brokers.topics import check, ensure, specs
from tests.brokers import produce, read_all, settings_for


def _command(port: int, directory: Path | None = None) -> list[str]:
    place = [] if directory is None else ["--directory", str(directory)]
    return [sys.executable, "-m", "processor.brokers.apache", "--port", str(port), *place]


@contextmanager
def _running(port: int, directory: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """Run it until the body is done; the address it prints has been read."""
    with subprocess.Popen(_command(port, directory), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:{port}\n"
            yield process
        finally:
            process.terminate()


def _eventually(holds: Callable[[], bool], *, timeout: float = 20.0) -> bool:
    deadline = time.monotonic() + timeout
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.usefixtures("kafka")  # skips, or fails, where there is no Kafka
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_runs_until_it_is_told_to_end(prefix: str, how: signal.Signals) -> None:
    port = free_port()
    with _running(port) as process:
        settings = settings_for(f"127.0.0.1:{port}", prefix)
        assert len(ensure(settings)) == len(specs(settings))
        process.send_signal(how)
        assert process.wait(30) == 0
    assert not port_answers(port)


@pytest.mark.usefixtures("kafka")
def test_it_ends_when_its_parent_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # what is killed does not clean up
    port = free_port()
    with _running(port) as process:
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
        assert _eventually(lambda: not port_answers(port))


@pytest.mark.usefixtures("kafka")
def test_a_named_folder_keeps_the_data(prefix: str, tmp_path: Path) -> None:
    for run in range(2):
        port = free_port()
        settings = settings_for(f"127.0.0.1:{port}", prefix)
        with _running(port, tmp_path / "kept"):
            if run == 0:
                ensure(settings)
                produce(settings, settings.topic_raw, [(b"id", b"value")])
            else:
                check(settings)
                assert [record.value for record in read_all(settings, settings.topic_raw, 1)] == [b"value"]


@pytest.mark.usefixtures("kafka")
def test_a_taken_port_is_told_in_one_line() -> None:
    port = free_port()
    with _running(port):
        second = subprocess.run(_command(port), capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.splitlines()[-1] == f"Apache Kafka cannot start: port {port} is taken"


def test_its_help_says_what_it_is() -> None:
    told = subprocess.run([*_command(1)[:3], "--help"], capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == os.EX_OK
    assert "Run Apache Kafka 4." in told.stdout
