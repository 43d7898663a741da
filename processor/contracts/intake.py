"""From the bytes on the raw topic to the record before its first stage, or to a clear error."""

import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from processor.contracts.enriched import ENRICHED_SCHEMA, EnrichedArticle, Provenance, Span
from processor.contracts.errors import InvalidArticleError, Reason
from processor.contracts.ids import article_id, fingerprint
from processor.contracts.json_value import read_object
from processor.contracts.layout import read_layout
from processor.contracts.raw import RawArticle
from processor.contracts.text import is_blank, normalise

#: Changed whenever normalisation or layout rules change what is published; part of every pipeline fingerprint.
INTAKE_VERSION: Final = "1"


#: A record must be written again, one level deeper: orjson writes 254 levels at most.
MAX_DEPTH: Final = 250


@dataclass(frozen=True, slots=True)
class Limits:
    """What a message may cost.

    Attributes:
        message_bytes: largest message.
        text_length: longest published text, code points.
        depth: deepest nesting of objects and arrays, at most `MAX_DEPTH`.
        fields: most names in all objects together.
    """

    message_bytes: int = 1024 * 1024
    text_length: int = 200_000
    depth: int = 32
    fields: int = 10_000


def accept(value: bytes | None, limits: Limits) -> EnrichedArticle:
    """Validate a raw message and return the record that the first stage gets.

    Raises:
        InvalidArticleError: with the reason and, where one is to blame, the field.
    """
    fields = read_message(value, limits)
    try:
        raw = RawArticle.model_validate(fields)
    except ValidationError as error:
        raise _invalid(error.errors(include_url=False, include_input=False, include_context=False)[0]) from error
    text = normalise(raw.text)
    if is_blank(text):
        raise InvalidArticleError(Reason.EMPTY_TEXT, "nothing that can be seen is left after normalisation", "text")
    if len(text) > limits.text_length:
        detail = f"{len(text)} code points after normalisation; at most {limits.text_length} are allowed"
        raise InvalidArticleError(Reason.TEXT_TOO_LONG, detail, "text")
    layout = read_layout(text)
    title = normalise(raw.title, "title").strip() if raw.title else ""
    if is_blank(title):
        title = ""
    return EnrichedArticle(
        id=raw.id or article_id(raw.source, text),
        schema=ENRICHED_SCHEMA,
        article=fields,
        text=text,
        body=Span(layout.start, layout.end),
        title=title or layout.title,
        published_at=raw.published_at or layout.published_at,
        hashtags=layout.hashtags,
        provenance=Provenance(
            id="producer" if raw.id else "hash",
            title="producer" if title else ("text" if layout.title else None),
            published_at="producer" if raw.published_at else ("text" if layout.published_at else None),
            hashtags="text" if layout.hashtags else None,
        ),
        pipeline=intake_pipeline(),
    )


def intake_pipeline() -> str:
    """Return the pipeline fingerprint of a record before its first stage: our rules, and Unicode's in this Python."""
    return fingerprint("intake", INTAKE_VERSION, unicodedata.unidata_version)


def read_message(value: bytes | None, limits: Limits) -> dict[str, Any]:
    """Return the JSON object of a message within the limits.

    Raises:
        InvalidArticleError: where the message as a whole is wrong.
    """
    if not value:
        raise InvalidArticleError(Reason.EMPTY_MESSAGE, "the message has no value")
    if len(value) > limits.message_bytes:
        detail = f"{len(value)} bytes; at most {limits.message_bytes} are allowed"
        raise InvalidArticleError(Reason.TOO_LARGE, detail)
    return read_object(value, min(limits.depth, MAX_DEPTH), limits.fields)


def _invalid(error: ErrorDetails) -> InvalidArticleError:
    path = error["loc"]
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    kind = error["type"]
    if kind == "missing":
        return InvalidArticleError(Reason.MISSING_FIELD, "this field is required", field)
    if kind.endswith("_type"):
        return InvalidArticleError(Reason.WRONG_TYPE, error["msg"], field)
    if field == "text":
        return InvalidArticleError(Reason.EMPTY_TEXT, "the text is empty or white space", field)
    return InvalidArticleError(Reason.INVALID_VALUE, error["msg"].removeprefix("Value error, "), field)
