"""EnrichedArticle, version 1: the raw message, the published text, and what each stage found.

The same type travels between the stages: before the first one only the raw parts are filled, and every stage adds its
annotation and one line to `stages`. The record holds no clock, no random number and no duration, so that the same input
through the same pipeline gives the same bytes. Version 1 grows by adding fields only.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

ENRICHED_SCHEMA: Final = "enriched-article/1"

EntityType = Literal["PER", "ORG", "LOC", "MISC"]
Origin = Literal["producer", "text"]


class Status(StrEnum):
    """How a stage ended on one article."""

    OK = "ok"
    SKIPPED = "skipped"  # not applicable: nothing to read, or a language the stage does not know
    DEGRADED = "degraded"  # an answer, but by a fall-back or with a part missing; the reason says which
    FAILED = "failed"  # tried and could not; the article goes on without the stage's facts


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range [start, end) of code points in the published text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the published text: `text == article.text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the published text in one language (BCP 47 tag)."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Language:
    """What the article is written in.

    Attributes:
        tag: BCP 47 tag, `und` when undetermined.
        script: ISO 15924 code of most letters of the body, `Zyyy` when it has no letters.
        confidence: calibrated probability that `tag` is right, 0 for `und`.
        segments: the body cut by language, in order; one segment for an article in one language, none for `und`.
    """

    tag: str
    script: str
    confidence: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Coordinates:
    """WGS 84 position in decimal degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation or place, with all its mentions in order of appearance.

    Attributes:
        name: the canonical name.
        ids: identifiers by scheme, such as `iso3166` (alpha-2 code).
        confidence: probability that type and identity are right.
    """

    type: EntityType
    name: str
    ids: dict[str, str]
    mentions: tuple[Mention, ...]
    confidence: float
    coordinates: Coordinates | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """An IPTC Media Topic (`medtop:` id, English name) with its calibrated probability."""

    id: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage says of its own work on this article.

    Attributes:
        version: of the stage's code, changed whenever its output may change.
        model: fingerprint of the data and weights it used.
        reason: why the status is not `ok`, else None.
    """

    name: str
    version: str
    model: str
    status: Status
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field came from: the producer's message, the text itself (a headline or trailer line), or nowhere."""

    id: Literal["producer", "hash"]
    title: Origin | None
    published_at: Origin | None
    hashtags: Origin | None


@dataclass(frozen=True, slots=True)
class EnrichedArticle:
    """One enriched article.

    Attributes:
        article: the raw message's fields, untouched.
        text: the published text; every offset in the record refers to it.
        body: the part of `text` that the stages read, without surrounding white space and trailer lines.
        title: the producer's, else the first line of the body.
        published_at: RFC 3339; without an offset where the text gave none.
        pipeline: fingerprint of all stages, models and rules that made this record.
        extensions: what stages other than ours found, by stage name.
    """

    id: str
    schema: str
    article: dict[str, Any]
    text: str
    body: Span
    title: str | None
    published_at: str | None
    hashtags: tuple[str, ...]
    provenance: Provenance
    language: Language | None = None
    entities: tuple[Entity, ...] = ()
    topics: tuple[Topic, ...] = ()
    extensions: dict[str, Any] = field(default_factory=dict)
    stages: tuple[StageReport, ...] = ()
    pipeline: str = ""

    @property
    def body_text(self) -> str:
        """The text that stages read. Index `i` of it is index `body.start + i` of `text`."""
        return self.text[self.body.start : self.body.end]

    @property
    def outside_title(self) -> str | None:
        """The title where the body does not already begin with it."""
        return self.title if self.provenance.title == "producer" else None
