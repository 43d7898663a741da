"""`samachar demo`: everything at once, on an embedded broker."""

import time
from typing import TYPE_CHECKING, Final

import click

from processor.cli.arrivals import Arrivals
from processor.cli.demo_stream import demo_stream
from processor.cli.failures import CommandError
from processor.cli.inputs import Item, check_inputs, read_inputs
from processor.cli.metrics_summary import http_get, parsed, summary, total
from processor.cli.options import overrides, quiet_clients, with_settings
from processor.cli.reading import TopicReader
from processor.cli.seeds import seed_files
from processor.cli.sending import RecordSender
from processor.cli.terminal import out_console, print_table
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.brokers.process import ServerProcess
    from processor.settings import Settings

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
    quiet_clients(context)
    files = files or tuple(seed_files(seeds))
    check_inputs(files)
    items = list(read_inputs(files))
    if not items:
        raise CommandError("the files hold no articles", Exit.USAGE)
    with demo_stream(settings, overrides(context), "the demo ends") as stream:
        arrivals = _flow(stream.settings, items, stream.worker, timeout)
        _show_metrics(stream.settings)
    _conclude(context, arrivals)


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
    click.echo("To see them come out in a browser: make live (or `samachar live --demo`).")
    if arrivals.enriched < arrivals.expected:
        context.exit(Exit.FATAL)
