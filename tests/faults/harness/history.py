"""What happened in a run, as a flat list of events. The checker sees nothing else.

Every moment is in seconds of the machine's clock since 1970. Those of records and commits are the broker's (append
time), so that a worker whose clock jumps cannot confuse them; broker and harness share one machine and one clock.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import orjson


class Place(NamedTuple):
    """A record's place. In a commit, `offset` is the next one that the group would read."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A raw message that the producer pushed.

    Attributes:
        serial: its number in this run, which travels in a header and, where the message can be read, in its metadata.
        doom: what must become of it: empty for an enriched record, else why it ends as a dead letter.
        place: where the broker said that it is; None where it never acknowledged it.
    """

    serial: int
    key: str | None
    doom: str
    at: float
    place: Place | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A record of the raw topic, a topic between stages, or the enriched topic.

    Attributes:
        serial: as its header says.
        body: as its article's metadata says; None where it cannot be read there.
    """

    place: Place
    at: float
    key: str | None
    serial: int | None
    body: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter. `source` is where its message was read, as the letter says."""

    place: Place
    at: float
    key: str | None
    serial: int | None
    source: Place | None
    stage: str
    reason: str
    digest: str


@dataclass(frozen=True, slots=True)
class Commit:
    """An offset that a group committed."""

    group: str
    place: Place
    at: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A worker process that ended.

    Attributes:
        code: as the shell has it, negative for a signal; None where it would not end and had to be killed.
        asked: the signal that the harness had sent it to end it, or empty.
        ready: it had logged that it has its partitions.
        fatal: it had logged that it gives up.
    """

    worker: str
    code: int | None
    asked: str
    ready: bool
    fatal: bool
    at: float


@dataclass(frozen=True, slots=True)
class Struck:
    """A fault that was done, from `at` to `until`."""

    kind: str
    target: str
    at: float
    until: float


@dataclass(frozen=True, slots=True)
class Left:
    """How far a group was in a partition when the run ended; `place.offset` is the end of the partition."""

    group: str
    place: Place
    committed: int | None


Event = Sent | Stored | Letter | Commit | Ended | Struck | Left
History = Sequence[Event]

_KINDS: Final = {kind.__name__: kind for kind in (Sent, Stored, Letter, Commit, Ended, Struck, Left)}
_PLACES: Final = ("place", "source")


@dataclass(frozen=True, slots=True)
class Hop:
    """One link: the group that reads `source` and writes `destination`, or dead letters."""

    group: str
    source: str
    destination: str


@dataclass(frozen=True, slots=True)
class Pipe:
    """The way of an article: its hops in order, and the dead-letter topic.

    Attributes:
        once: nothing may come out twice. What is in the history is then what a reader of committed records sees.
    """

    hops: tuple[Hop, ...]
    dead_letters: str
    once: bool = False

    @property
    def raw(self) -> str:
        return self.hops[0].source

    @property
    def enriched(self) -> str:
        return self.hops[-1].destination


def save(history: Iterable[Event], file: Path) -> None:
    """Write a history, an event a line."""
    with file.open("wb") as output:
        output.writelines(line(event) + b"\n" for event in history)


def load(file: Path) -> list[Event]:
    """Read what `save` wrote."""
    return [_event(orjson.loads(text)) for text in file.read_bytes().splitlines()]


def line(event: Event) -> bytes:
    """Return an event as one line of JSON."""
    return orjson.dumps({"event": type(event).__name__} | dataclasses.asdict(event), default=tuple)


def _event(fields: dict[str, object]) -> Event:
    kind = _KINDS[str(fields.pop("event"))]
    for name in _PLACES:
        value = fields.get(name)
        if isinstance(value, list):
            fields[name] = Place(*value)
    made: Event = kind(**fields)  # type: ignore[arg-type]
    return made
