"""`samachar dlq`: what could not be enriched: listed, shown, and sent again."""

from typing import TYPE_CHECKING

import click

from processor.cli.cards import came_from
from processor.cli.failures import CommandError
from processor.cli.filters import letter_filter
from processor.cli.letters import Stored, all_letters, find, latest_of_each
from processor.cli.options import quiet_clients, with_settings
from processor.cli.payload import payload_text
from processor.cli.progress import Progress
from processor.cli.reading import require_topics
from processor.cli.replay import Replay, destination, repaired_payload, why_not
from processor.cli.sending import Delivery, RecordSender
from processor.cli.terminal import out_console, print_table, standard_output, write_line
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from processor.contracts import DeadLetter
    from processor.settings import Settings

_ERROR = 120
_STEERS = "--payload prints the bytes as they came, which can steer a terminal: send them to a file or a pipe"


def _choosers(function: "Callable[..., None]") -> "Callable[..., None]":
    for name, what in (("id", "this article"), ("stage", "this stage"), ("reason", "this reason")):
        function = click.option(
            f"--{name}", f"{name}s", multiple=True, metavar=name.upper(), help=f"Only letters of {what}. Repeatable."
        )(function)
    return function


def _filters(ids: tuple[str, ...], stages: tuple[str, ...], reasons: tuple[str, ...]) -> list[str]:
    named = (("id", ids), ("stage", stages), ("reason", reasons))
    return [f"{name}={value}" for name, values in named for value in values]


@click.group()
def command() -> None:
    """List, show and replay dead letters: articles that could not be enriched.

    A REF names one: partition:offset in the dead-letter topic, as `list` prints it, or an article's id (its latest).
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print each letter as it is in the topic, one a line.")
@_choosers
@with_settings("bootstrap_servers")
@click.pass_context
def list_(
    context: click.Context,
    settings: "Settings",
    *,
    as_json: bool,
    ids: tuple[str, ...],
    stages: tuple[str, ...],
    reasons: tuple[str, ...],
) -> None:
    """List dead letters, the oldest of each partition first."""
    quiet_clients(context)
    passes = letter_filter(_filters(ids, stages, reasons))
    found = (stored for stored in all_letters(settings) if passes(stored.letter))
    if as_json:
        for stored in found:
            write_line(standard_output(), stored.record.value or b"")
        return
    rows = [_row(stored) for stored in found]
    if rows:
        print_table(("ref", "id", "stage", "reason", "field", "attempt", "came from", "error"), rows, right=(5,))
    what = "dead letter" if len(rows) == 1 else "dead letters"
    click.echo(f"{len(rows)} {what} in topic {settings.topic_dead_letter}", err=True)


def _row(stored: Stored) -> tuple[str, ...]:
    letter = stored.letter
    own = (letter.id or "-", letter.stage, letter.reason.value, letter.field or "-")
    return (
        stored.ref,
        *(clean(cell, _ERROR) for cell in own),
        str(letter.attempt),
        came_from(letter),
        clean(letter.error, _ERROR),
    )


@command.command()
@click.argument("ref")
@click.option("--json", "as_json", is_flag=True, help="Print the letter as it is in the topic.")
@click.option(
    "--payload", "only_payload", is_flag=True, help="Print the bytes of the message that failed, to mend them."
)
@click.option("--full", is_flag=True, help="Show all of a long message.")
@with_settings("bootstrap_servers")
@click.pass_context
def show(
    context: click.Context, settings: "Settings", *, ref: str, as_json: bool, only_payload: bool, full: bool
) -> None:
    """Show one dead letter with all its fields and the message that failed.

    The message is shown readable and harmless to the terminal; --payload gives its very bytes.
    """
    quiet_clients(context)
    (stored,) = find(settings, [ref])
    if as_json:
        write_line(standard_output(), stored.record.value or b"")
    elif only_payload:
        stdout = standard_output()
        if stdout.isatty():
            raise CommandError(_STEERS, Exit.USAGE)
        stdout.write(stored.payload or b"")
    else:
        _print_letter(stored, full=full)


def _print_letter(stored: Stored, *, full: bool) -> None:
    from base64 import b64decode

    letter = stored.letter
    headers = [
        (header.name, b64decode(header.value) if header.value is not None else None) for header in letter.headers
    ]
    rows = [
        ("letter", f"{stored.record.topic}:{stored.ref}"),
        ("id", letter.id or "-"),
        ("stage", letter.stage),
        ("reason", letter.reason.value),
        ("field", letter.field or "-"),
        ("error", letter.error),
        ("came from", came_from(letter)),
        ("attempt", str(letter.attempt)),
        ("pipeline", letter.pipeline),
        ("key", "-" if letter.key is None else b64decode(letter.key).decode("utf-8", "backslashreplace")),
        *(
            (f"header {name}", "null" if value is None else value.decode("utf-8", "backslashreplace"))
            for name, value in headers
        ),
    ]
    print_table(("field", "value"), [(clean(name), clean(value, 1_000)) for name, value in rows])
    out_console().print(f"\n{payload_text(stored.payload, full=full)}", soft_wrap=True)


@command.command()
@click.argument("refs", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Replay every dead letter there is.")
@_choosers
@click.option(
    "--with", "repaired", metavar="FILE", help="Send this article (.txt, .json, -) instead of the one REF's payload."
)
@click.option("--to", metavar="TOPIC", help="Send to this topic instead of where the message came from.")
@click.option(
    "--max-attempts",
    "most_attempts",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    metavar="N",
    help="Leave alone what has been tried N times.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be sent.")
@with_settings("bootstrap_servers")
@click.pass_context
def replay(
    context: click.Context,
    settings: "Settings",
    *,
    refs: tuple[str, ...],
    everything: bool,
    ids: tuple[str, ...],
    stages: tuple[str, ...],
    reasons: tuple[str, ...],
    repaired: str | None,
    to: str | None,
    most_attempts: int,
    dry_run: bool,
) -> None:
    """Send dead letters back to where they came from, under the same key, with the attempt counted up.

    Give REFs, or --all, or what to choose by (--reason stage_timeout). An article that failed more than once is sent
    once. Dead letters stay in their topic: replaying them again sends them again, which gives the same records. That
    goes for the broken original of an article mended with --with too: --all sends it again, and it fails again. A new
    letter says in its attempt how often, and in its headers from which letters. What has been tried --max-attempts
    times stays where it is, so that a replay that runs by itself cannot go round for ever.

    \b
    To mend one:
      samachar dlq show 2:17 --payload > article.json
      (edit article.json)
      samachar dlq replay 2:17 --with article.json

    Exit code 1 when any was not delivered; 2 when a REF is not there or the mended article is not valid, and then
    nothing is sent.
    """
    quiet_clients(context)
    filters = _filters(ids, stages, reasons)
    if bool(refs) + everything + bool(filters) != 1:
        raise click.UsageError("give either REFs, or --all, or --reason, --stage or --id")
    if repaired is not None and len(refs) != 1:
        raise click.UsageError("--with mends one dead letter: give its REF")
    if refs:
        found = find(settings, list(dict.fromkeys(refs)))
        kept = [(stored, why_not(stored, most_attempts, mended=repaired is not None)) for stored in found]
        if refused := [f"{stored.ref}: not sent: {reason}" for stored, reason in kept if reason is not None]:
            raise CommandError("\n".join(refused), Exit.USAGE)
        plan: Iterable[Replay] = [Replay.of(stored, to) for stored in found]
        topics = {each.topic for each in plan}
    else:
        passes = letter_filter(filters)
        # The last word on an article decides: one that has failed in another way since is not chosen by the old way.
        chosen: set[tuple[int, int]] = set()
        last = latest_of_each(_noting(all_letters(settings), passes, chosen))
        last = {place: source for place, source in last.items() if place in chosen}
        topics = {destination(f"{at[0]}:{at[1]}", source, to) for at, source in last.items()}
        plan = (Replay.of(stored, to) for stored in _fit(settings, last, most_attempts))
    if repaired is not None:
        (broken,) = plan
        plan = [broken.with_payload(*repaired_payload(settings, repaired, broken))]
    if dry_run:
        count = 0
        for each in plan:
            click.echo(f"would send {each.told}")
            count += 1
        click.echo(f"{count} would be replayed", err=True)
    elif not topics:
        click.echo("0 replayed", err=True)
    elif _send(settings, plan, topics):
        context.exit(Exit.FATAL)


def _noting(
    letters: "Iterable[Stored]", passes: "Callable[[DeadLetter], bool]", chosen: set[tuple[int, int]]
) -> "Iterator[Stored]":
    """Yield all letters, and put the places of those that pass into `chosen`."""
    for stored in letters:
        if passes(stored.letter):
            chosen.add(stored.place)
        yield stored


def _fit(settings: "Settings", chosen: "Container[tuple[int, int]]", most_attempts: int) -> "Iterator[Stored]":
    """Yield the letters at the chosen places that can be sent, and tell of those that cannot."""
    left = 0
    for stored in all_letters(settings):
        if stored.place not in chosen:
            continue
        reason = why_not(stored, most_attempts)
        if reason is None:
            yield stored
        else:
            left += 1
            click.echo(f"{stored.ref}: not sent: {reason}", err=True)
    if left:
        click.echo(f"{left} left where they are", err=True)


def _send(settings: "Settings", plan: "Iterable[Replay]", topics: set[str]) -> int:
    """Send all and tell of each; return how many were not delivered."""
    require_topics(settings, sorted(topics), "WRITE")
    with Progress("replayed") as progress, RecordSender[Replay](settings) as sender:
        for each in plan:
            sender.send(each, each.topic, each.key, each.value, each.headers)
            _tell(sender.deliveries(), progress)
        _tell(sender.finish(), progress)
    click.echo(progress.summary(), err=True)
    return progress.failed


def _tell(deliveries: list[Delivery[Replay]], progress: Progress) -> None:
    for delivery in deliveries:
        if delivery.error is None:
            progress.say(f"sent {delivery.tag.told}: {delivery.topic}:{delivery.partition}:{delivery.offset}")
        else:
            progress.say(f"not delivered: {delivery.tag.told}: {clean(delivery.error)}")
        progress.step(failed=delivery.error is not None)
