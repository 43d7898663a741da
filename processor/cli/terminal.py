"""What goes to a terminal: safe whatever an article holds, and readable.

Article text is never given to rich as markup, and goes through `clean`, which escapes what could move the cursor, set a
title or reorder the line. Text in scripts written from right to left is left to the terminal; cards put it last on its
line so that numbers beside it stay where they belong.
"""

import os
import sys
from typing import TYPE_CHECKING, BinaryIO, Final

import click
import regex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.console import Console

#: Width of what is not written to a terminal.
_WIDTH: Final = 100
_ENDLESS: Final = 100_000

# Controls and invisible format characters, but ZWNJ and ZWJ. U+007F to U+009F may stand in JSON strings, and terminals
# obey some of them; those below U+0020 may not, but a topic can hold anything.
_UNSAFE_IN_JSON: Final = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}--[\n\t\u200C\u200D]]", flags=regex.V1)


def out_console() -> "Console":
    """Return a console on standard output for cards and tables."""
    return _console(stderr=False)


def err_console() -> "Console":
    """Return a console on standard error for progress."""
    return _console(stderr=True)


def write_line(stream: BinaryIO, line: bytes) -> None:
    """Write a line of JSON: as it is to a file or pipe, with unsafe characters as JSON escapes to a terminal."""
    stream.write((json_for_terminal(line) if stream.isatty() else line) + b"\n")


def json_for_terminal(line: bytes) -> bytes:
    """Return JSON of the same value in which nothing steers a terminal."""
    text = line.decode("utf-8", "backslashreplace")
    return _UNSAFE_IN_JSON.sub(lambda found: _escaped(found[0]), text).encode()


def standard_output() -> BinaryIO:
    """Return standard output for bytes."""
    return click.get_binary_stream("stdout")


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console

    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    width = None if terminal or "COLUMNS" in os.environ else _WIDTH
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, width=width)


def print_table(headings: "Sequence[str]", rows: "Iterable[Sequence[str]]", right: "Collection[int]" = ()) -> None:
    """Print a table on standard output; `right` are the columns of numbers. The caller has made the cells safe.

    A row is one line where it is not written to a terminal, so that `grep` finds all of it.
    """
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left", no_wrap=number == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = out_console()
    if console.is_terminal:
        console.print(table)
        return
    console.width = _ENDLESS
    with console.capture() as captured:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))
