"""Why nothing answers as a broker where something listens: a proxy that has lost its broker, a program that is none."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from processor.brokers.probe import probe
from processor.settings import Settings

STEM = "something listens but does not let us in; see SAMACHAR_SECURITY_PROTOCOL"


@contextmanager
def listening(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """Give the address of a server that does this to its one connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                behave(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def _close(connection: socket.socket) -> None:
    connection.recv(100)


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _wait(connection: socket.socket) -> None:
    while connection.recv(100):
        pass


def _speak(connection: socket.socket) -> None:
    connection.sendall(connection.recv(100))


@pytest.mark.parametrize(
    ("behave", "told"),
    [
        (_close, f"{STEM}, and whether there is a broker behind it: it closes every connection"),
        (_reset, f"{STEM}, and whether there is a broker behind it: it closes every connection"),
        (_wait, f"{STEM}, and whether there is a broker behind it: it says nothing"),
        (_speak, STEM),
    ],
)
def test_what_listens_is_told_apart(behave: Callable[[socket.socket], None], told: str) -> None:
    with listening(behave) as address:
        finding = probe(Settings(bootstrap_servers=address), address)
    assert (finding.text, finding.final) == (told, False)
