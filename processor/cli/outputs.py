"""Where lines of JSON go: standard output, standard error, or a file that appears when it is complete."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from processor.cli.failures import CommandError
from processor.cli.inputs import STDIN
from processor.cli.terminal import write_line
from processor.engine.exits import Exit


class LineWriter:
    """Writes lines to a stream; `prompt` lets whoever reads it have each at once."""

    def __init__(self, stream: BinaryIO, *, prompt: bool) -> None:
        self._stream = stream
        self._prompt = prompt

    def write(self, line: bytes) -> None:
        """Write a line."""
        write_line(self._stream, line)
        if self._prompt:
            self._stream.flush()


def is_stream(path: str | None) -> bool:
    """Tell whether `path` stands for the standard stream of what is written there."""
    return path is None or path == "-"


def check_outputs(inputs: Sequence[str], outputs: Sequence[str | None]) -> None:
    """Find out before any work is done whether an output would overwrite an input or another output.

    Names are compared by where they lead, through links of both kinds. Devices as /dev/null may be named repeatedly.

    Raises:
        CommandError: naming both.
    """
    files = [path for path in outputs if path is not None and not is_stream(path)]
    for number, path in enumerate(files):
        target = _target(path)
        for name in inputs:
            if any(_is_input(name, written) for written in {target, _partial(target)}):
                raise CommandError(f"{path}: is also an input ({name}), which would be overwritten", Exit.USAGE)
        if any(_same(target, _target(other)) for other in files[:number]):
            raise CommandError(f"{path}: records and dead letters cannot go to the same file", Exit.USAGE)


def _is_input(name: str, written: Path) -> bool:
    if name != STDIN:
        return _same(Path(name), written)
    try:
        return _same_file(os.fstat(click.get_binary_stream("stdin").fileno()), written.stat())
    except (OSError, ValueError):  # no such file yet, or standard input is closed or no file
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return _same_file(one.stat(), other.stat())
    except OSError:  # one of them is not there: the same if both would be made at the same place
        return os.path.realpath(one) == os.path.realpath(other)


def _same_file(one: os.stat_result, other: os.stat_result) -> bool:
    return os.path.samestat(one, other) and not stat.S_ISCHR(one.st_mode)


def _target(path: str) -> Path:
    """Return what is written in the end: through a link to what it points to."""
    return Path(os.path.realpath(path))


def _partial(target: Path) -> Path:
    """Return what is written meanwhile; a device or a pipe must not be replaced by a file."""
    return target.with_name(f"{target.name}.partial") if target.is_file() or not target.exists() else target


@contextmanager
def line_writer(path: str | None, otherwise: str) -> Iterator[LineWriter]:
    """Give a writer to `path`, or to the standard stream called `otherwise` where `path` is None or `-`.

    A file is written beside itself, as `PATH.partial`, and renamed at the end, so that whoever finds it finds all of
    it. After an error the partial file stays.

    Raises:
        CommandError: it cannot be written to.
    """
    if path is None or is_stream(path):
        yield LineWriter(click.get_binary_stream("stdout" if otherwise == "stdout" else "stderr"), prompt=True)
        return
    target = _target(path)
    partial = _partial(target)
    try:
        stream = partial.open("wb")
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror or error}", Exit.USAGE) from error
    with stream:
        yield LineWriter(stream, prompt=partial == target)
    if partial != target:
        partial.replace(target)
