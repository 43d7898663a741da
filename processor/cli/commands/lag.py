"""`samachar lag`: how far behind the workers are."""

from typing import TYPE_CHECKING

import click

from processor.cli.options import quiet_clients, with_settings
from processor.cli.terminal import print_table
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.observe.lag import PartitionLag
    from processor.settings import Settings

_HELP = """Show how many records each consumer group has yet to do, partition by partition.

    Committed is the next offset the group will read, end the offset that the next record will get. Nothing is
    disturbed: no group is joined and nothing is committed.
    """


@click.command(help=_HELP)
@with_settings("bootstrap_servers", "layout")
@click.pass_context
def command(context: click.Context, settings: "Settings") -> None:
    from processor.brokers.security import kafka_python_options
    from processor.cli.reading import require_topics
    from processor.engine.layouts import link_specs
    from processor.observe.lag import group_lag

    quiet_clients(context)
    specs = link_specs(settings)
    require_topics(settings, [spec.source for spec in specs])
    rows = []
    total: int | None = 0
    for spec in specs:
        for found in group_lag(kafka_python_options(settings), spec.group, [spec.source]):
            behind = _behind(found)
            numbers = map(_number, (found.committed, found.highwater, behind))
            rows.append((clean(spec.group), clean(found.topic), str(found.partition), *numbers))
            total = None if total is None or behind is None else total + behind
    print_table(("group", "topic", "partition", "committed", "end", "lag"), rows, right=(2, 3, 4, 5))
    click.echo(f"in all: {_number(total)}")


def _behind(found: "PartitionLag") -> int | None:
    """Return the records to do; a group that never committed has none in an empty partition, and else nobody knows.

    It will begin with the oldest record, and how many of them are left the end does not tell.
    """
    return 0 if found.committed is None and found.highwater == 0 else found.lag


def _number(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"
