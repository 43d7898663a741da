"""Dead letters in a topic that is not there."""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from processor.cli.letters import Stored
from processor.contracts import DeadLetter, Header, Reason, Source
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA


@dataclass(frozen=True)
class Record:
    """A record as the client gives it."""

    partition: int
    offset: int
    timestamp: int = 0
    topic: str = "articles.dead-letter"
    key: bytes | None = None
    value: bytes | None = None
    headers: list[tuple[str, bytes]] = field(default_factory=list)


def stored(partition: int, offset: int, *, timestamp: int = 0, payload: bytes | None = b"{}", **changes: Any) -> Stored:
    """Return a dead letter at a place; `changes` are fields of it."""
    fields: dict[str, Any] = {
        "schema": DEAD_LETTER_SCHEMA,
        "id": "a1",
        "stage": "decode",
        "reason": Reason.EMPTY_TEXT,
        "field": "text",
        "error": "text: the text is empty or white space",
        "payload": None if payload is None else b64encode(payload).decode(),
        "key": b64encode(b"a1").decode(),
        "headers": (Header("x-desk", b64encode(b"asia").decode()),),
        "source": Source("articles.raw", 3, 17),
        "pipeline": "-",
        "attempt": 1,
    }
    return Stored(DeadLetter(**(fields | changes)), Record(partition, offset, timestamp))
