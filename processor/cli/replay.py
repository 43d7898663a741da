"""What a dead letter becomes when it is sent again."""

from base64 import b64decode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from processor.cli.failures import CommandError
from processor.cli.inputs import check_inputs, read_inputs
from processor.cli.letters import Stored
from processor.contracts import InvalidArticleError, Reason, Source, accept, decode_enriched
from processor.contracts.errors import OF_A_BATCH
from processor.contracts.headers import ATTEMPT, REPLAYED_FROM
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.settings import Settings

_TAKE: Final = "docs/runbooks/articles-refused.md says how to take its messages out"


@dataclass(frozen=True, slots=True)
class Replay:
    """One record to send: the original key, bytes and headers, with the attempt counted up and the letter named.

    Attributes:
        id: the article's id, None where it could not be read.
        told: one line on it for people.
    """

    ref: str
    id: str | None
    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    attempt: int

    @classmethod
    def of(cls, stored: Stored, to: str | None = None) -> Self:
        """Return what a dead letter becomes; `to` overrides the topic that it came from.

        Raises:
            CommandError: see `destination`.
        """
        letter = stored.letter
        attempt = letter.attempt + 1
        place = f"{stored.record.topic}/{stored.record.partition}/{stored.record.offset}"
        # The client cannot send a header without a value.
        kept = [(header.name, b64decode(header.value or "")) for header in letter.headers if header.name != ATTEMPT]
        return cls(
            ref=stored.ref,
            id=letter.id,
            topic=destination(stored.ref, letter.source, to),
            key=None if letter.key is None else b64decode(letter.key),
            value=stored.payload,
            headers=(*kept, (REPLAYED_FROM, place.encode()), (ATTEMPT, str(attempt).encode())),
            attempt=attempt,
        )

    def with_payload(self, article_id: str, value: bytes) -> Self:
        """Return it with a mended message; one without a key gets the article's id, as every key is."""
        return replace(self, id=article_id, value=value, key=article_id.encode() if self.key is None else self.key)

    @property
    def told(self) -> str:
        return f"{self.ref} ({clean(self.id or 'no id')}, attempt {self.attempt}) to {clean(self.topic)}"


def why_not(stored: Stored, most_attempts: int, *, mended: bool = False) -> str | None:
    """Return why a dead letter is not to be sent again, None where nothing is in the way.

    Args:
        most_attempts: a message that has been tried so often is given up; otherwise a replay that runs every hour
            would send what always fails for ever.
        mended: another message is sent instead of the one that failed.
    """
    letter = stored.letter
    if letter.reason in OF_A_BATCH:
        return f"its payload is a batch and not a message: {_TAKE}"
    if letter.attempt >= most_attempts:
        return f"tried {letter.attempt} times; --max-attempts {letter.attempt + 1} sends it once more"
    if letter.payload is None and letter.reason is not Reason.EMPTY_MESSAGE and not mended:
        return "the letter does not hold the message, which was too large for it; send it with --with"
    return None


def destination(ref: str, source: Source, to: str | None) -> str:
    """Return the topic that a letter goes to: `to`, else where its message came from.

    Raises:
        CommandError: it came from a file, and `to` does not say where it is to go.
    """
    topic = to or source.topic
    if topic is None:
        raise CommandError(f"{ref}: it came from a file; say --to TOPIC", Exit.USAGE)
    return topic


def repaired_payload(settings: "Settings", file: str, broken: Replay) -> tuple[str, bytes]:
    """Return the id and the bytes of the one article in `file`, fit to be sent instead of `broken`.

    Raises:
        CommandError: the file holds none or several, an invalid one, or one with another id.
        InputError: it cannot be read.
    """
    from processor.engine.layouts import limits

    check_inputs([file])
    items = list(read_inputs([file]))
    if len(items) != 1:
        raise CommandError(f"{file}: expected one article, found {len(items)}", Exit.USAGE)
    value = items[0].value
    between = {settings.stage_topic(stage) for stage in settings.stages[:-1]}
    try:
        article = decode_enriched(value) if broken.topic in between else accept(value, limits(settings))
    except InvalidArticleError as error:
        raise CommandError(f"{file}: still not valid, {error.reason}: {error}", Exit.USAGE) from error
    if broken.id is not None and article.id != broken.id:
        raise CommandError(
            f"{file}: its id is {article.id}, the dead letter's is {broken.id}; a replay keeps the id", Exit.USAGE
        )
    return article.id, value
