"""`samachar live`: what comes out, as a page in the browser."""

import asyncio
import contextlib
import errno
import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from processor.cli.failures import CommandError
from processor.cli.feed import feed
from processor.cli.options import overrides, quiet_clients, with_settings
from processor.cli.reading import TopicReader
from processor.engine.exits import Exit

if TYPE_CHECKING:
    from processor.observe.page.hub import Hub
    from processor.settings import Settings

_PORT: Final = 8464
#: Seconds between two articles of the demo.
_PACE: Final = 1.5

_HELP = """Show what comes out as a page in the browser.

    Serves a page that shows enriched articles and dead letters as they arrive, beginning with the latest --last of
    them. It takes part in no consumer group and commits nothing: the workers do not notice it, however slow a browser
    is. The page only shows; nothing can be changed on it. It is plain HTTP without a password, served to this machine
    alone unless --host says otherwise.

    With --demo it needs no broker: it starts the embedded one and a worker, and sends it the articles in seeds/ (or
    FILES), one after the other, again and again. All of it is gone when it ends.

    Ctrl-C or SIGTERM ends it with exit code 0. docs/live.md explains the page.
    """


@click.command(help=_HELP)
@click.argument("files", nargs=-1)
@click.option("--demo", is_flag=True, help="Show the stream of a demo.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="0 for any free port.")
@click.option(
    "--last", type=click.IntRange(0, 10_000), default=100, show_default=True, help="Begin so many records back."
)
@click.option(
    "--open/--no-open", "open_", default=None, help="Open a browser. [default: where there is a screen and a terminal]"
)
@with_settings("bootstrap_servers", "profile")
@click.pass_context
def command(
    context: click.Context,
    settings: "Settings",
    *,
    files: tuple[str, ...],
    demo: bool,
    host: str,
    port: int,
    last: int,
    open_: bool | None,
) -> None:
    quiet_clients(context)
    if files and not demo:
        raise click.UsageError("FILES are for --demo; `samachar produce` sends articles to a broker")
    opens = _screen() if open_ is None else open_
    with _stream(context, settings, files) if demo else contextlib.nullcontext(settings) as stream:
        topics = [stream.topic_enriched, stream.topic_dead_letter]
        with TopicReader(stream, topics, follow=True, latest=True, last=last) as reader:
            asyncio.run(_serve(reader, stream, host, port, opens=opens))


@contextmanager
def _stream(context: click.Context, settings: "Settings", files: tuple[str, ...]) -> Iterator["Settings"]:
    """Start the demo's stream, and return how to reach it."""
    from processor.cli.demo_stream import demo_stream
    from processor.cli.inputs import check_inputs, read_inputs
    from processor.cli.seeds import seed_files
    from processor.cli.trickle import Trickle

    files = files or tuple(seed_files(None))
    check_inputs(files)
    items = list(read_inputs(files))
    if not items:
        raise CommandError("the files hold no articles", Exit.USAGE)
    with demo_stream(settings, overrides(context), "you end it") as stream, Trickle(stream.settings, items, _PACE):
        yield stream.settings


async def _serve(reader: TopicReader, settings: "Settings", host: str, port: int, *, opens: bool) -> None:
    """Serve the page until a signal says stop.

    Raises:
        CommandError: the address cannot be had.
    """
    from processor.observe.page.hub import Hub
    from processor.observe.page.server import PageServer

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    hub = Hub()
    server = PageServer(host, port, hub)
    try:
        await server.start()
    except OSError as error:
        raise CommandError(f"cannot listen on {host}:{port}: {_told(error)}", Exit.UNAVAILABLE) from error
    try:
        click.echo(f"The live page is at {server.url} (Ctrl-C ends it)")
        if opens:
            webbrowser.open(server.url)
        await _fill(hub, reader, settings, stop)
    finally:
        await server.stop()


async def _fill(hub: "Hub", reader: TopicReader, settings: "Settings", stop: asyncio.Event) -> None:
    """Give the hub what arrives, until told to stop."""
    from processor.cli.live_cards import batches

    stopping = threading.Event()

    async def publish() -> None:
        async for batch in feed(batches(reader, settings, stopping), ahead=2):
            hub.publish(batch.cards, batch.unreadable)

    reading = asyncio.create_task(publish())
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({reading, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    # The reader's thread must have ended before its consumer is closed.
    stopping.set()
    await reading


def _told(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "the port is in use; choose another one with --port, or 0 for any free port"
    return error.strerror or str(error)


def _screen() -> bool:
    """Tell whether a browser would open a window: a text browser in this terminal is not what is meant."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
