"""From a record to a card: what the page shows of it, as JSON of bounded size, and what it is counted and found by.

Whatever an article holds, its card is at most some 200 KB, and mostly 10 to 20.
"""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

from processor.contracts import DeadLetter, EnrichedArticle, Entity, Topic
from processor.contracts.headers import INGESTED_AT, Headers, attempt, durations, ingested_at
from processor.observe.facts import Facts

#: Most code points of the published text on a card, and of a name, title or reason.
TEXT: Final = 6_000
_TITLE: Final = 400
_NAME: Final = 100
_ID: Final = 256
_SCHEME: Final = 64
_URL: Final = 2_000
#: Most of each kind on a card.
_ENTITIES: Final = 40
_MENTIONS: Final = 600
_TOPICS: Final = 12
_SEGMENTS: Final = 100
_STAGES: Final = 20
_IDS: Final = 5
_HASHTAGS: Final = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record lies and what its headers say.

    Attributes:
        place: `topic:partition:offset`.
        timestamp: when it was written, seconds since 1970.
    """

    place: str
    headers: Headers
    timestamp: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in degrees."""

    name: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Attributes:
        kind: `article` or `letter`, a dead letter.
        data: what the page gets, JSON in one line.
        words: what a search looks through, casefolded.
        facts: what filters compare; None for a dead letter.
        counts: (kind of count, what is counted), such as `("language", "hi")`.
        spots: places that the article names.
    """

    kind: Literal["article", "letter"]
    data: bytes
    words: str
    facts: Facts | None = None
    counts: tuple[tuple[str, str], ...] = ()
    spots: tuple[Spot, ...] = ()


def article_card(article: EnrichedArticle, origin: Origin) -> Card:
    """Return the card of an enriched article."""
    heading = _heading(article)
    fields = {
        "id": _cut(article.id, _ID),
        "place": origin.place,
        "title": _cut(article.title, _TITLE),
        # The title is a part of the text where it came from there: shown once, and with its mentions.
        "heading": heading,
        "text": article.text[:TEXT],
        "body": [article.body.start, article.body.end],
        "length": len(article.text),
        "source": _text(article.article.get("source"), _NAME),
        "url": _text(article.article.get("url"), _URL),
        "published_at": _cut(article.published_at, _NAME),
        "hashtags": [_cut(tag, _NAME) for tag in article.hashtags[:_HASHTAGS]],
        "provenance": article.provenance,
        "language": _language(article),
        "entities": list(_entities(article.entities)),
        "more_entities": max(len(article.entities) - _ENTITIES, 0),
        "topics": [_topic(topic) for topic in article.topics[:_TOPICS]],
        "stages": [
            {
                "name": _cut(report.name, _NAME),
                "version": _cut(report.version, _NAME),
                "model": _cut(report.model, _NAME),
                "status": report.status,
                "reason": _cut(report.reason, _TITLE),
            }
            for report in article.stages[:_STAGES]
        ],
        "pipeline": _cut(article.pipeline, _NAME),
        "seconds": _seconds(origin),
        "durations": dict(list(_short(durations(origin.headers)))[:_STAGES]),
        "attempt": attempt(origin.headers),
    }
    words = " ".join(part[:TEXT] for part in (article.id, article.title, article.text) if part)
    return Card(
        "article",
        orjson.dumps(fields),
        words.casefold(),
        Facts.of(article),
        _counts(article),
        _spots(article),
    )


def letter_card(letter: DeadLetter, origin: Origin) -> Card:
    """Return the card of a dead letter. The message itself is not on it, only its size."""
    source = letter.source
    parts = (source.topic, source.partition, source.offset) if source.topic else (source.file, source.line)
    fields = {
        "id": _cut(letter.id, _ID),
        "place": origin.place,
        "stage": _cut(letter.stage, _NAME),
        "reason": letter.reason,
        "field": _cut(letter.field, _NAME),
        "error": _cut(letter.error, 2 * _TITLE),
        "source": _cut(":".join(str(part) for part in parts if part is not None), _NAME),
        "bytes": None if letter.payload is None else len(b64decode(letter.payload)),
        "attempt": letter.attempt,
        "pipeline": _cut(letter.pipeline, _NAME),
        "timestamp": origin.timestamp,
    }
    words = " ".join(str(fields[name]) for name in ("id", "stage", "reason", "field", "error") if fields[name])
    return Card("letter", orjson.dumps(fields), words.casefold(), None, (("reason", letter.reason.value),))


def _heading(article: EnrichedArticle) -> list[int] | None:
    title, start = article.title, article.body.start
    if article.provenance.title != "text" or not title or not article.text.startswith(title, start):
        return None
    return [start, start + len(title)] if start + len(title) <= TEXT else None


def _language(article: EnrichedArticle) -> dict[str, Any] | None:
    if (language := article.language) is None:
        return None
    return {
        "tag": _cut(language.tag, _NAME),
        "script": language.script,
        "confidence": language.confidence,
        "segments": [
            [part.start, part.end, _cut(part.tag, _NAME)] for part in language.segments[:_SEGMENTS] if part.start < TEXT
        ],
    }


def _entities(entities: tuple[Entity, ...]) -> Iterable[dict[str, Any]]:
    """Yield the entities that are named most, in the order of the record."""
    ranked = sorted(range(len(entities)), key=lambda index: -entities[index].count)[:_ENTITIES]
    room = _MENTIONS
    for entity in (entities[index] for index in sorted(ranked)):
        mentions = [[mention.start, mention.end] for mention in entity.mentions if mention.end <= TEXT][:room]
        room -= len(mentions)
        place = entity.coordinates
        yield {
            "type": entity.type,
            "name": _cut(entity.name, _NAME),
            "latin": _cut(entity.latin, _NAME),
            "ids": dict(list(_short(entity.ids))[:_IDS]),
            "confidence": entity.confidence,
            "how": entity.link.how if entity.link else None,
            "count": entity.count,
            "at": [place.latitude, place.longitude] if place else None,
            "mentions": mentions,
        }


def _topic(topic: Topic) -> dict[str, Any]:
    narrower = topic.narrower[0] if topic.narrower else None
    return {
        "id": _cut(topic.id, _NAME),
        "name": _cut(topic.name, _NAME),
        "confidence": topic.confidence,
        "wikidata": topic.wikidata,
        "why": [topic.why.start, topic.why.end] if topic.why else None,
        "narrower": narrower
        and {"name": _cut(narrower.name, _NAME), "confidence": narrower.confidence, "wikidata": narrower.wikidata},
    }


def _counts(article: EnrichedArticle) -> tuple[tuple[str, str], ...]:
    countries = {entity.ids["iso3166"] for entity in article.entities if "iso3166" in entity.ids}
    found = [("language", article.language.tag if article.language else "und")]
    found += [("country", country) for country in sorted(countries)]
    found += [("topic", topic.name) for topic in article.topics]
    found += [("stage", f"{report.name} {report.status.value}") for report in article.stages]
    return tuple((kind, what[:_NAME]) for kind, what in found)


def _spots(article: EnrichedArticle) -> tuple[Spot, ...]:
    return tuple(
        Spot(
            (entity.latin or entity.name)[:_NAME],
            (entity.ids.get("iso3166") or entity.ids.get("country") or "")[:_NAME],
            entity.coordinates.latitude,
            entity.coordinates.longitude,
        )
        for entity in article.entities[:_ENTITIES]
        if entity.coordinates is not None
    )


def _seconds(origin: Origin) -> float | None:
    """Return how long the article took from the raw topic to the record; None where no header says when it came in."""
    if not any(name == INGESTED_AT for name, _ in origin.headers):
        return None
    spent = origin.timestamp - ingested_at(origin.headers, origin.timestamp)
    return round(spent, 3) if spent >= 0 else None


def _short(pairs: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in pairs.items():
        yield name[:_SCHEME], value[:_SCHEME] if isinstance(value, str) else value


def _text(value: Any, most: int) -> str | None:
    return _cut(value, most) if isinstance(value, str) else None


def _cut(value: str | None, most: int) -> str | None:
    return value if value is None or len(value) <= most else f"{value[:most]}…"
