"""`samachar worker`: the process that enriches, until it is told to stop."""

import asyncio
import signal
from typing import TYPE_CHECKING

import click

from processor.cli.failures import CommandError, debugging
from processor.cli.options import quiet_clients, with_settings
from processor.cli.stage_check import check_stages
from processor.cli.user_files import check_user_files
from processor.engine.exits import Exit
from processor.observe.logs import configure

if TYPE_CHECKING:
    from processor.engine.worker import Worker
    from processor.settings import Settings

_HELP = """Enrich what arrives on the raw topic, until stopped.

    Makes the topics where they are missing, loads the stages into one process a core, joins the consumer group, and
    works. Start as many workers as there are partitions, on as many machines as you like: Kafka shares the work out.
    Logs go to standard error; /metrics, /healthz and /readyz are served over HTTP.

    \b
    Layouts:
      fused    all stages in one link, one hop through Kafka
      staged   one link a stage with Kafka between; --stages picks the
               neighbouring stages that this worker runs

    Ctrl-C or SIGTERM: finishes what is begun, commits it and exits with 0. Exit code 1: the broker did not take a
    record, or the work crashed; nothing is lost, start it again. 4: the failure policy had stopped a link.
    """


@click.command(help=_HELP)
@click.option(
    "--stages", "only", metavar="A,B,…", default="", help="In the staged layout: run one link of these stages alone."
)
@with_settings("bootstrap_servers", "layout", "workers", "profile")
@click.pass_context
def command(context: click.Context, settings: "Settings", *, only: str) -> None:
    from processor.brokers.topics import ensure

    check_stages(settings.stages)
    check_user_files(settings)
    # What the Kafka client says of a broker that is not there, the command says in one line.
    quiet_clients(context)
    worker = _worker(settings, only)
    topics = ensure(settings)
    _check_rights(settings, worker)
    for topic in topics:
        if topic.created:
            click.echo(f"topic {topic.name} created with {topic.partitions} partitions", err=True)
        for note in topic.notes:
            click.echo(f"topic {topic.name} {note}", err=True)
    configure("DEBUG" if debugging(context) else settings.log_level, settings.log_format)
    context.exit(_work(worker))


def _worker(settings: "Settings", only: str) -> "Worker":
    from processor.engine.worker import Worker

    return Worker(settings, [name.strip() for name in only.split(",") if name.strip()])


def _check_rights(settings: "Settings", worker: "Worker") -> None:
    """Find out before the models are loaded what the broker will not allow; Faust would wait for ever."""
    from processor.brokers.rights import Right, require_rights

    needed: dict[str, set[Right]] = {}
    for spec in worker.specs:
        needed.setdefault(spec.source, set()).add("READ")
        needed.setdefault(spec.destination, set()).add("WRITE")
    needed.setdefault(settings.topic_dead_letter, set()).add("WRITE")
    require_rights(settings, needed, [spec.group for spec in worker.specs])


def _work(worker: "Worker") -> Exit:
    from processor.settings import SettingsError

    # Not `asyncio.run`, nor closed: both wait for what is left of Faust, which can hang when the broker is gone.
    runner = asyncio.Runner()
    try:
        return runner.run(worker.run())
    except SettingsError as error:
        if isinstance(error.__cause__, OSError):  # the port is in use
            raise CommandError(str(error), Exit.UNAVAILABLE) from error
        raise
    finally:
        _ignore_signals(runner.get_loop())


def _ignore_signals(loop: asyncio.AbstractEventLoop) -> None:
    """Let no signal end what is ending: the exit code would be the signal's, and not say how the work went."""
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)
