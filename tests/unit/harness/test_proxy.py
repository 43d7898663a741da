"""The proxy does to connections what it is told, and forwards every byte otherwise."""

import random
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import crc32c
import pytest

from tests.faults.harness.batches import batches, corrupted
from tests.faults.harness.proxy import Proxy, Way, Weather


class _Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while data := self.request.recv(65536):
            self.request.sendall(data)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@dataclass
class Line:
    """A client's connection through the proxy."""

    socket: socket.socket

    def ask(self, frame: bytes) -> bytes | None:
        """Send a frame and return what comes back, None where nothing does within half a second."""
        self.socket.settimeout(0.5)
        try:
            self.socket.sendall(len(frame).to_bytes(4, "big") + frame)
            wanted, got = len(frame) + 4, b""
            while len(got) < wanted:
                part = self.socket.recv(wanted - len(got))
                if not part:
                    raise ConnectionResetError
                got += part
        except TimeoutError:
            return None
        return got[4:]


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with _Server(("127.0.0.1", 0), _Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        proxy = Proxy(server.server_address[1])
        proxy.start()
        yield proxy
        proxy.close()
        server.shutdown()


@contextmanager
def line(proxy: Proxy) -> Iterator[Line]:
    with socket.create_connection(("127.0.0.1", proxy.port)) as connection:
        yield Line(connection)


def batch(payload: bytes) -> bytes:
    """A record batch of Kafka, as far as its checksum is concerned."""
    covered = bytes(40) + payload
    head = bytes(8) + (9 + len(covered)).to_bytes(4, "big") + bytes(4) + b"\x02"
    return head + crc32c.crc32c(covered).to_bytes(4, "big") + covered


def test_in_good_weather_everything_arrives(proxy: Proxy) -> None:
    with line(proxy) as one, line(proxy) as other:
        for size in (0, 1, 1000, 300_000):
            assert one.ask(b"x" * size) == b"x" * size
        assert other.ask(b"other") == b"other"
    assert proxy.counts.connections == 2


def test_cut_resets_connections_and_new_ones_work(proxy: Proxy) -> None:
    with line(proxy) as one:
        assert one.ask(b"a") == b"a"
        proxy.cut()
        with pytest.raises(ConnectionError):
            one.ask(b"b")
    with line(proxy) as one:
        assert one.ask(b"c") == b"c"


def test_refused_connections_are_closed(proxy: Proxy) -> None:
    proxy.weather = Weather(refuse=True)
    with pytest.raises(ConnectionError), line(proxy) as one:
        one.ask(b"a")
    assert proxy.counts.refused == 1


def test_what_is_held_arrives_later(proxy: Proxy) -> None:
    with line(proxy) as one:
        proxy.weather = Weather(hold=True)
        assert one.ask(b"a") is None
        proxy.weather = Weather()
        assert one.socket.recv(5) == b"\0\0\0\1a"


def test_what_is_slow_arrives_late(proxy: Proxy) -> None:
    proxy.weather = Weather(delay=0.1)
    with line(proxy) as one:
        began = time.monotonic()
        assert one.ask(b"a") == b"a"
        assert time.monotonic() - began >= 0.2  # there and back


def test_records_can_be_slow_alone(proxy: Proxy) -> None:
    proxy.weather = Weather(slow_records=0.2)
    produce, commit = b"\0\0 produce", b"\0\x08 commit"
    with line(proxy) as one:
        began = time.monotonic()
        assert one.ask(commit) == commit
        assert time.monotonic() - began < 0.15
        assert one.ask(produce) == produce
        assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize("way", Way)
def test_what_is_swallowed_never_arrives(proxy: Proxy, way: Way) -> None:
    with line(proxy) as one:
        proxy.weather = Weather(swallow=frozenset({way}))
        assert one.ask(b"a") is None
        proxy.weather = Weather()
        assert one.ask(b"b") == b"b"
    assert proxy.counts.swallowed == 1


def test_only_record_batches_are_corrupted(proxy: Proxy) -> None:
    proxy.weather = Weather(corrupt=1.0)
    with line(proxy) as one:
        assert one.ask(b"no batch \x02 here" * 20) == b"no batch \x02 here" * 20
        frame = b"head" + batch(b"article") + b"tail"
        assert one.ask(frame) != frame


def test_a_server_that_is_down_closes_connections(proxy: Proxy) -> None:
    proxy.target = 1
    with pytest.raises(ConnectionError), line(proxy) as one:
        one.ask(b"a")


@pytest.mark.parametrize("seed", range(50))
def test_corruption_is_one_bit_that_the_checksum_covers(seed: int) -> None:
    draw = random.Random(seed)
    first, second = batch(draw.randbytes(200)), batch(draw.randbytes(90))
    frame = draw.randbytes(draw.randint(0, 60)) + first + draw.randbytes(draw.randint(0, 30)) + second + b"\x02" * 40
    covered = list(batches(frame))
    assert len(covered) == 2
    changed = corrupted(frame, draw)
    assert changed is not None
    differing = [index for index, (old, new) in enumerate(zip(frame, changed, strict=True)) if old != new]
    assert len(differing) == 1
    assert any(start <= differing[0] < end for start, end in covered)
    assert (frame[differing[0]] ^ changed[differing[0]]).bit_count() == 1
    assert len(list(batches(changed))) == 1


def test_a_frame_without_a_batch_is_left_alone() -> None:
    assert corrupted(b"", random.Random(1)) is None
    assert corrupted(b"\x02" * 200, random.Random(1)) is None
