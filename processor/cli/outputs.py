"""Where lines of JSON go: standard output, standard error, or a file that appears when it is complete."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from processor.cli.failures import CommandError
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


@contextmanager
def line_writer(path: str | None, otherwise: str) -> Iterator[LineWriter]:
    """Give a writer to `path`, or to the standard stream called `otherwise` where `path` is None or `-`.

    A file is written beside itself, as `PATH.partial`, and renamed at the end, so that whoever finds it finds all of
    it. After an error the partial file stays.

    Raises:
        CommandError: it cannot be written to.
    """
    if path is None or path == "-":
        yield LineWriter(click.get_binary_stream("stdout" if otherwise == "stdout" else "stderr"), prompt=True)
        return
    # Through a link to what it points to; and a device or a pipe must not be replaced by a file.
    target = Path(os.path.realpath(path))
    partial = target.with_name(f"{target.name}.partial") if target.is_file() or not target.exists() else target
    try:
        stream = partial.open("wb")
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror or error}", Exit.USAGE) from error
    with stream:
        yield LineWriter(stream, prompt=partial == target)
    if partial != target:
        partial.replace(target)
