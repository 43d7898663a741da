"""The bytes on the wire: orjson out, validated dataclasses in."""

from functools import cache
from math import isnan
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from processor.contracts.dead_letter import DeadLetter
from processor.contracts.enriched import EnrichedArticle
from processor.contracts.errors import InvalidArticleError, Reason
from processor.contracts.json_value import read_object

#: What orjson writes: a record may be deeper than its article, by what the stages found.
_RECORD_DEPTH: Final = 254
#: Decimal places of every probability in a record; coordinates have five (about a metre).
CONFIDENCE_DIGITS = 4
COORDINATE_DIGITS = 5


def probability(value: float) -> float:
    """Return `value` clamped to [0, 1] and rounded as records state it.

    Raises:
        ValueError: when it is NaN, which JSON cannot say.
    """
    value = float(value)
    if isnan(value):
        raise ValueError("a probability that is not a number")
    return round(min(max(0.0, value), 1.0), CONFIDENCE_DIGITS)


def encode(message: EnrichedArticle | DeadLetter) -> bytes:
    """Return the message as one line of UTF-8 JSON with its fields in declared order."""
    return orjson.dumps(message)


def decode_enriched(value: bytes | None) -> EnrichedArticle:
    """Read a record that one of our own stages published.

    The limits of a raw message are not applied again: a record is larger and deeper than what it was made from.

    Raises:
        InvalidArticleError: when it is not an EnrichedArticle.
    """
    fields = read_object(value or b"", _RECORD_DEPTH)
    try:
        article: EnrichedArticle = _adapter(EnrichedArticle).validate_python(fields)
    except ValidationError as error:
        raise _not_ours(error) from error
    return article


def decode_dead_letter(value: bytes) -> DeadLetter:
    """Read a dead letter.

    Raises:
        InvalidArticleError: when it is not a DeadLetter.
    """
    try:
        letter: DeadLetter = _adapter(DeadLetter).validate_python(read_object(value, max_depth=8))
    except ValidationError as error:
        raise _not_ours(error) from error
    return letter


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _not_ours(error: ValidationError) -> InvalidArticleError:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    reason = Reason.MISSING_FIELD if first["type"].startswith("missing") else Reason.WRONG_TYPE
    return InvalidArticleError(reason, first["msg"], ".".join(str(step) for step in first["loc"]))
