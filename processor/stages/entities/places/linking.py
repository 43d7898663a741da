"""Give places their identifiers by what the whole article says, or leave them without.

The gazetteer is sure of countries and of the largest cities; here the larger index of places decides about what the
other taggers found, about names that several places bear, and about `Paris, Texas`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from processor.contracts import Language, LinkHow
from processor.stages.entities.gazetteer.ambiguous import is_word_too
from processor.stages.entities.gazetteer.data import ANY_LANGUAGE
from processor.stages.entities.gazetteer.fold import fold, is_cased, lower
from processor.stages.entities.places import index as places_index
from processor.stages.entities.places.decide import BEYOND_LATIN, Candidate, decide, is_plain, leads
from processor.stages.entities.places.evidence import Evidence
from processor.stages.entities.places.forms import Budget, by_place, uses
from processor.stages.entities.places.generic import names_subdivision, without_generic
from processor.stages.entities.places.home import home
from processor.stages.entities.places.index import Index, Place
from processor.stages.entities.places.namesakes import has_rival, one_of_a_kind, without_suburbs
from processor.stages.entities.places.written import Container, container, lies_in
from processor.stages.entities.tagger import Link, TaggedSpan

#: Changed with the rules of this package, so that records tell.
RULES: Final = "places-2"
#: In one container the largest place of a name is meant if it is so many times as large as the next.
_LARGEST_IN: Final = 2.0
#: Names of one letter, and longer than any, are not looked up.
_SHORTEST: Final = 2
#: How the gazetteer says that a name was not certain by itself.
_OPEN: Final = frozenset({LinkHow.CONTEXT, LinkHow.POPULATION})


def model() -> str:
    """Return the fingerprint of the index and the rules, one word; the index is loaded after it."""
    return f"{RULES}-{shared_index().model}"


@cache
def shared_index() -> Index:
    """Return the index of this package, read once in a process."""
    return places_index.load()


def link_places(text: str, spans: Sequence[TaggedSpan], language: Language | None) -> tuple[TaggedSpan, ...]:
    """Return the spans with links for the places that can be told, and with the containers written right after them.

    Links of countries that are certain by their name stay. A link that the article contradicts goes.
    """
    return _Article(shared_index(), text, language).linked(spans)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A place and what the text says it lies in."""

    place: Place
    container: Container
    within: Place


class _Article:
    """One article while its places are being linked."""

    def __init__(self, index: Index, text: str, language: Language | None) -> None:
        self._index = index
        self._text = text
        tag = language.tag.split("-") if language else ["und"]
        self._language = {"no": "nb"}.get(tag[0].lower(), tag[0].lower())
        script = language.script if language else "Zyyy"
        self._keys = (f"{self._language}-{script}", self._language, "en", "*")
        self._key = "sr-Latn" if self._keys[0] == "sr-Latn" else self._language
        self._home = home(language)
        self._known: dict[str, tuple[Candidate, ...]] = {}
        self._budget = Budget()

    def linked(self, spans: Sequence[TaggedSpan]) -> tuple[TaggedSpan, ...]:
        spans = self._parted(spans)
        pairs = {span.start: pair for span in spans if _may_be_place(span) and (pair := self._written(span))}
        certain = [(self._form(span), place) for span in spans if (place := self._certain(span))]
        senses: dict[str, Place] = {}
        for span in spans:
            if pair := pairs.get(span.start):
                form = self._form(span)
                senses.setdefault(form, pair.place)
                certain += [(form, pair.place), (self._text[pair.container.start : pair.container.end], pair.within)]
        evidence = Evidence([*certain, *self._plain(spans, pairs)])
        found = [self._relinked(span, pairs.get(span.start), senses, evidence) for span in spans]
        return _with_containers(found, [self._container_span(span, pairs) for span in spans])

    def _relinked(
        self, span: TaggedSpan, pair: _Pair | None, senses: dict[str, Place], evidence: Evidence
    ) -> TaggedSpan:
        if not _may_be_place(span):
            return span
        if pair:
            return self._with_place(span, pair.place, LinkHow.WRITTEN)
        if sense := senses.get(self._form(span)):
            return self._with_place(span, sense, LinkHow.CONTEXT)
        candidates = self._candidates(span, evidence)
        is_open = span.link is None or span.link.how in _OPEN or has_rival(candidates)
        return self._decided(span, candidates, evidence) if candidates and is_open else span

    def _decided(self, span: TaggedSpan, candidates: tuple[Candidate, ...], evidence: Evidence) -> TaggedSpan:
        """Return the span with the place that is meant, or without, unless the gazetteer's own may stay."""
        chosen = decide(candidates, self._form(span), evidence, self._home)
        is_word = is_word_too(self._text[span.start : span.end], self._language)
        if chosen.how and (chosen.supported or not is_word):
            return self._with_place(span, chosen.best.place, chosen.how)
        known = span.link if span.link and span.link.how is not LinkHow.CONTEXT else None
        if known and known.key == chosen.best.place.key and (known.how is LinkHow.NAME or leads(candidates)):
            return span
        return replace(span, link=None)

    def _certain(self, span: TaggedSpan) -> Place | None:
        """Return the place of a span that the gazetteer is sure of."""
        link = span.link
        if link is None or not link.ids or link.how not in {LinkHow.NAME, LinkHow.POPULATION}:
            return None
        candidates = self._candidates(span)
        if (link.how is LinkHow.POPULATION or has_rival(candidates)) and not is_plain(candidates):
            return None
        return next((one.place for one in candidates if one.place.key == link.key), None)

    def _plain(self, spans: Sequence[TaggedSpan], pairs: dict[int, _Pair]) -> list[tuple[str, Place]]:
        """Return the places of spans without a link that need no context to be told."""
        nothing = Evidence()
        return [
            (self._form(span), chosen.best.place)
            for span in spans
            if _may_be_place(span) and span.link is None and span.start not in pairs
            if not is_word_too(self._text[span.start : span.end], self._language)
            if (candidates := self._candidates(span)) and is_plain(candidates)
            if (chosen := decide(candidates, self._form(span), nothing, "")).how
        ]

    def _written(self, span: TaggedSpan) -> _Pair | None:
        """Return which of the places of a name lies in what is written right after it."""
        within = container(self._index, self._text, span.end, self._language)
        if within is None or (span.link and span.link.how is LinkHow.NAME):
            return None
        for outer in sorted(within.places, key=lambda place: -place.population):
            inner = sorted(
                (one.place for one in self._candidates(span) if lies_in(one.place, outer)),
                key=lambda place: -place.population,
            )
            if inner and (len(inner) == 1 or inner[0].population >= _LARGEST_IN * inner[1].population):
                return _Pair(inner[0], within, outer)
        return None

    def _candidates(self, span: TaggedSpan, evidence: Evidence | None = None) -> tuple[Candidate, ...]:
        surface = self._text[span.start : span.end]
        if (known := self._known.get(surface)) is None:
            known = self._known[surface] = self._looked_up(surface)
        generic = names_subdivision(self._text, span.start, span.end, self._language)

        def has_siblings(country: str) -> bool:
            return evidence is not None and evidence.names("sibling", country, self._form(span))

        return one_of_a_kind(known, has_siblings, generic=generic, latin=surface[:1] < BEYOND_LATIN)

    def _looked_up(self, surface: str) -> tuple[Candidate, ...]:
        if len(surface) < _SHORTEST or (is_cased(surface) and not surface[0].isupper()):
            return ()
        found = []
        called_so = uses(self._index, surface, self._language, self._key, self._budget)
        if not called_so and (short := without_generic(surface, self._language)):
            called_so = [
                use
                for use in uses(self._index, short, self._language, self._key, self._budget)
                if self._index.place(use.place).level == "subdivision"
            ]
        for number, called in by_place(called_so).items():
            languages = {language.partition("-")[0] for use in called for language in use.languages}
            spoken = 1 if self._language in languages else 0 if ANY_LANGUAGE in languages else -1
            found.append(Candidate(self._index.place(number), max(use.flag for use in called), spoken))
        if any(one.spoken > 0 for one in found):
            found = [one for one in found if one.spoken >= 0]
        return without_suburbs(found)

    def _parted(self, spans: Sequence[TaggedSpan]) -> list[TaggedSpan]:
        """Return the spans with `Paris, Texas` cut after `Paris`."""
        return [self._cut(span) for span in spans]

    def _cut(self, span: TaggedSpan) -> TaggedSpan:
        comma = self._text.find(",", span.start, span.end)
        if comma <= span.start or span.link or not _may_be_place(span):
            return span
        head = replace(span, end=comma)
        pair = self._written(head)
        return head if pair and pair.container.end == span.end else span

    def _container_span(self, span: TaggedSpan, pairs: dict[int, _Pair]) -> TaggedSpan | None:
        pair = pairs.get(span.start)
        if pair is None:
            return None
        within = TaggedSpan(pair.container.start, pair.container.end, "LOC", span.confidence)
        return self._with_place(within, pair.within, LinkHow.WRITTEN)

    def _with_place(self, span: TaggedSpan, place: Place, how: LinkHow) -> TaggedSpan:
        if span.link and span.link.key == place.key:
            return replace(span, link=replace(span.link, ids=place.ids, how=how))
        name = self._index.own_name(place.number, self._keys) or self._text[span.start : span.end]
        return replace(span, link=Link(place.key, name, place.ids, place.point, how))

    def _form(self, span: TaggedSpan) -> str:
        return lower(fold(self._text[span.start : span.end]))


def _may_be_place(span: TaggedSpan) -> bool:
    return span.type == "LOC" and (span.link is None or "m49" not in span.link.ids)


def _with_containers(found: Sequence[TaggedSpan], containers: Sequence[TaggedSpan | None]) -> tuple[TaggedSpan, ...]:
    """Return the spans with the containers instead of what they overlap."""
    spans: list[TaggedSpan] = []
    for span, within in zip(found, containers, strict=True):
        if not spans or spans[-1].end <= span.start:
            spans.append(span)
        if within and spans[-1].end <= within.start:
            spans.append(within)
    return tuple(spans)
