"""`samachar consume`: what came out, as cards or as JSON."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import click

from processor.cli.cards import article_card, letter_card
from processor.cli.filters import article_filter, letter_filter
from processor.cli.options import quiet_clients, with_settings
from processor.cli.reading import StoredRecord, TopicReader, place
from processor.cli.terminal import out_console, standard_output, write_line
from processor.observe.logs import clean

if TYPE_CHECKING:
    from rich.console import RenderableType

    from processor.settings import Settings

#: Makes the card of a record, None where the filters leave it out; raises InvalidArticleError.
_Card: TypeAlias = "Callable[[StoredRecord], RenderableType | None]"
_Shower = Callable[[StoredRecord], bool]

_HELP = """Show enriched records (or dead letters) from their topic.

    Starts with the oldest record and ends with the newest; --follow goes on. Without --group it takes part in no
    consumer group and commits nothing.

    \b
    Filters (the same NAME again means or, another NAME means and):
      language=hi       BCP 47 tag or its beginning; und for undetermined
      topic=politics    part of a topic's name, or its medtop: id
      country=KP        a country it mentions, ISO 3166
      entity=रूस         part of an entity's name, in its own or in Latin letters, or a mention
      id=…              an article's id
      reason=, stage=, id=   with --dead-letters
    """


@click.command(help=_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print each record as it is in the topic, one a line.")
@click.option("-f", "--follow", is_flag=True, help="Go on with what arrives, until Ctrl-C.")
@click.option("--filter", "filters", multiple=True, metavar="NAME=VALUE", help="Show only these. May be repeated.")
@click.option(
    "--from-beginning/--latest",
    "from_beginning",
    default=True,
    help="Start with the oldest record, or with what arrives from now on (which implies --follow).",
)
@click.option("--max", "most", type=click.IntRange(1), metavar="N", help="End after N records are shown.")
@click.option("--dead-letters", is_flag=True, help="Read the dead-letter topic instead.")
@click.option("--group", metavar="NAME", help="Read as a member of this consumer group, and commit what is shown.")
@with_settings("bootstrap_servers")
@click.pass_context
def command(
    context: click.Context,
    settings: "Settings",
    *,
    as_json: bool,
    follow: bool,
    filters: tuple[str, ...],
    from_beginning: bool,
    most: int | None,
    dead_letters: bool,
    group: str | None,
) -> None:
    quiet_clients(context)
    if group and not from_beginning:
        raise click.UsageError("--latest: a group goes on where it was; leave one of the two out")
    card = _letter_card(filters) if dead_letters else _article_card(filters)
    show = _json_shower(card if filters else None) if as_json else _card_shower(card)
    topic = settings.topic_dead_letter if dead_letters else settings.topic_enriched
    latest = not from_beginning
    shown = 0
    with TopicReader(settings, [topic], follow=follow or latest, latest=latest, group=group) as reader:
        for record in reader:
            shown += show(record)
            if group:
                reader.done(record)
            if shown == most:
                break
    if not shown:
        click.echo(f"no records to show in topic {topic}", err=True)


def _article_card(filters: Sequence[str]) -> _Card:
    from processor.contracts import decode_enriched

    passes = article_filter(filters)

    def card(record: StoredRecord) -> "RenderableType | None":
        article = decode_enriched(record.value)
        return article_card(article, place(record)) if passes(article) else None

    return card


def _letter_card(filters: Sequence[str]) -> _Card:
    from processor.contracts import decode_dead_letter

    passes = letter_filter(filters)

    def card(record: StoredRecord) -> "RenderableType | None":
        letter = decode_dead_letter(record.value or b"")
        return letter_card(letter, place(record)) if passes(letter) else None

    return card


def _card_shower(card: _Card) -> _Shower:
    """Return a function that shows a record as its card, if it has one, and tells whether it did."""
    console = out_console()

    def show(record: StoredRecord) -> bool:
        made = _tried(card, record)
        if made is not None:
            console.print(made)
        return made is not None

    return show


def _json_shower(card: "_Card | None") -> _Shower:
    """Return a function that prints a record as it is; with `card` only one that would have a card."""
    stdout = standard_output()

    def show(record: StoredRecord) -> bool:
        if card is not None and _tried(card, record) is None:
            return False
        write_line(stdout, record.value or b"")
        stdout.flush()
        return True

    return show


def _tried(card: _Card, record: StoredRecord) -> "RenderableType | None":
    from processor.contracts import InvalidArticleError

    try:
        return card(record)
    except InvalidArticleError as error:
        click.echo(f"{place(record)}: not a record of ours: {clean(error)}", err=True)
        return None
