"""`samachar top`: the workers at work, as they are right now."""

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from processor.cli.failures import CommandError
from processor.cli.options import quiet_clients, with_settings
from processor.cli.terminal import out_console
from processor.engine.exits import Exit

if TYPE_CHECKING:
    from processor.cli.top.behind import LagWatch
    from processor.cli.top.workers import Crew
    from processor.settings import Settings

_HELP = """Watch workers: rates, latency, stages, dead letters, lag and the time to drain it.

    Reads /metrics of each worker (--url, repeated for several; by default the one that SAMACHAR_HTTP_HOST and
    SAMACHAR_HTTP_PORT name), and asks the broker for the lag. Nothing is disturbed: no group is joined and nothing is
    committed. A worker that does not answer is shown as such and asked again.

    Ends with q or Ctrl-C. With --once, or where the output is no terminal, it looks twice, --interval seconds apart,
    prints what it found as plain text and ends.

    \b
    Exit code 3 when with --once neither a worker nor the broker answers
    """


@click.command(help=_HELP)
@click.option("--url", "urls", multiple=True, metavar="URL", help="Where a worker serves /metrics: http://HOST:PORT.")
@click.option(
    "--interval",
    type=click.FloatRange(0.1, 60),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Time between two looks.",
)
@click.option("--once", is_flag=True, help="Print what is seen now and end.")
@with_settings("bootstrap_servers", "layout")
@click.pass_context
def command(
    context: click.Context, settings: "Settings", *, urls: tuple[str, ...], interval: float, once: bool
) -> None:
    from processor.cli.top.behind import LagWatch, broker_lag
    from processor.cli.top.workers import Crew, Worker

    quiet_clients(context)
    own = f"{_bracketed(settings.http_host)}:{settings.http_port}"
    crew = Crew([Worker(url) for url in dict.fromkeys(urls or (own,))])
    lag = LagWatch(broker_lag(settings))
    if once or not sys.stdout.isatty():
        _print_once(crew, lag, interval)
    else:
        _watch(crew, lag, interval)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _print_once(crew: "Crew", lag: "LagWatch", interval: float) -> None:
    from processor.cli.top.view import view

    began = time.monotonic()
    crew.look()
    lag.look()
    time.sleep(max(0.0, interval - (time.monotonic() - began)))
    crew.look()
    lag.look()
    found, problem = lag.found
    if not crew.answering and problem is not None:
        told = [f"{worker.address}: {worker.problem}" for worker in crew.workers]
        raise CommandError("\n".join([*told, f"lag: {problem}"]), Exit.UNAVAILABLE)
    console = out_console()
    console.width = max(console.width, 200)  # whoever reads a file scrolls; `grep` wants whole lines
    with console.capture() as captured:
        console.print(view(crew, found, problem))
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _watch(crew: "Crew", lag: "LagWatch", interval: float) -> None:
    from rich.live import Live

    from processor.cli.top.keys import keys
    from processor.cli.top.view import view

    lag.start()
    console = out_console()
    with keys() as key, Live(console=console, screen=True, auto_refresh=False) as live:
        while True:
            began = time.monotonic()
            crew.look()
            # Not from COLUMNS and LINES, which rich believes first: they do not change with the window.
            columns, lines = os.get_terminal_size(sys.stdout.fileno())
            console.size = (columns, lines)
            live.update(view(crew, *lag.found), refresh=True)
            if key(max(0.0, interval - (time.monotonic() - began))) in ("q", "Q"):
                break
    lag.stop()
