"""What the pool says of one message. Tuples of plain values: they cross a process border."""

from typing import NamedTuple

from processor.contracts import Reason, Status

#: The steps around the stages, named as stages where something goes wrong in them.
DECODE = "decode"
PUBLISH = "publish"


class StageRun(NamedTuple):
    """One stage's run: its name, how it ended, and seconds of wall time."""

    stage: str
    status: Status
    seconds: float


class Enriched(NamedTuple):
    """The record to publish.

    Attributes:
        language: tag of the article's language, None where no stage has determined it.
        runs: of the stages of this link.
        listed: types of the record's entities that the watchlist names.
        entities: types of all its entities.
        topics: ids of its topics.
    """

    id: str
    value: bytes
    language: str | None
    runs: tuple[StageRun, ...]
    listed: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class Rejected(NamedTuple):
    """Why there is no record."""

    id: str | None
    stage: str
    reason: Reason
    field: str | None
    error: str


Outcome = Enriched | Rejected
