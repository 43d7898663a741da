"""What differs between two records of an article, and only that."""

from collections import Counter
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processor.cli.diff.articles import differences
from processor.contracts import Coordinates, EnrichedArticle, Entity, EntityLink, LinkHow, NarrowerTopic, Span, Status
from tests.unit.cli.diff.records import TEXT, entity, language, record, records, report, topic

# Whole records take their time to draw; how long that is says nothing of the code under test.
drawn = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

ADA, BABBAGE, LONDON = (0, 12), (17, 32), (36, 42)


def told(a: EnrichedArticle, b: EnrichedArticle, tolerance: float = 0.05) -> list[tuple[str, str, Any, Any]]:
    return [(each.kind, each.change, each.a, each.b) for each in differences(a, b, tolerance)]


def mention(start: int, end: int) -> dict[str, object]:
    return {"start": start, "end": end, "text": TEXT[start:end]}


@drawn
@given(records)
def test_a_record_and_its_copy_state_the_same(a: EnrichedArticle) -> None:
    copy = replace(a, entities=tuple(replace(each) for each in a.entities), pipeline="another")
    assert differences(a, copy, 0.0) == []


@drawn
@given(records, records)
def test_neither_side_goes_first(a: EnrichedArticle, b: EnrichedArticle) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there = Counter(orjson.dumps(found) for found in told(a, b))
    back = Counter(orjson.dumps((kind, turned[change], b, a)) for kind, change, a, b in told(b, a))
    assert there == back


@drawn
@given(records, records)
def test_every_mention_that_only_one_side_has_is_accounted_for_once(a: EnrichedArticle, b: EnrichedArticle) -> None:
    one, other = ({(each.start, each.end) for found in side.entities for each in found.mentions} for side in (a, b))
    found = [each for each in differences(a, b, 0.05) if each.kind in ("mention", "borders")]
    removed = [(each.a["start"], each.a["end"]) for each in found if each.a is not None]
    added = [(each.b["start"], each.b["end"]) for each in found if each.b is not None]
    assert Counter(removed) == Counter(one - other)
    assert Counter(added) == Counter(other - one)


@drawn
@given(records, records, st.floats(0, 1))
def test_a_larger_tolerance_never_finds_more(a: EnrichedArticle, b: EnrichedArticle, tolerance: float) -> None:
    wide = Counter(map(orjson.dumps, told(a, b, 1.0)))
    assert wide <= Counter(map(orjson.dumps, told(a, b, tolerance))) <= Counter(map(orjson.dumps, told(a, b, 0.0)))


@drawn
@given(records, records)
def test_differences_can_be_written_as_json_and_point_into_a_text(a: EnrichedArticle, b: EnrichedArticle) -> None:
    for each in differences(a, b, 0.05):
        orjson.dumps(each)
        assert each.span is None or 0 <= each.span.start < each.span.end <= len(TEXT)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([entity("PER", ADA)], [], [("mention", "removed", mention(*ADA), None)]),
        ([], [entity("PER", ADA)], [("mention", "added", None, mention(*ADA))]),
        ([entity("PER", ADA)], [entity("ORG", ADA)], [("type", "changed", "PER", "ORG")]),
        (
            [entity("PER", ADA)],
            [entity("PER", (0, 3), name=TEXT[:12])],
            [("borders", "changed", mention(*ADA), mention(0, 3))],
        ),
        (
            [entity("LOC", LONDON, ids={"geonames": "1", "country": "GB"})],
            [entity("LOC", LONDON, ids={"geonames": "2", "iso3166-2": "CA-ON"})],
            [("country", "removed", "GB", None), ("place", "changed", "1", "2"), ("place", "added", None, "CA-ON")],
        ),
        (
            [entity("PER", ADA, ids={"person": "DLVLS"})],
            [entity("PER", ADA, ids={"person": "DLVLC", "watchlist": "7", "lei": "8"})],
            [("id", "added", None, "8"), ("person", "changed", "DLVLS", "DLVLC"), ("watchlist", "added", None, "7")],
        ),
        (
            [entity("LOC", LONDON, link=EntityLink(LinkHow.NAME), coordinates=Coordinates(51.5, -0.1))],
            [entity("LOC", LONDON, link=EntityLink(LinkHow.CONTEXT), latin="London")],
            [
                ("link", "changed", "name", "context"),
                ("latin", "added", None, "London"),
                ("coordinates", "removed", {"latitude": 51.5, "longitude": -0.1}, None),
            ],
        ),
        (
            [entity("PER", ADA, BABBAGE)],
            [entity("PER", ADA), entity("PER", BABBAGE, name=TEXT[:12])],
            [("grouping", "changed", 1, 2)],
        ),
        (
            [],
            [entity("LOC", LONDON, ids={"country": "GB"})],
            [("mention", "added", None, mention(*LONDON)), ("country", "added", None, "GB")],
        ),
        ([entity("PER", ADA, confidence=0.9)], [entity("PER", ADA, confidence=0.85)], []),
        (
            [entity("PER", ADA, confidence=0.9)],
            [entity("PER", ADA, confidence=0.8)],
            [("confidence", "changed", 0.9, 0.8)],
        ),
    ],
)
def test_entities(before: list[Entity], after: list[Entity], expected: list[tuple[str, str, Any, Any]]) -> None:
    assert told(record(entities=before), record(entities=after)) == expected


def test_a_changed_entity_is_told_once_however_often_it_is_mentioned() -> None:
    a = record(entities=[entity("PER", ADA, BABBAGE, LONDON)])
    b = record(entities=[entity("ORG", ADA, BABBAGE, LONDON)])
    assert told(a, b) == [("type", "changed", "PER", "ORG")]


def test_topics() -> None:
    below = NarrowerTopic("medtop:11", "eleven", ("medtop:1", "medtop:11"), 0.8)
    a = record(topics=(topic("1", 0.9, below, why=Span(0, 12)), topic("2", 0.6)))
    b = record(topics=(topic("3", 0.95), topic("1", 0.7, why=Span(17, 32))))
    assert told(a, b) == [
        ("first topic", "changed", "topic 1 [medtop:1]", "topic 3 [medtop:3]"),
        ("confidence", "changed", 0.9, 0.7),
        ("narrower topic", "removed", 0.8, None),
        ("why", "changed", {"start": 0, "end": 12}, {"start": 17, "end": 32}),
        ("topic", "removed", 0.6, None),
        ("topic", "added", None, 0.95),
    ]


def test_language_and_statuses() -> None:
    a = record()
    b = record(
        language=language("ar", 0.5),
        stages=(report("language", model="m2"), report("entities", status=Status.DEGRADED), report("tone")),
    )
    assert told(a, b) == [
        ("language", "changed", "en", "ar"),
        ("status", "changed", "ok", "degraded: for a test"),
        ("status", "removed", "ok", None),
        ("status", "added", None, "ok"),
    ]
    assert told(record(language=language("en", 0.9)), record(language=language("en", 0.8))) == [
        ("confidence", "changed", 0.9, 0.8)
    ]


def test_where_the_texts_differ_entities_are_compared_by_name_and_not_by_place() -> None:
    other = f"Yesterday {TEXT}"
    a = record(entities=[entity("PER", ADA), entity("LOC", LONDON, ids={"country": "GB"})])
    moved = entity("LOC", (46, 52), text=other, ids={"country": "CA"})
    b = record(text=other, article={"text": other}, entities=[moved, entity("PER", (27, 42), text=other)])
    assert told(a, b) == [
        ("text", "changed", f"{len(TEXT)} code points", f"{len(other)} code points"),
        ("message", "changed", "another message", "another message"),
        ("entity", "removed", "PER Ada Lovelace", None),
        ("entity", "added", None, "PER Charles Babbage"),
        ("country", "changed", "GB", "CA"),
    ]


def test_extensions_are_facts_of_their_stage() -> None:
    (found,) = differences(record(extensions={"tone": 1}), record(extensions={"tone": 2}), 0.05)
    assert (found.stage, found.kind, found.a, found.b) == ("tone", "extension", 1, 2)
