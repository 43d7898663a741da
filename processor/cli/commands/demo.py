"""`samachar demo`: everything at once, on an embedded broker."""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from processor.cli.arrivals import Arrivals
from processor.cli.failures import CommandError
from processor.cli.inputs import Item, check_inputs, read_inputs
from processor.cli.metrics_summary import MetricsError, http_get, parsed, summary, total
from processor.cli.options import overrides, quiet_clients, with_settings
from processor.cli.reading import TopicReader
from processor.cli.seeds import seed_files
from processor.cli.sending import RecordSender
from processor.cli.stage_check import check_stages
from processor.cli.terminal import out_console, print_table
from processor.cli.user_files import check_user_files
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.brokers.process import ServerProcess
    from processor.settings import Settings

#: Seconds after which the embedded broker forgets a lost worker; it also lets a new one wait for half of it.
_SESSION: Final = 6.0
#: Seconds to wait until the worker has committed what it did, which it does every second and shows every two.
_SETTLE: Final = 6.0

_HELP = """Show all of it: articles go in, enriched records come out.

    Starts the embedded broker (memory only), creates the topics, starts a worker, sends FILES, shows each enriched
    record as a card, then the worker's metrics. Nothing else is needed. Nothing is left behind but the broker's
    program, which its wheel unpacks into ~/.calfkit and keeps there.

    Without FILES it sends the articles in seeds/ of the checkout: run it in the checkout, or give --seeds DIR.

    FILES are as in `samachar produce`. Exit code 0 when all of them came out enriched, else 1.
    """


@click.command(help=_HELP)
@click.argument("files", nargs=-1)
@click.option(
    "--seeds",
    metavar="DIR",
    help="Take the articles (*.txt) of this folder. [default: seeds/ of the checkout you are in]",
)
@click.option(
    "--timeout", type=click.FloatRange(1), default=120.0, show_default=True, help="Seconds to wait for records."
)
@with_settings("stages", "workers", "profile")
@click.pass_context
def command(
    context: click.Context, settings: "Settings", *, files: tuple[str, ...], seeds: str | None, timeout: float
) -> None:
    from processor.brokers.embedded import EmbeddedBroker
    from processor.brokers.topics import ensure

    quiet_clients(context)
    files = files or tuple(seed_files(seeds))
    check_inputs(files)
    items = list(read_inputs(files))
    if not items:
        raise CommandError("the files hold no articles", Exit.USAGE)
    check_stages(settings.stages)
    check_user_files(settings)
    click.echo("Starting the embedded broker (Tansu). It keeps everything in memory: all is gone when the demo ends.")
    with EmbeddedBroker() as broker, tempfile.TemporaryDirectory(prefix="samachar-demo-") as folder:
        settings = _demo_settings(overrides(context), broker.bootstrap)
        topics = ", ".join(topic.name for topic in ensure(settings))
        click.echo(f"It listens on {broker.bootstrap} and has the topics {topics}.")
        worker = _worker(settings, Path(folder) / "worker.log")
        click.echo(f"Starting a worker; it loads its stages: {', '.join(settings.stages)} …")
        started = time.monotonic()
        worker.start(lambda: _ready(settings), timeout=settings.startup_timeout)
        try:
            click.echo(f"It was ready after {time.monotonic() - started:.1f} s.")
            arrivals = _flow(settings, items, worker, timeout)
            _show_metrics(settings)
        finally:
            worker.stop()
    _conclude(context, arrivals)


def _demo_settings(chosen: dict[str, Any], bootstrap: str) -> "Settings":
    """Return the settings of the demo: those of the user, but for how to reach the broker and the worker."""
    from processor.brokers.process import LOOPBACK, free_port
    from processor.settings import load_settings

    own = {
        "bootstrap_servers": bootstrap,
        "security_protocol": "PLAINTEXT",
        "session_timeout": _SESSION,
        "http_host": LOOPBACK,
        "http_port": free_port(),
    }
    return load_settings(**(chosen | own))


def _worker(settings: "Settings", log: Path) -> "ServerProcess":
    """Return the worker, a process of its own like any other, not started yet."""
    from processor.brokers.process import ServerProcess

    command_line = [sys.executable, "-m", "processor.cli.main", "worker"]
    return ServerProcess("the worker", command_line, log, environment=os.environ | _environment(settings))


def _environment(settings: "Settings") -> dict[str, str]:
    """Return the variables that give another process these settings. Secrets are left out; the demo needs none."""
    from pydantic import SecretStr

    from processor.settings import variable

    values = {variable(name): value for name, value in settings if not isinstance(value, SecretStr | None)}
    return {name: ",".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()}


def _ready(settings: "Settings") -> bool:
    try:
        return http_get(settings.http_host, settings.http_port, "/readyz")[0] == 200
    except MetricsError:
        return False


def _flow(settings: "Settings", items: list[Item], worker: "ServerProcess", timeout: float) -> Arrivals:
    """Send the articles, show what comes out, and return what has arrived when all has, or time is up."""
    arrivals = Arrivals(settings, items)
    with RecordSender[Item](settings) as sender:
        for item in items:
            sender.send(item, settings.topic_raw, arrivals.key(item), item.value)
        for delivery in sender.finish():
            if delivery.error is not None:
                raise CommandError(f"{delivery.tag.place}: not delivered: {delivery.error}", Exit.FATAL)
            arrivals.sent(delivery)
    click.echo(f"Sent {len(items)} articles to {settings.topic_raw}.\n")
    console = out_console()
    deadline = time.monotonic() + timeout
    with TopicReader(settings, [settings.topic_enriched, settings.topic_dead_letter], follow=True) as reader:
        while arrivals.missing and time.monotonic() < deadline:
            if not worker.running:
                raise CommandError(f"the worker has ended; it wrote:\n{worker.output()}", Exit.FATAL)
            for record in reader.poll():
                card = arrivals.card(record)
                if card is not None:
                    console.print(card)
    return arrivals


def _show_metrics(settings: "Settings") -> None:
    from processor.observe import catalogue

    deadline = time.monotonic() + _SETTLE
    while True:
        samples = parsed(http_get(settings.http_host, settings.http_port, "/metrics")[1])
        if total(samples, catalogue.LAG) == 0 or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    click.echo("\nThe worker's metrics:")
    print_table(("", ""), [(what, clean(value, 1_000)) for what, value in summary(samples)])
    default = type(settings).model_fields["http_port"].default
    click.echo(
        f"All of them were at http://{settings.http_host}:{settings.http_port}/metrics while the worker ran"
        f" (`samachar worker` serves them at http://127.0.0.1:{default}/metrics)."
    )


def _conclude(context: click.Context, arrivals: Arrivals) -> None:
    for item in arrivals.missing:
        click.echo(f"{clean(item.place)}: has not come out", err=True)
    click.echo(f"\n{arrivals.enriched} of {arrivals.expected} articles came out enriched.")
    if arrivals.enriched < arrivals.expected:
        context.exit(Exit.FATAL)
