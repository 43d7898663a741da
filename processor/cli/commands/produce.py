"""`samachar produce`: articles from files onto the raw topic."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import orjson

from processor.cli.inputs import InputError, Item, check_inputs, read_inputs, total_size
from processor.cli.options import quiet_clients, with_settings
from processor.cli.progress import Progress
from processor.cli.reading import require_topics
from processor.cli.sending import Delivery, RecordSender
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.contracts import Limits
    from processor.settings import Settings

_HELP = """Send articles from FILES to the raw topic.

    \b
    FILES  .txt           one article a file; its source is the file's name
                          without .txt, it has no id, so that its id becomes
                          the hash of source and text
           .json          one article object, or a list of them
           .jsonl .ndjson one article object a line (blank lines are skipped)
           -              as .jsonl, from standard input

    Each article is checked against the contract first (see docs/producers.md); those that break it are named with file,
    line and reason and not sent, the others are. An article counts as sent when all in-sync replicas have it. The Kafka
    key is the article's id, so that all versions of it stay in order.

    Exit code 1 when any article was refused or not delivered, 2 when an input cannot be read.
    """


@click.command(help=_HELP)
@click.argument("files", nargs=-1, required=True)
@click.option("--topic", metavar="NAME", help="Send to this topic. [SAMACHAR_TOPIC_RAW; default articles.raw]")
@click.option("--no-check", is_flag=True, help="Send articles that break the contract too.")
@click.option(
    "--raw", is_flag=True, help="Send the bytes of every line of every file as they are, whatever its kind; no key."
)
@with_settings("bootstrap_servers")
@click.pass_context
def command(
    context: click.Context,
    settings: "Settings",
    *,
    files: tuple[str, ...],
    topic: str | None,
    no_check: bool,
    raw: bool,
) -> None:
    from processor.engine.layouts import limits

    quiet_clients(context)
    check_inputs(files, raw=raw)
    topic = topic or settings.topic_raw
    require_topics(settings, [topic], "WRITE")
    keys = _Keys(limits(settings), check=not no_check, raw=raw)
    with Progress("sent", total_size(files)) as progress, RecordSender[Item](settings) as sender:
        broken_off = _send_all(files, topic, keys, sender, progress)
    click.echo(f"{progress.summary()}, to topic {topic}", err=True)
    if progress.failed or broken_off:
        context.exit(Exit.FATAL)


@dataclass(frozen=True, slots=True)
class _Keys:
    """Finds the key of a message, and whether it may be sent."""

    limits: "Limits"
    check: bool
    raw: bool

    def key(self, value: bytes) -> bytes | None:
        """Return the article's id.

        Raises:
            InvalidArticleError: the message breaks the contract, and that is checked.
        """
        from processor.contracts import accept

        if self.raw:
            return None
        return accept(value, self.limits).id.encode() if self.check else _id(value)


def _id(value: bytes) -> bytes | None:
    try:
        found = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    name = found.get("id") if isinstance(found, dict) else None
    return name.encode() if isinstance(name, str) and name else None


def _send_all(files: tuple[str, ...], topic: str, keys: _Keys, sender: RecordSender[Item], progress: Progress) -> bool:
    """Send every message and tell of every failure; return whether the broker made us stop before the end."""
    from processor.contracts import InvalidArticleError

    try:
        for item in read_inputs(files, raw=keys.raw):
            try:
                key = keys.key(item.value)
            except InvalidArticleError as error:
                progress.say(f"{clean(item.place)}: refused, {error.reason}: {clean(error)}")
                progress.step(failed=True, size=item.size)
                continue
            sender.send(item, topic, key, item.value)
            if _tell(sender.deliveries(), progress):
                progress.say(f"stopped after {clean(item.place)}: the broker takes no more; what follows was not sent")
                _tell(sender.finish(), progress)
                return True
        _tell(sender.finish(), progress)
        return False
    except InputError:
        _tell(sender.finish(), progress)
        progress.say(f"{progress.summary()}, before the input broke off")
        raise


def _tell(deliveries: list[Delivery[Item]], progress: Progress) -> bool:
    """Count deliveries, name those that failed, and return whether there is no hope for the next."""
    for delivery in deliveries:
        if delivery.error is not None:
            progress.say(f"{clean(delivery.tag.place)}: not delivered: {clean(delivery.error)}")
        progress.step(failed=delivery.error is not None, size=delivery.tag.size)
    return any(delivery.hopeless for delivery in deliveries)
