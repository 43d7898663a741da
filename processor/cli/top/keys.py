"""Single keys from a terminal, without waiting for a line end and without echo."""

import os
import select
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def keys() -> Iterator[Callable[[float], str]]:
    """Give a function that waits up to some seconds for a key and returns it, or an empty string.

    The terminal is as it was afterwards. Where standard input is no terminal the function only waits.
    """
    if not sys.stdin.isatty():
        yield lambda seconds: _waited(seconds, None)
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield lambda seconds: _waited(seconds, descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _waited(seconds: float, descriptor: int | None) -> str:
    ready, _, _ = select.select([] if descriptor is None else [descriptor], [], [], seconds)
    return os.read(descriptor, 1).decode("ascii", "replace") if ready and descriptor is not None else ""
