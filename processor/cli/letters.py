"""Dead letters as they lie in their topic: found by place, by article, or by what went wrong."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import click

from processor.cli.failures import CommandError
from processor.cli.reading import Place, StoredRecord, TopicReader
from processor.contracts import DeadLetter, Source
from processor.engine.exits import Exit
from processor.observe.logs import clean

if TYPE_CHECKING:
    from processor.settings import Settings

_PLACE: Final = re.compile(r"(?:(?P<topic>[A-Za-z0-9._-]+):)?(?P<partition>\d{1,9}):(?P<offset>\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stored:
    """A dead letter and where it lies."""

    letter: DeadLetter
    record: StoredRecord

    @property
    def ref(self) -> str:
        """What names it on the command line: `partition:offset` in the dead-letter topic."""
        return f"{self.record.partition}:{self.record.offset}"

    @property
    def place(self) -> tuple[int, int]:
        """Partition and offset."""
        return self.record.partition, self.record.offset

    @property
    def payload(self) -> bytes | None:
        """The bytes of the message that failed."""
        return None if self.letter.payload is None else b64decode(self.letter.payload)


def all_letters(settings: "Settings", starts: dict[Place, int] | None = None) -> Iterator[Stored]:
    """Yield every dead letter there is; what is none of ours is named on standard error."""
    from processor.contracts import InvalidArticleError, decode_dead_letter

    with TopicReader(settings, [settings.topic_dead_letter], starts=starts) as reader:
        for record in reader:
            try:
                yield Stored(decode_dead_letter(record.value or b""), record)
            except InvalidArticleError as error:
                where = f"{record.topic}:{record.partition}:{record.offset}"
                click.echo(f"{where}: not a dead letter: {clean(error)}", err=True)


def find(settings: "Settings", refs: Sequence[str]) -> list[Stored]:
    """Return the dead letters that `refs` name, in that order.

    Args:
        refs: `partition:offset`, that with the topic before it, or an article's id, which means its latest.

    Raises:
        CommandError: one is not there; all that are missing are named.
    """
    topic = settings.topic_dead_letter
    places = [_place(ref, topic) for ref in refs]
    wanted = {place for place in places if place is not None}
    ids = {ref for ref, place in zip(refs, places, strict=True) if place is None}
    starts: dict[Place, int] = {}
    for partition, offset in sorted(wanted, reverse=True):
        starts[topic, partition] = offset
    by_place: dict[tuple[int, int], Stored] = {}
    by_id: dict[str, Stored] = {}
    for stored in all_letters(settings, None if ids else starts):
        if stored.place in wanted:
            by_place[stored.place] = stored
        if stored.letter.id is not None and stored.letter.id in ids:
            by_id[stored.letter.id] = _later(stored, by_id.get(stored.letter.id))
        if not ids and len(by_place) == len(wanted):
            break
    pairs = zip(refs, places, strict=True)
    found = [(ref, by_id.get(ref) if place is None else by_place.get(place)) for ref, place in pairs]
    if missing := [ref for ref, stored in found if stored is None]:
        raise CommandError("\n".join(f"{ref}: no such dead letter in topic {topic}" for ref in missing), Exit.USAGE)
    return [stored for _, stored in found if stored is not None]


def latest_of_each(letters: Iterable[Stored]) -> dict[tuple[int, int], Source]:
    """Return (partition, offset) -> source, of the letters that are the last word on their article.

    Those are left out whose article, with the same payload, has failed once more since. Only hashes of the payloads are
    held: a dead-letter topic can be large.
    """
    kept: dict[object, tuple[int, int, tuple[int, int], Source]] = {}
    for stored in letters:
        letter = stored.letter
        same = stored.place if letter.id is None else (letter.id, sha256((letter.payload or "").encode()).digest())
        this = (letter.attempt, stored.record.timestamp, stored.place, letter.source)
        if same not in kept or kept[same][:2] <= this[:2]:
            kept[same] = this
    return {place: source for _, _, place, source in kept.values()}


def _later(one: Stored, other: Stored | None) -> Stored:
    if other is None:
        return one
    return max(other, one, key=lambda stored: (stored.letter.attempt, stored.record.timestamp))


def _place(ref: str, topic: str) -> tuple[int, int] | None:
    match = _PLACE.fullmatch(ref)
    if match is None or match["topic"] not in (None, topic):
        return None
    return int(match["partition"]), int(match["offset"])
