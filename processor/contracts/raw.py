"""RawArticle, version 1: what a producer sends."""

from datetime import datetime
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
_RFC3339 = regex.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})", flags=regex.ASCII)


def _real_date_time(value: str) -> str:
    if not _RFC3339.fullmatch(value):
        raise ValueError("not an RFC 3339 date-time such as 2026-01-31T08:30:00Z")
    try:
        # Leap seconds are valid in RFC 3339 but unknown to datetime; fractions may be longer than it takes.
        datetime.fromisoformat(f"{value[:17]}{'59' if value[17:19] == '60' else value[17:19]}")
        datetime.fromisoformat(f"2000-01-01T00:00:00{'Z' if value[-1] in 'Zz' else value[-6:]}")
    except ValueError as error:
        raise ValueError(f"no such date-time ({error})") from error
    return value


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
        str | None,
        Field(
            min_length=1,
            max_length=256,
            pattern=r"^[^\x00-\x1f\x7f]+$",
            description="The producer's identifier, which becomes the record's id and Kafka key. "
            "Without one the id is a hash of source and published text.",
        ),
    ] = None
    source: Annotated[str | None, Field(max_length=1024, description="Who published the article.")] = None
    url: Annotated[str | None, Field(max_length=8192, description="Where the article was found.")] = None
    title: Annotated[str | None, Field(max_length=10_000, description="The headline, where it is not in the text.")] = (
        None
    )
    published_at: Annotated[
        str | None,
        AfterValidator(_real_date_time),
        Field(description="RFC 3339 date-time with offset.", json_schema_extra={"format": "date-time"}),
    ] = None
    language_hint: Annotated[
        str | None,
        Field(pattern=_BCP47, max_length=128, description="BCP 47 tag of the language the producer believes it is."),
    ] = None
    metadata: Annotated[
        dict[str, Any] | None, Field(description="Anything the producer wants to find again in the enriched record.")
    ] = None
