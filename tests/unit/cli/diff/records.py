"""Records to compare: made by hand, and drawn by hypothesis as the contract has them (mentions do not overlap)."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from processor.contracts import (
    EnrichedArticle,
    Entity,
    EntityLink,
    Language,
    LinkHow,
    Mention,
    NarrowerTopic,
    Segment,
    Span,
    StageReport,
    Status,
    Topic,
)
from processor.contracts.enriched import ENRICHED_SCHEMA, Provenance

TEXT = "Ada Lovelace met Charles Babbage in London. لندن مدينة كبيرة."


def language(tag: str = "en", confidence: float = 0.99) -> Language:
    return Language(tag, "Latn", confidence, (Segment(0, len(TEXT), tag),))


def entity(kind: Any, *spans: tuple[int, int], text: str = TEXT, **changes: Any) -> Entity:
    """Return an entity with its mentions; its name is what stands at the first."""
    mentions = tuple(Mention(start, end, text[start:end]) for start, end in spans)
    fields: dict[str, Any] = {"name": mentions[0].text, "ids": {}, "confidence": 0.9, "count": len(mentions)}
    return Entity(type=kind, mentions=mentions, **(fields | changes))


def topic(key: str, confidence: float, *narrower: NarrowerTopic, why: Span | None = None) -> Topic:
    return Topic(f"medtop:{key}", f"topic {key}", confidence, why, None, narrower)


def report(name: str, *, version: str = "1", model: str = "m1", status: Status = Status.OK) -> StageReport:
    return StageReport(name, version, model, status, None if status is Status.OK else "for a test")


def record(key: str = "a1", *, entities: Sequence[Entity] = (), **changes: Any) -> EnrichedArticle:
    fields: dict[str, Any] = {
        "schema": ENRICHED_SCHEMA,
        "article": {"text": TEXT},
        "text": TEXT,
        "body": Span(0, len(TEXT)),
        "title": None,
        "published_at": None,
        "hashtags": (),
        "provenance": Provenance("hash", None, None, None),
        "language": language(),
        "topics": (),
        "stages": tuple(report(name) for name in ("language", "entities", "topics")),
        "pipeline": "p1",
    }
    return EnrichedArticle(id=key, entities=tuple(entities), **(fields | changes))


@st.composite
def _entities(draw: st.DrawFn) -> tuple[Entity, ...]:
    """Draw borders, pair them into mentions that do not overlap, and share those out among a few entities."""
    borders = sorted(draw(st.sets(st.integers(0, len(TEXT)), max_size=12)))
    spans = list(zip(borders[::2], borders[1::2], strict=False))
    owners = [draw(st.integers(0, 3)) for _ in spans]
    found = []
    for owner in sorted(set(owners)):
        mine = [span for span, whose in zip(spans, owners, strict=True) if whose == owner]
        found.append(
            entity(
                draw(st.sampled_from(["PER", "ORG", "LOC", "MISC"])),
                *mine,
                name=draw(st.sampled_from(["London", "لندن", "Ada"])) + str(owner),
                ids=draw(st.dictionaries(st.sampled_from(["geonames", "country", "person", "x"]), st.just("1"))),
                confidence=draw(st.sampled_from([0.5, 0.52, 0.9])),
                link=draw(st.sampled_from([None, EntityLink(LinkHow.NAME), EntityLink(LinkHow.CONTEXT)])),
            )
        )
    return tuple(found)


_narrower = st.builds(
    lambda key, confidence: NarrowerTopic(key, key, ("medtop:1", key), confidence),
    st.sampled_from(["medtop:11", "medtop:12"]),
    st.sampled_from([0.6, 0.9]),
)
_topics = st.lists(
    st.builds(
        lambda key, confidence, below: topic(key, confidence, *below),
        st.sampled_from("123"),
        st.sampled_from([0.5, 0.52, 0.9]),
        st.lists(_narrower, max_size=2, unique_by=lambda each: each.id),
    ),
    max_size=3,
    unique_by=lambda each: each.id,
).map(tuple)

records = st.builds(
    lambda entities, changes: record(entities=entities, **changes),
    _entities(),
    st.fixed_dictionaries(
        {
            "language": st.none() | st.builds(language, st.sampled_from(["en", "ar"]), st.sampled_from([0.6, 0.9])),
            "topics": _topics,
            "title": st.sampled_from([None, "Ada"]),
            "extensions": st.dictionaries(st.sampled_from(["tone", "genre"]), st.integers(0, 1)),
            "stages": st.lists(
                st.builds(report, st.sampled_from(["language", "entities"]), status=st.sampled_from(Status)),
                max_size=2,
                unique_by=lambda each: each.name,
            ).map(tuple),
        }
    ),
)
