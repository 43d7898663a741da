"""From an outcome to the record that is produced: an enriched article or a dead letter, with key and headers."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass, replace

from processor.contracts import DeadLetter, Header, Source, encode
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA
from processor.contracts.headers import (
    DEAD_LETTER_TYPE,
    ENRICHED_TYPE,
    Headers,
    attempt,
    durations,
    history,
    ingested_at,
    outgoing,
)
from processor.engine.outcome import Enriched, Outcome, Rejected
from processor.observe.tracing import NO_TRACE, Trace


@dataclass(frozen=True, slots=True)
class Received:
    """A record as it was read, and its trace. `timestamp` is in seconds since 1970."""

    key: bytes | None
    value: bytes | None
    headers: Headers
    source: Source
    timestamp: float
    trace: Trace = NO_TRACE

    @property
    def size(self) -> int:
        """Bytes of key, value and headers."""
        own = len(self.key or b"") + len(self.value or b"")
        return own + sum(len(name) + len(value or b"") for name, value in self.headers)


@dataclass(frozen=True, slots=True)
class Record:
    """A record to produce."""

    topic: str
    key: bytes | None
    value: bytes
    headers: list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes the records of one link.

    Attributes:
        link: its name.
        destination, dead_letters: topics.
        pipeline: fingerprint of the link's stages.
    """

    link: str
    destination: str
    dead_letters: str
    pipeline: str

    def write(self, received: Received, outcome: Outcome, now: float) -> Record:
        """Return the record for an outcome; `now` is in seconds since 1970 and goes into headers only."""
        enriched = isinstance(outcome, Enriched)
        spent = durations(received.headers)
        if isinstance(outcome, Enriched):
            spent |= {run.stage: run.seconds for run in outcome.runs}
        key = outcome.id.encode() if outcome.id else received.key
        place = f"{received.source.topic}/{received.source.partition}/{received.source.offset}"
        headers = outgoing(
            received.headers,
            event_type=ENRICHED_TYPE if enriched else DEAD_LETTER_TYPE,
            source=f"/samachar/{self.link}",
            subject=outcome.id or place,
            spent=spent,
            ingested=ingested_at(received.headers, received.timestamp),
            now=now,
        )
        received.trace.outgoing(headers)
        if isinstance(outcome, Enriched):
            return Record(self.destination, key, outcome.value, headers)
        return Record(self.dead_letters, key, encode(dead_letter(received, outcome, self.pipeline)), headers)

    def write_bare(self, received: Received, rejected: Rejected, now: float) -> Record:
        """Return a dead letter without the message and its producer's headers, where its topic does not take the whole.

        It says how long the message is, its hash, and where it stands, as long as the source topic keeps it.
        """
        value = received.value or b""
        note = f"the message is not kept here: {len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()}"
        told = rejected._replace(error=f"{rejected.error}; {note}")
        headers = history(received.headers, received.timestamp)
        return self.write(replace(received, value=None, headers=headers), told, now)


def dead_letter(received: Received, rejected: Rejected, pipeline: str) -> DeadLetter:
    """Return the dead letter of a message."""
    return DeadLetter(
        schema=DEAD_LETTER_SCHEMA,
        id=rejected.id,
        stage=rejected.stage,
        reason=rejected.reason,
        field=rejected.field,
        error=rejected.error,
        payload=_base64(received.value),
        key=_base64(received.key),
        headers=tuple(Header(name, _base64(value)) for name, value in received.headers),
        source=received.source,
        pipeline=pipeline,
        attempt=attempt(received.headers),
    )


def _base64(value: bytes | None) -> str | None:
    return None if value is None else b64encode(value).decode()
