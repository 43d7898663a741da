"""Articles from files: `.txt` (one article a file), `.json` (one, or a list), `.jsonl` (one a line), `-` (as .jsonl).

What comes out are the bytes of raw messages. Files are read as the messages are asked for; only a `.json` or `.txt`
file is held in memory as a whole. Nothing is judged here: what breaks the contract is found where it is enriched.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from json.decoder import WHITESPACE  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any, BinaryIO, Final

import click
import orjson

STDIN: Final = "-"
_LINES: Final = (".jsonl", ".ndjson")
_KNOWN: Final = (".txt", ".json", *_LINES)
#: Longest line, bytes. No setting allows a message of that size, and a file without line ends would fill the memory.
_LONGEST_LINE: Final = 64 * 1024 * 1024
_BOM: Final = "\ufeff"


class InputError(Exception):
    """An input that cannot be read. The text names the file, and the line where there is one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One message.

    Attributes:
        value: its bytes.
        file: the file as it was named.
        line: where in the file it begins, from 1; None for a file that is one article.
        size: bytes of the file that it stands for, for progress.
    """

    value: bytes
    file: str
    line: int | None
    size: int

    @property
    def place(self) -> str:
        """`file:line`, or `file`."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def check_inputs(files: Sequence[str], *, raw: bool = False) -> None:
    """Find out what is wrong with the names before any work is done.

    Raises:
        InputError: a file is missing, a folder, unreadable, of an unknown kind, or standard input is named twice.
    """
    if files.count(STDIN) > 1:
        raise InputError("-: standard input can be read only once")
    for name in files:
        if name == STDIN:
            continue
        if not raw and Path(name).suffix.lower() not in _KNOWN:
            raise InputError(f"{shown(name)}: unknown kind of file; known are {', '.join(_KNOWN)}, and - for .jsonl")
        with _opened(name):
            pass


def total_size(files: Sequence[str]) -> int | None:
    """Return the bytes of all files together, None where that cannot be known."""
    if STDIN in files or not all(Path(name).is_file() for name in files):
        return None
    return sum(Path(name).stat().st_size for name in files)


def read_inputs(files: Sequence[str], *, raw: bool = False) -> Iterator[Item]:
    """Yield the messages of all files in order.

    Args:
        raw: every line of every file is one message, whatever it holds, blank lines included.

    Raises:
        InputError: a file cannot be read; messages before it have been yielded.
    """
    for name in files:
        suffix = Path(name).suffix.lower()
        with _opened(name) as stream:
            if raw or name == STDIN or suffix in _LINES:
                yield from _lines(stream, shown(name), keep_blank=raw)
            elif suffix == ".json":
                yield from _json_file(_whole(stream, name), shown(name))
            else:
                data = _whole(stream, name)
                yield Item(text_message(data, shown(Path(name).stem)), shown(name), None, len(data))


def text_message(data: bytes, source: str) -> bytes:
    """Return the message of a text file: its text, with the file's name (without `.txt`) as the source.

    It has no id, so that its record gets the hash of source and text. What is not UTF-8 is returned as it is: it will
    be refused as such.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    return orjson.dumps({"text": text, "source": source})


def shown(name: str) -> str:
    """Return a file's name as text, also where it is no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == STDIN:
        with _standard_input() as stream:
            yield stream
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below; only opening it is guarded here
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(name)}: cannot be read: {_reason(error)}") from error
    with stream:
        yield stream


def _standard_input() -> BinaryIO:
    """Return standard input as a file of our own.

    A thread may be waiting for it when the process ends, and Python dies on a lock of `sys.stdin` that is held then.
    """
    stream = click.get_binary_stream("stdin")
    try:
        return os.fdopen(os.dup(stream.fileno()), "rb")
    except OSError:  # not a file, as in tests
        return stream


def _whole(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.read()
    except OSError as error:
        raise InputError(f"{shown(name)}: cannot be read: {_reason(error)}") from error


def _lines(stream: BinaryIO, file: str, *, keep_blank: bool) -> Iterator[Item]:
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(_LONGEST_LINE + 1)
        except OSError as error:
            raise InputError(f"{file}:{number}: cannot be read: {_reason(error)}") from error
        if not line:
            return
        if len(line) > _LONGEST_LINE:
            raise InputError(f"{file}:{number}: a line of more than {_LONGEST_LINE:,} bytes")
        value = line.removesuffix(b"\n").removesuffix(b"\r")
        if keep_blank or value.strip():
            yield Item(value, file, number, len(line))


def _json_file(data: bytes, file: str) -> Iterator[Item]:
    """Yield the elements of a list as they are written, or the whole file where it holds no list."""
    try:
        text = data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError:
        text = ""
    if not text.lstrip().startswith("["):
        yield Item(data, file, None, len(data))
        return
    # All of it before any of it: a list that is cut off is a file that cannot be read.
    for line, element in list(_elements(text, file)):
        value = element.encode()
        yield Item(value, file, line, len(value))


def _elements(text: str, file: str) -> Iterator[tuple[int, str]]:
    """Yield (line, source text) of the elements of a JSON array, so that not one byte of a message is changed."""
    # Long integers are for the contract to judge; Python would refuse some of them.
    decode = json.JSONDecoder(parse_int=str).raw_decode
    skip: Any = WHITESPACE.match
    line, counted = 1, 0
    at = skip(text, text.index("[") + 1).end()
    more = text[at : at + 1] != "]"
    try:
        while more:
            _, end = decode(text, at)
            line, counted = line + text.count("\n", counted, at), at
            yield line, text[at:end]
            at = skip(text, end).end()
            more = text[at : at + 1] == ","
            if more:
                at = skip(text, at + 1).end()
        if text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' or ']'", text, at)
        at = skip(text, at + 1).end()
        if at != len(text):
            raise json.JSONDecodeError("Extra data", text, at)
    except json.JSONDecodeError as error:
        raise InputError(f"{file}:{error.lineno}: not valid JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise InputError(f"{file}: an article of the list is nested too deeply to be read") from error


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
