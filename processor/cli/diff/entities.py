"""Entities of two records of one article, compared where they stand in the text.

A mention is the same when it starts and ends at the same code points; two that overlap are one whose borders moved. Two
entities are the same as far as they share mentions, and what else they say (type, name, identifiers) is compared for
each such pair once. Where the texts differ, places mean nothing: there entities are the same by type and name.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final, NamedTuple

from processor.cli.diff.difference import Difference, became, difference, probabilities, values
from processor.contracts import EnrichedArticle, Entity, Span

_STAGE: Final = "entities"
#: Kind of fact that an identifier is, by its scheme; `id` where it is none of these.
_KINDS: Final = {
    "iso3166": "country",
    "country": "country",
    "iso3166-2": "place",
    "subdivision": "place",
    "geonames": "place",
    "m49": "place",
    "person": "person",
    "watchlist": "watchlist",
}


class _Place(NamedTuple):
    """A mention: its borders, its text, and the index of its entity."""

    start: int
    end: int
    text: str
    entity: int


class _Pair(NamedTuple):
    """Indices of two entities that are the same thing, one of each side."""

    a: int
    b: int


def entity_differences(a: EnrichedArticle, b: EnrichedArticle, tolerance: float) -> Iterator[Difference]:
    """Yield what differs, mentions first."""
    if a.text == b.text:
        found, pairs = _by_place(a, b)
        yield from found
    else:
        found, pairs = _by_name(a, b)
        yield from found
    for pair, span in pairs.items():
        yield from _attributes(a.entities[pair.a], b.entities[pair.b], span, tolerance)
    yield from _grouping(a, b, pairs)
    paired_a, paired_b = {pair.a for pair in pairs}, {pair.b for pair in pairs}
    for index, entity in enumerate(a.entities):
        if index not in paired_a:
            yield from _identifiers(entity, None, None)
    for index, entity in enumerate(b.entities):
        if index not in paired_b:
            yield from _identifiers(None, entity, None)


def _by_place(a: EnrichedArticle, b: EnrichedArticle) -> tuple[list[Difference], dict[_Pair, Span | None]]:
    """Return the mentions that differ, and which entities are the same with the first mention that says so."""
    one, other = _places(a.entities), _places(b.entities)
    here, there = ({(place.start, place.end): place for place in side} for side in (one, other))
    pairs: dict[_Pair, Span | None] = {}
    for place in one:
        if (twin := there.get((place.start, place.end))) is not None:
            pairs.setdefault(_Pair(place.entity, twin.entity), Span(place.start, place.end))
    found = []
    for before, after in _moved(
        [place for place in one if (place.start, place.end) not in there],
        [place for place in other if (place.start, place.end) not in here],
    ):
        if before and after:
            span, what = Span(after.start, after.end), became(before.text, after.text)
            pairs.setdefault(_Pair(before.entity, after.entity), span)
            found.append(difference(_STAGE, "borders", _told(before), _told(after), span, what=what))
        elif alone := before or after:
            kind = (a if before else b).entities[alone.entity].type
            span, what = Span(alone.start, alone.end), f"{kind} {alone.text}"
            found.append(difference(_STAGE, "mention", _told(before), _told(after), span, what=what))
    return found, pairs


def _by_name(a: EnrichedArticle, b: EnrichedArticle) -> tuple[list[Difference], dict[_Pair, Span | None]]:
    one, other = ({(each.type, each.name): index for index, each in enumerate(side.entities)} for side in (a, b))
    pairs: dict[_Pair, Span | None] = {_Pair(one[key], other[key]): None for key in one if key in other}
    found = []
    for key in sorted(one.keys() ^ other.keys()):
        name = " ".join(key)
        found.append(difference(_STAGE, "entity", name if key in one else None, name if key in other else None))
    return found, pairs


def _places(entities: Sequence[Entity]) -> list[_Place]:
    return sorted(
        _Place(mention.start, mention.end, mention.text, index)
        for index, entity in enumerate(entities)
        for mention in entity.mentions
    )


def _moved(one: Sequence[_Place], other: Sequence[_Place]) -> Iterator[tuple[_Place | None, _Place | None]]:
    """Walk along both sides: mentions that overlap come in pairs, the others alone. Neither side goes first."""
    i = j = 0
    while i < len(one) and j < len(other):
        before, after = one[i], other[j]
        if before.start < after.end and after.start < before.end:
            yield before, after
            i, j = i + 1, j + 1
        elif (before.end, before.start) < (after.end, after.start):
            yield before, None
            i += 1
        else:
            yield None, after
            j += 1
    yield from ((place, None) for place in one[i:])
    yield from ((None, place) for place in other[j:])


def _told(place: _Place | None) -> dict[str, object] | None:
    return None if place is None else {"start": place.start, "end": place.end, "text": place.text}


def _attributes(a: Entity, b: Entity, span: Span | None, tolerance: float) -> Iterator[Difference]:
    yield from values(_STAGE, "type", a.type, b.type, span, what=f"{became(a.type, b.type)}: {b.name}")
    yield from values(_STAGE, "name", a.name, b.name, span)
    yield from _identifiers(a, b, span)
    yield from values(_STAGE, "link", a.link and a.link.how.value, b.link and b.link.how.value, span)
    yield from values(_STAGE, "latin", a.latin, b.latin, span)
    places = (a.coordinates and asdict(a.coordinates), b.coordinates and asdict(b.coordinates))
    yield from values(_STAGE, "coordinates", *places, span, what=b.name)
    yield from probabilities(_STAGE, a.confidence, b.confidence, tolerance, b.type)


def _identifiers(a: Entity | None, b: Entity | None, span: Span | None) -> Iterator[Difference]:
    """Yield the identifiers that differ; all of them where only one side has the entity."""
    one, other = (side.ids if side else {} for side in (a, b))
    known = b or a
    for scheme in sorted(one.keys() | other.keys()):
        before, after = one.get(scheme), other.get(scheme)
        if before != after:
            ids = became(before, after) if before is not None and after is not None else before or after
            what = f"{scheme} {ids}: {known.name if known else ''}"
            yield difference(_STAGE, _KINDS.get(scheme, "id"), before, after, span or _first(known), what=what)


def _first(entity: Entity | None) -> Span | None:
    return None if entity is None else Span(entity.mentions[0].start, entity.mentions[0].end)


def _grouping(a: EnrichedArticle, b: EnrichedArticle, pairs: dict[_Pair, Span | None]) -> Iterator[Difference]:
    """Yield entities of one side that are several on the other."""
    for index, count in sorted(Counter(pair.a for pair in pairs).items()):
        if count > 1:
            entity = a.entities[index]
            what = f"one became several: {entity.name}"
            yield difference(_STAGE, "grouping", 1, count, _first(entity), what=what)
    for index, count in sorted(Counter(pair.b for pair in pairs).items()):
        if count > 1:
            entity = b.entities[index]
            what = f"several became one: {entity.name}"
            yield difference(_STAGE, "grouping", count, 1, _first(entity), what=what)
