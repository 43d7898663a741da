"""RawArticle, version 1: what a producer sends."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

RAW_SCHEMA: Final = "raw-article/1"

# RFC 5646, section 2.1: langtag (language, script, region, variants, extensions, private use) or private use alone.
_BCP47: Final = (
    r"^(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?$|^[xX](?:-[A-Za-z0-9]{1,8})+$"
)
_LANGUAGE_TAG = regex.compile(_BCP47)
# An id is a key, a header and a line of a list: no control characters, line separators or bidi controls.
_ID: Final = r"^[^\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+$"
_IDENTIFIER = regex.compile(_ID)
_RFC3339 = regex.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)", flags=regex.ASCII
)


def _real_date_time(value: str) -> str:
    if not _RFC3339.fullmatch(value):
        raise ValueError("not an RFC 3339 date-time with offset, such as 2026-01-31T08:30:00Z")
    # Fractions may be longer than datetime takes, and it does not know leap seconds.
    leap = value[17:19] == "60"
    offset = "+00:00" if value[-1] in "Zz" else value[-6:]
    try:
        moment = datetime.fromisoformat(f"{value[:17]}{'59' if leap else value[17:19]}{offset}")
    except ValueError as error:
        raise ValueError(f"no such date-time ({error})") from error
    minutes_east = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    if leap and (moment.hour * 60 + moment.minute - minutes_east) % (24 * 60) != 24 * 60 - 1:
        raise ValueError("no such date-time (a leap second is the last of a day in UTC)")
    return value


def _well_formed(value: str) -> str:
    # `$` also matches before a newline at the end, so that is looked for by fullmatch.
    if not _LANGUAGE_TAG.fullmatch(value):
        raise ValueError("not a well-formed BCP 47 tag, such as hi or zh-Hant-TW")
    return value


def _printable_id(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError("an id has no control characters, line separators or bidi controls")
    return value


# The patterns stand in the JSON Schema; what a producer reads is the validators' sentence.
_Id = Annotated[
    str, Field(min_length=1, max_length=256, json_schema_extra={"pattern": _ID}), AfterValidator(_printable_id)
]
_DateTime = Annotated[str, Field(json_schema_extra={"format": "date-time"}), AfterValidator(_real_date_time)]
_LanguageTag = Annotated[
    str, Field(max_length=128, json_schema_extra={"pattern": _BCP47}), AfterValidator(_well_formed)
]


class RawArticle(BaseModel):
    """One article as its producer pushes it. Unknown fields are allowed and kept untouched in the enriched record."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True, title="RawArticle")

    text: Annotated[
        str,
        Field(
            min_length=1,
            pattern=r"\S",
            description="The article, plain text in any language. At most 200,000 code points after normalisation.",
        ),
    ]
    id: Annotated[
        _Id | None,
        Field(
            description="The producer's identifier, which becomes the record's id and Kafka key. "
            "Without one the id is a hash of source and published text."
        ),
    ] = None
    source: Annotated[str | None, Field(max_length=1024, description="Who published the article.")] = None
    url: Annotated[str | None, Field(max_length=8192, description="Where the article was found.")] = None
    title: Annotated[str | None, Field(max_length=10_000, description="The headline, where it is not in the text.")] = (
        None
    )
    published_at: Annotated[_DateTime | None, Field(description="RFC 3339 date-time with offset.")] = None
    language_hint: Annotated[
        _LanguageTag | None, Field(description="BCP 47 tag of the language the producer believes it is.")
    ] = None
    metadata: Annotated[
        dict[str, Any] | None, Field(description="Anything the producer wants to find again in the enriched record.")
    ] = None
