"""`samachar topics`: made, or looked at."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from processor.cli.options import quiet_clients, with_settings
from processor.cli.terminal import print_table
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.brokers.topics import TopicState
    from processor.settings import Settings


@click.group()
def command() -> None:
    """Create the topics that the settings name, or check them.

    Partitions, replication, retention and the largest message come from the settings (`samachar config`).
    """


@command.command()
@with_settings("bootstrap_servers", "layout")
@click.pass_context
def create(context: click.Context, settings: "Settings") -> None:
    """Create the topics that are missing, and check those that exist.

    Nothing of an existing topic is changed. Exit code 3 when one cannot be created or does not fit.
    """
    from processor.brokers.topics import ensure

    quiet_clients(context)
    _print(ensure(settings))


@command.command()
@with_settings("bootstrap_servers", "layout")
@click.pass_context
def check(context: click.Context, settings: "Settings") -> None:
    """Check that the topics exist and fit, without creating any.

    Exit code 3 when one is missing or does not fit.
    """
    from processor.brokers import topics

    quiet_clients(context)
    _print(topics.check(settings))


def _print(states: "Iterable[TopicState]") -> None:
    rows = [
        (clean(state.name), str(state.partitions), "created" if state.created else "exists", "; ".join(state.notes))
        for state in states
    ]
    print_table(("topic", "partitions", "state", "notes"), rows, right=(1,))
