"""A server process of ours: its start, its failure to start, its end."""

import os
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from processor.brokers.errors import BrokerStartError
from processor.brokers.process import ServerProcess, free_port, port_answers, port_taken

_READY = "import time; print('ready', flush=True); time.sleep(60)"
_DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {_READY}"


def _process(tmp_path: Path, code: str) -> ServerProcess:
    return ServerProcess("the server", [sys.executable, "-c", code], tmp_path / "output")


def _start(process: ServerProcess, timeout: float = 20.0) -> None:
    process.start(lambda: "ready" in process.output(), timeout=timeout)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_it_starts_stops_and_starts_again(tmp_path: Path) -> None:
    process = _process(tmp_path, _READY)
    _start(process)
    first = process.pid
    assert process.running
    process.stop()
    assert not process.running
    assert _gone(first)
    with pytest.raises(BrokerStartError, match="is not running"):
        _ = process.pid

    _start(process)
    try:
        assert process.pid != first
        assert process.output() == "ready\n"  # of this start alone
        with pytest.raises(BrokerStartError, match="already running"):
            _start(process)
        assert process.running
    finally:
        process.kill()


def test_one_that_ends_tells_what_it_wrote(tmp_path: Path) -> None:
    process = _process(tmp_path, "import sys; print('out'); print('bad option', file=sys.stderr); sys.exit(3)")
    with pytest.raises(BrokerStartError) as caught:
        _start(process)
    head, *lines = str(caught.value).splitlines()
    assert head == "the server ended with code 3; it wrote:"
    assert sorted(lines) == ["bad option", "out"]


def test_one_that_is_never_ready_is_stopped(tmp_path: Path) -> None:
    process = _process(tmp_path, "import time; time.sleep(60)")
    with pytest.raises(BrokerStartError, match=r"was not ready after 0\.3 s and wrote nothing"):
        _start(process, timeout=0.3)
    assert not process.running


def test_a_program_that_does_not_exist(tmp_path: Path) -> None:
    process = ServerProcess("the server", [str(tmp_path / "nothing")], tmp_path / "output")
    with pytest.raises(BrokerStartError, match=r"the server cannot be started: .*No such file"):
        _start(process)


def test_one_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    process = _process(tmp_path, _DEAF)
    _start(process)
    pid = process.pid
    process.stop(timeout=0.2)
    assert _gone(pid)


def test_a_paused_one_can_be_stopped(tmp_path: Path) -> None:
    process = _process(tmp_path, _READY)
    _start(process)
    process.pause()
    begun = time.monotonic()
    process.stop(timeout=20)
    assert not process.running
    assert time.monotonic() - begun < 15


def test_an_ended_one_can_be_stopped_and_killed(tmp_path: Path) -> None:
    process = _process(tmp_path, _READY)
    process.stop()
    process.kill()
    with pytest.raises(BrokerStartError):
        process.wait()
    _start(process)
    process.kill()
    assert process.wait() == -9
    process.stop()
    process.pause()
    process.resume()


def test_it_may_be_started_by_any_thread(tmp_path: Path) -> None:
    process = _process(tmp_path, _READY)
    thread = threading.Thread(target=_start, args=(process,))
    thread.start()
    thread.join()
    try:
        # Linux tells a child of the end of the thread that started it; ours must not die with that.
        time.sleep(0.3)
        assert process.running
    finally:
        process.kill()


def test_a_free_port_is_free_and_no_outgoing_connection_takes_it() -> None:
    ports = {free_port() for _ in range(50)}
    assert len(ports) > 40
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as outgoing:
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
        assert outgoing.getsockname()[1] >= first
    assert max(ports) < first
    assert min(ports) > 1024


def test_a_taken_port_is_seen() -> None:
    port = free_port()
    assert not port_taken(port)
    assert not port_answers(port)
    with socket.create_server(("127.0.0.1", port)):
        assert port_taken(port)
        assert port_answers(port)
    assert not port_taken(port)
