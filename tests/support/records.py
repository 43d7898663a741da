"""Hypothesis strategies for whole records: anything the types allow, not only what our stages would write."""

from typing import Any

from hypothesis import strategies as st

from processor.contracts import (
    Coordinates,
    DeadLetter,
    EnrichedArticle,
    Entity,
    Header,
    Language,
    Mention,
    NarrowerTopic,
    Reason,
    Segment,
    Source,
    Span,
    StageReport,
    Status,
    Topic,
)
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA
from processor.contracts.enriched import ENRICHED_SCHEMA, Provenance

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
some_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
indices = st.integers(0, 200_000)
probabilities = st.floats(0, 1)
base64 = st.none() | st.sampled_from(["", "AA==", "eyJ0ZXh0IjoiYSJ9"])

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
objects = st.dictionaries(texts, json_values, max_size=4)

languages = st.builds(
    Language,
    tag=st.sampled_from(["hi", "zh-Hant-TW", "und", "x-klingon"]),
    script=st.sampled_from(["Deva", "Hant", "Zyyy"]),
    confidence=probabilities,
    segments=st.lists(st.builds(Segment, start=indices, end=indices, tag=some_text), max_size=3).map(tuple),
)
entities = st.builds(
    Entity,
    type=st.sampled_from(["PER", "ORG", "LOC", "MISC"]),
    name=some_text,
    ids=st.dictionaries(texts, texts, max_size=2),
    mentions=st.lists(st.builds(Mention, start=indices, end=indices, text=some_text), min_size=1, max_size=3).map(
        tuple
    ),
    confidence=probabilities,
    coordinates=st.none() | st.builds(Coordinates, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180)),
)
wikidata = st.sampled_from([None, "Q7163"])
narrower_topics = st.builds(
    NarrowerTopic,
    id=some_text,
    name=some_text,
    path=st.lists(some_text, min_size=2, max_size=4).map(tuple),
    confidence=probabilities,
    wikidata=wikidata,
)
topics = st.builds(
    Topic,
    id=some_text,
    name=some_text,
    confidence=probabilities,
    why=st.none() | st.builds(Span, start=indices, end=indices),
    wikidata=wikidata,
    narrower=st.lists(narrower_topics, max_size=2).map(tuple),
)
reports = st.builds(
    StageReport,
    name=some_text,
    version=some_text,
    model=some_text,
    status=st.sampled_from(Status),
    reason=st.none() | texts,
)
origins = st.sampled_from(["producer", "text", None])
enriched_articles = st.builds(
    EnrichedArticle,
    id=some_text,
    schema=st.just(ENRICHED_SCHEMA),
    article=objects,
    text=some_text,
    body=st.builds(Span, start=indices, end=indices),
    title=st.none() | texts,
    published_at=st.none() | st.just("2026-01-31T08:30:00"),
    hashtags=st.lists(some_text, max_size=3).map(tuple),
    provenance=st.builds(
        Provenance, id=st.sampled_from(["producer", "hash"]), title=origins, published_at=origins, hashtags=origins
    ),
    language=st.none() | languages,
    entities=st.lists(entities, max_size=3).map(tuple),
    topics=st.lists(topics, max_size=3).map(tuple),
    extensions=objects,
    stages=st.lists(reports, max_size=3).map(tuple),
    pipeline=texts,
)
positions = st.none() | st.integers(0, 2**63 - 1)
dead_letters = st.builds(
    DeadLetter,
    schema=st.just(DEAD_LETTER_SCHEMA),
    id=st.none() | some_text,
    stage=some_text,
    reason=st.sampled_from(Reason),
    field=st.none() | texts,
    error=texts,
    payload=base64,
    key=base64,
    headers=st.lists(st.builds(Header, name=texts, value=base64), max_size=3).map(tuple),
    source=st.builds(
        Source, topic=st.none() | texts, partition=positions, offset=positions, file=st.none() | texts, line=positions
    ),
    pipeline=texts,
    attempt=st.integers(1, 10**9),
)
