"""DeadLetter, version 1: an article that could not be enriched, kept whole so that it can be mended and replayed."""

from base64 import b64decode
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from processor.contracts.errors import Reason

DEAD_LETTER_SCHEMA: Final = "dead-letter/1"


def _decodable(value: str) -> str:
    b64decode(value, validate=True)  # binascii.Error is a ValueError
    return value


_Base64 = Annotated[str, AfterValidator(_decodable)]


@dataclass(frozen=True, slots=True)
class Header:
    """A Kafka record header.

    Attributes:
        name: of the header; a name may occur several times.
        value: its bytes in Base64 (RFC 4648, section 4), null for a null value.
    """

    name: str
    value: _Base64 | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the message was read: a Kafka record, or a line of a file.

    Attributes:
        topic: Kafka topic, null for a file.
        partition: Kafka partition, null for a file.
        offset: Kafka offset, null for a file.
        file: name of the file, null for a Kafka record.
        line: line of the file, counted from 1, null for a Kafka record and where the whole file is one article.
    """

    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One dead letter.

    Attributes:
        schema: name and version of this contract.
        id: the article's id, null where it could not be read.
        stage: the stage that gave up; `decode` where the message itself is invalid, `publish` where the record was.
        reason: one of a closed list; `field` and `error` say what exactly.
        field: dotted path of the offending field, such as `metadata.tags[3]`, null where the whole is wrong.
        error: one sentence for whoever mends it.
        payload: the original bytes in Base64 (RFC 4648, section 4), null where there were none, or too many for the
            dead-letter topic: `error` then has their number and SHA-256.
        key: the original Kafka key in Base64, null where there was none.
        headers: the original Kafka headers, in order.
        source: where the message was read.
        pipeline: fingerprint of the pipeline that gave up.
        attempt: how often the message has been tried, from 1; a replay adds one.
    """

    schema: Literal["dead-letter/1"]
    id: str | None
    stage: str
    reason: Reason
    field: str | None
    error: str
    payload: _Base64 | None
    key: _Base64 | None
    headers: tuple[Header, ...]
    source: Source
    pipeline: str
    attempt: Annotated[int, Field(ge=1)]
