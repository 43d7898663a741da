"""What is compared: a file of records, standard input, or a topic, read to its end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from processor.cli.diff.spool import Side, Spool
from processor.cli.inputs import STDIN, InputError, check_inputs, read_inputs, shown
from processor.cli.reading import TopicReader, place
from processor.contracts import InvalidArticleError, decode_enriched
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.settings import Settings

TOPIC: Final = "topic:"
#: Records that are not ours which are named one by one; the rest is only counted.
_MOST_NAMED: Final = 10
_KNOWN: Final = (".jsonl", ".ndjson")


def check_sources(a: str, b: str) -> None:
    """Find out what is wrong with the names before any work is done.

    Raises:
        InputError: a file is missing, unreadable or of another kind, a topic has no name, or both are standard input.
    """
    if a == b == STDIN:
        raise InputError("-: standard input can be read only once")
    for name in (a, b):
        if name.startswith(TOPIC):
            if name == TOPIC:
                raise InputError(f"{TOPIC}: the name of the topic is missing, as in topic:articles.enriched")
        elif name != STDIN and not name.lower().endswith(_KNOWN):
            raise InputError(f"{shown(name)}: expected enriched records: {', '.join(_KNOWN)}, - or topic:NAME")
        else:
            check_inputs([name])


def fill(spool: Spool, side: Side, name: str, settings: "Settings") -> tuple[int, int]:
    """Put the records of a source into the spool; return how many there were, and how many are none of ours.

    The first of those are named on standard error, with their place and what is wrong.

    Raises:
        InputError, CommandError, BrokerError: it cannot be read, or not to its end.
    """
    read = strange = 0
    for where, value in _records(name, settings):
        read += 1
        try:
            spool.put(side, decode_enriched(value).id, value)
        except InvalidArticleError as error:
            strange += 1
            if strange <= _MOST_NAMED:
                click.echo(f"{where}: not a record of ours: {clean(error)}", err=True)
    return read, strange


def _records(name: str, settings: "Settings") -> Iterator[tuple[str, bytes]]:
    """Yield place and value of each record. A topic ends where it ended when the reading began."""
    if name.startswith(TOPIC):
        with TopicReader(settings, [name.removeprefix(TOPIC)]) as reader:
            for record in reader:
                yield place(record), record.value or b""
    else:
        for item in read_inputs([name]):
            yield item.place, item.value
