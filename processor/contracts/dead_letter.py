"""DeadLetter, version 1: an article that could not be enriched, kept whole so that it can be mended and replayed."""

from dataclasses import dataclass
from typing import Final

from processor.contracts.errors import Reason

DEAD_LETTER_SCHEMA: Final = "dead-letter/1"


@dataclass(frozen=True, slots=True)
class Header:
    """A Kafka record header: name, and value in Base64 (None for a null value)."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the message was read: a Kafka record, or a line of a file (counted from 1)."""

    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One dead letter.

    Attributes:
        id: the article's id where it could be read.
        stage: the stage that gave up; `decode` where the message itself is invalid, `publish` where the record was.
        reason: one of a closed list; `field` and `error` say what exactly.
        payload, key: the original bytes in Base64 (RFC 4648), None where they were null.
        pipeline: fingerprint of the pipeline that gave up.
        attempt: how often the message has been tried, from 1; a replay adds one.
    """

    schema: str
    id: str | None
    stage: str
    reason: Reason
    field: str | None
    error: str
    payload: str | None
    key: str | None
    headers: tuple[Header, ...]
    source: Source
    pipeline: str
    attempt: int
