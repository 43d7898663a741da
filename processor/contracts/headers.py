"""Record headers: CloudEvents 1.0 (Kafka binary mode), W3C trace context, and what we measured on the way.

Whatever a clock says goes here and never into the record, so that records stay reproducible. A producer's own headers
are carried over as they came; a worker that is traced puts its own span in place of `traceparent`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import orjson

Headers = Sequence[tuple[str, bytes]]

ATTEMPT: Final = "samachar-attempt"
REPLAYED_FROM: Final = "samachar-replayed-from"
INGESTED_AT: Final = "samachar-ingested-at"
PROCESSED_AT: Final = "samachar-processed-at"
DURATIONS: Final = "samachar-durations"
CONTENT_TYPE: Final = b"application/json; charset=utf-8"

#: A record: topic/partition/offset.
_PLACE: Final = re.compile(rb"[A-Za-z0-9._-]{1,249}/[0-9]{1,10}/[0-9]{1,19}")
#: Replays whose letters are still told.
_MOST_REPLAYS: Final = 20
_YEAR_9999: Final = 253_370_764_800.0

ENRICHED_TYPE: Final = "samachar.article.enriched.v1"
DEAD_LETTER_TYPE: Final = "samachar.article.dead-letter.v1"


def attempt(headers: Headers) -> int:
    """Return how often the message has been tried, this time included; 1 when no replay says more."""
    value = _last(headers, ATTEMPT)
    return max(int(value), 1) if value and value.isascii() and value.isdigit() and len(value) < 10 else 1


def replays(headers: Headers) -> list[tuple[str, bytes]]:
    """Return the headers that say from which dead letters the message was replayed, the oldest first."""
    told = [(name, value) for name, value in headers if name == REPLAYED_FROM and _PLACE.fullmatch(value or b"")]
    return told[-_MOST_REPLAYS:]


def history(headers: Headers, timestamp: float) -> list[tuple[str, bytes]]:
    """Return the headers that tell the message's way so far, for a record that drops all others.

    Args:
        timestamp: as `ingested_at` has it.
    """
    tried = str(attempt(headers)).encode()
    return [*replays(headers), (ATTEMPT, tried), (INGESTED_AT, _time(ingested_at(headers, timestamp)))]


def ingested_at(headers: Headers, timestamp: float) -> float:
    """Return when the article was put on the raw topic, seconds since 1970.

    Args:
        timestamp: of the record at hand, which is that of the article unless an earlier stage says otherwise.
    """
    try:
        moment = datetime.fromisoformat((_last(headers, INGESTED_AT) or b"").decode())
        # A time without a zone is none of ours: a producer may set any header.
        return timestamp if moment.tzinfo is None else moment.timestamp()
    except (ValueError, OverflowError):
        return timestamp


def durations(headers: Headers) -> dict[str, float]:
    """Return the seconds that earlier links spent, by stage; nothing where the header is not as we write it."""
    try:
        found = orjson.loads(_last(headers, DURATIONS) or b"{}")
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: float(spent) for name, spent in found.items() if isinstance(spent, int | float) and 0 <= spent < 1e9}


def outgoing(
    incoming: Headers,
    *,
    event_type: str,
    source: str,
    subject: str,
    spent: Mapping[str, float],
    ingested: float,
    now: float,
) -> list[tuple[str, bytes]]:
    """Return the headers of a record made from one that had `incoming`.

    Args:
        source: CloudEvents source, a URI reference of the link that made it.
        subject: CloudEvents id and subject, the article's id; a repeat of an article is the same event.
        spent: seconds by stage, those of earlier links included.
        ingested, now: seconds since 1970.
    """
    processed = _time(now)
    ours = {
        "content-type": CONTENT_TYPE,
        "ce_specversion": b"1.0",
        "ce_id": subject.encode(),
        "ce_source": source.encode(),
        "ce_type": event_type.encode(),
        "ce_subject": subject.encode(),
        "ce_time": processed,
        ATTEMPT: str(attempt(incoming)).encode(),
        INGESTED_AT: _time(ingested),
        PROCESSED_AT: processed,
        DURATIONS: orjson.dumps({name: round(seconds, 6) for name, seconds in spent.items()}),
    }
    return [*foreign(incoming), *replays(incoming), *ours.items()]


def foreign(headers: Headers) -> list[tuple[str, bytes]]:
    """Return the headers that are the producer's own: all but ours and CloudEvents attributes."""
    return [
        (name, value)
        for name, value in headers
        if not name.lower().startswith(("ce_", "samachar-")) and name.lower() != "content-type"
    ]


def _last(headers: Headers, name: str) -> bytes | None:
    found = [value for key, value in headers if key == name]
    return found[-1] if found else None


def _time(seconds: float) -> bytes:
    # Record timestamps are the producer's: any 64-bit number of milliseconds.
    bounded = min(max(seconds, 0.0), _YEAR_9999)
    return datetime.fromtimestamp(bounded, UTC).isoformat(timespec="milliseconds").encode()
