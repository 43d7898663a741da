"""EnrichedArticle, version 1: the raw message, the published text, and what each stage found.

The same type travels between the stages: before the first one only the raw parts are filled, and every stage adds its
annotation and one line to `stages`. The record holds no clock, no random number and no duration, so that the same input
through the same pipeline gives the same bytes. Version 1 grows by adding fields only.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import Field

ENRICHED_SCHEMA: Final = "enriched-article/1"

EntityType = Literal["PER", "ORG", "LOC", "MISC"]
Origin = Literal["producer", "text"]
#: Index of a code point in the published text.
Index = Annotated[int, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]
WikidataId = Annotated[str, Field(pattern="^Q[1-9][0-9]*$")]


class Status(StrEnum):
    """How a stage ended on one article."""

    OK = "ok"
    SKIPPED = "skipped"  # not applicable: nothing to read, or a language the stage does not know
    DEGRADED = "degraded"  # an answer, but by a fall-back or with a part missing; the reason says which
    FAILED = "failed"  # tried and could not; the article goes on without the stage's facts


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range [start, end) of code points in the published text.

    Attributes:
        start: index of the first code point.
        end: index after the last code point.
    """

    start: Index
    end: Index


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the published text: `text == article.text[start:end]`.

    Attributes:
        start: index of the first code point.
        end: index after the last code point.
        text: what stands there.
    """

    start: Index
    end: Index
    text: Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the published text in one language.

    Attributes:
        start: index of the first code point.
        end: index after the last code point.
        tag: BCP 47 tag.
    """

    start: Index
    end: Index
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
    script: Annotated[str, Field(pattern="^[A-Z][a-z]{3}$")]
    confidence: Probability
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Coordinates:
    """WGS 84 position in decimal degrees.

    Attributes:
        latitude: north is positive.
        longitude: east is positive.
    """

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class LinkHow(StrEnum):
    """What decided which thing a name means."""

    NAME = "name"  # the name means one thing only
    WRITTEN = "written"  # the text says it right there: `Paris, Texas`
    CONTEXT = "context"  # other places of the article decide
    LANGUAGE = "language"  # so it is called in the article's language
    POPULATION = "population"  # by far the largest of that name
    WATCHLIST = "watchlist"  # the user's own list


@dataclass(frozen=True, slots=True)
class EntityLink:
    """How an entity got its identifiers.

    Attributes:
        how: what decided which thing is meant.
    """

    how: LinkHow


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation or place, with all its mentions in order of appearance.

    Attributes:
        type: PER (person), ORG (organisation), LOC (place) or MISC (another name).
        name: the canonical name: the fullest form that the text has, or the name of what is linked.
        ids: identifiers by scheme, such as `iso3166` (alpha-2 code). `person` is no register's: it is made of the name,
            so that spellings in different scripts share it.
        mentions: where the text names it, in order.
        confidence: probability that type and identity are right.
        coordinates: of a place, null where unknown.
        latin: `name` in Latin letters where it is written in others, else null.
        link: how the identifiers other than `person` were found, null where there are none.
        count: number of mentions.
    """

    type: EntityType
    name: str
    ids: dict[str, str]
    mentions: Annotated[tuple[Mention, ...], Field(min_length=1)]
    confidence: Probability
    coordinates: Coordinates | None = None
    latin: str | None = None
    link: EntityLink | None = None
    count: Annotated[int, Field(ge=1)] = 1


@dataclass(frozen=True, slots=True)
class NarrowerTopic:
    """An IPTC Media Topic below the top level.

    Attributes:
        id: its `medtop:` code.
        name: its English name.
        path: the codes from the top level down to it, both included.
        confidence: probability that it, or a term below it, fits, where the topic that it stands under does.
        wikidata: the Wikidata item that IPTC maps it to, such as `Q11425`; null where there is none.
    """

    id: str
    name: str
    path: Annotated[tuple[str, ...], Field(min_length=2)]
    confidence: Probability
    wikidata: WikidataId | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """An IPTC Media Topic of the top level, or a topic of the operator's own.

    Attributes:
        id: its `medtop:` code, or `own:` and the id that the operator's file gives it.
        name: its English name, or the one in that file.
        confidence: calibrated probability that the article is about it.
        why: the sentence that speaks most for it; null where only a title outside of the text was read.
        wikidata: the Wikidata item that IPTC maps it to, such as `Q7163`; null where there is none.
        narrower: the most specific term below it that fits; none when unsure.
    """

    id: str
    name: str
    confidence: Probability
    why: Span | None = None
    wikidata: WikidataId | None = None
    narrower: tuple[NarrowerTopic, ...] = ()


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage says of its own work on this article.

    Attributes:
        name: of the stage.
        version: of the stage's code, changed whenever its output may change.
        model: fingerprint of the data and weights it used, `-` where there are none.
        status: how it ended.
        reason: why the status is not `ok`; where it is, what to keep in mind, mostly null.
    """

    name: str
    version: str
    model: str
    status: Status
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field came from: the producer's message, the text itself (a headline or trailer line), or nowhere.

    Attributes:
        id: `producer`, or `hash` of source and published text.
        title: `producer`, `text` (the first line), or null.
        published_at: `producer`, `text` (a time stamp line at the end), or null.
        hashtags: `text` (a hashtag line at the end), or null.
    """

    id: Literal["producer", "hash"]
    title: Origin | None
    published_at: Origin | None
    hashtags: Origin | None


@dataclass(frozen=True, slots=True)
class EnrichedArticle:
    """One enriched article.

    Attributes:
        id: the producer's, else a hash of source and published text; the Kafka key.
        schema: name and version of this contract.
        article: the raw message's fields, untouched.
        text: the published text; every offset in the record refers to it.
        body: the part of `text` that the stages read, without surrounding white space and trailer lines.
        title: the producer's, else the first line of the body, else null.
        published_at: RFC 3339; without an offset where the text gave none; null where there is none.
        hashtags: those of the hashtag line at the end, as written, without repeats.
        provenance: where id, title, published_at and hashtags came from.
        language: what the article is written in; null before the language stage.
        entities: persons, organisations and places that the body names, by first mention.
        topics: what the article is about, the most probable first; none when unsure.
        extensions: what stages other than ours found, by stage name.
        stages: what each stage says of its own work, in the order they ran.
        pipeline: fingerprint of all stages, models and rules that made this record.
    """

    id: Annotated[str, Field(min_length=1)]
    schema: Literal["enriched-article/1"]
    article: dict[str, Any]
    text: Annotated[str, Field(min_length=1)]
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
