"""Progress of long work on standard error: a live bar on a terminal, else a line every few seconds."""

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import click

from processor.cli.terminal import err_console

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

#: Seconds between two lines where there is no terminal.
_INTERVAL: Final = 5.0


class Progress:
    """Counts what is done and shows it while it is open.

    Args:
        verb: what happens to the articles: `enriched`.
        total: bytes of all input, None where unknown.
        beside_output: whether results are written to standard output meanwhile; a terminal then shows only those.
        beside_errors: whether results are written to standard error meanwhile; a file or pipe then holds only those
            and the summary.
    """

    def __init__(
        self, verb: str, total: int | None = None, *, beside_output: bool = False, beside_errors: bool = False
    ) -> None:
        self.done = 0
        self.failed = 0
        self._verb = verb
        self._total = total
        self._size = 0
        self._started = self._told = monotonic()
        self._live = sys.stderr.isatty() and not (beside_output and sys.stdout.isatty())
        self._lines = not sys.stderr.isatty() and not beside_errors
        self._bar: Bar | None = None

    def step(self, *, failed: bool = False, size: int = 0) -> None:
        """Count one article that is done, or has failed."""
        self.done += not failed
        self.failed += failed
        self._size += size
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._size, description=self._counts())
        elif self._lines and monotonic() - self._told >= _INTERVAL:
            self._told = monotonic()
            share = f", {100 * self._size / self._total:.0f} % of the input" if self._total else ""
            click.echo(f"{self._counts()}{share}, {self._rate()}", err=True)

    def say(self, line: str) -> None:
        """Print a line on standard error beside the bar; the caller has made it safe."""
        if self._bar is not None:
            self._bar.console.print(line, soft_wrap=True)
        else:
            click.echo(line, err=True)

    def summary(self) -> str:
        """Return one line on what has been done."""
        return f"{self._counts()} in {monotonic() - self._started:.1f} s, {self._rate()}"

    def __enter__(self) -> Self:
        if self._live:
            from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = [TextColumn("{task.description}"), TimeElapsedColumn()]
            known = [BarColumn(), TaskProgressColumn()] if self._total else []
            self._bar = Bar(*columns, *known, console=err_console(), transient=True)
            self._bar.add_task(self._counts(), total=self._total)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _counts(self) -> str:
        failed = f", {self.failed:,} not" if self.failed else ""
        return f"{self.done:,} {self._verb}{failed}"

    def _rate(self) -> str:
        seconds = max(monotonic() - self._started, 1e-3)
        rate = (self.done + self.failed) / seconds
        return f"{rate:,.0f}/s" if rate >= 1 else f"{rate:.1f}/s"
