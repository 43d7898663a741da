"""The gazetteer as a tagger."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from processor.contracts import Language, LinkHow
from processor.contracts.ids import fingerprint
from processor.stages.entities.gazetteer import data
from processor.stages.entities.gazetteer.ambiguous import is_ambiguous, supported
from processor.stages.entities.gazetteer.attached import edges, with_generic
from processor.stages.entities.gazetteer.confidence import confidence
from processor.stages.entities.gazetteer.data import Concept, Gazetteer, Name
from processor.stages.entities.gazetteer.fold import fold, lower
from processor.stages.entities.gazetteer.languages import Languages, Reading
from processor.stages.entities.gazetteer.match import Match
from processor.stages.entities.gazetteer.neighbours import MIN_UPPER, Neighbours
from processor.stages.entities.gazetteer.resolve import Meaning, resolve
from processor.stages.entities.tagger import Link, TaggedSpan, Tagging

#: Changed with the rules of this package, so that records tell.
RULES: Final = "1"
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")


class GazetteerTagger:
    """Finds countries, regions, cities and two organisations by name. Takes about a second and 100 MB to construct."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._gazetteer = gazetteer or data.load()
        self._languages = Languages(self._gazetteer)
        patterns: dict[str, list[tuple[str, Name]]] = {}
        for name in self._gazetteer.names:
            folded = fold(name.surface)
            patterns.setdefault(lower(folded), []).append((folded, name))
        self._names = [tuple(names) for names in patterns.values()]
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard, store_patterns=False)
        self._own_names: dict[tuple[str, str], str] = {
            (name.concept.key, key): name.surface for name in self._gazetteer.names for key in name.own
        }

    @property
    def model(self) -> str:
        """Fingerprint of names and rules."""
        return f"gazetteer-{fingerprint(self._gazetteer.model, RULES)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the places and organisations named in `text`."""
        reading = self.read(language)
        spans = tuple(
            TaggedSpan(
                start=match.start,
                end=match.end,
                type=match.concept.type,
                confidence=confidence(match.concept.kind, match.tier, text[match.start : match.end]),
                link=replace(self._link(match.concept, reading), how=_how(match)),
            )
            for match in self.matches(text, self._reader(language, reading))
        )
        return Tagging(spans, _fallback(reading))

    def read(self, language: Language | None) -> Reading:
        """Return which names an article in `language` may use."""
        return self._languages.read(language)

    def matches(self, text: str, reading_at: Callable[[int], Reading]) -> list[Match]:
        """Return what is named in `text`, in order, none overlapping; `reading_at` tells the language at an index."""
        folded = fold(text)
        found = _outside_addresses(text, _longest(self._candidates(folded, reading_at)))
        neighbours = Neighbours(folded, {match.start for match in found}, {match.end for match in found})
        found = [match for match in found if neighbours.stand_alone(match)]
        found = [_doubt(match, neighbours) for match in found]
        certain = [match.concept for match in found if not match.doubtful]
        believed = supported((match.concept for match in found if match.doubtful), certain)
        found = [match for match in found if not match.doubtful or match.concept.key in believed]
        return [_with_generic(folded, match) for match in found]

    def _reader(self, language: Language | None, main: Reading) -> Callable[[int], Reading]:
        """Return which language is read at an index of the text: that of its segment, else the article's."""
        segments = language.segments if language else ()
        if len(segments) < 2:
            return lambda _: main
        starts = [segment.start for segment in segments]
        # The script of a segment is not known; it only matters for canonical names, which the article's language gives.
        readings = [self.read(Language(segment.tag, "Zyyy", 1.0, ())) for segment in segments]
        return lambda index: readings[max(0, bisect_right(starts, index) - 1)]

    def _candidates(self, folded: str, reading_at: Callable[[int], Reading]) -> Iterator[Match]:
        """Yield every name at word borders; where one spelling means several things, none."""
        lowered = lower(folded)
        for pattern, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            reading = reading_at(start)
            whole = edges(lowered, start, end, reading.language)
            inflected = edges(lowered, start, end, reading.language, stem=True)
            if whole is None and inflected is None:
                continue
            spelling = folded[start:end]
            names = tuple(name for form, name in self._names[pattern] if _is_spelled(form, spelling))
            for place, candidates in (
                (whole, tuple(name for name in names if not name.stem)),
                (inflected, tuple(name for name in names if name.stem)),
            ):
                if place and candidates and (match := self._match(place, end, candidates, reading)):
                    yield match

    def _match(self, place: tuple[int, int], end: int, names: tuple[Name, ...], reading: Reading) -> Match | None:
        meaning: Meaning | None = resolve(names, reading)
        if meaning is None or meaning.concept is None:
            return None
        words = self._gazetteer.common.get(reading.language, frozenset())
        return Match(
            *place,
            concept=meaning.concept,
            language=reading.language,
            tier=meaning.tier,
            inflected=place[1] > end or all(name.form for name in names),
            common=any(fold(name.surface) in words for name in names),
            doubtful=is_ambiguous((name.surface for name in names), meaning.concept, reading.language),
        )

    def _link(self, concept: Concept, reading: Reading) -> Link:
        keys = (*reading.keys, data.ANY_LANGUAGE)
        name = next(name for key in keys if (name := self._own_names.get((concept.key, key))))
        return Link(concept.key, name, concept.ids, concept.point)


def _how(match: Match) -> LinkHow:
    """Return what decided: cities are in this gazetteer because they are by far the largest of their names."""
    if match.doubtful:
        return LinkHow.CONTEXT
    return LinkHow.POPULATION if match.concept.kind == "city" else LinkHow.NAME


def _doubt(match: Match, neighbours: Neighbours) -> Match:
    word = match.common and neighbours.starts_sentence(match.start)
    return replace(match, doubtful=match.doubtful or word or neighbours.is_lost_in_capitals(match))


def _longest(candidates: Iterator[Match]) -> list[Match]:
    """Return the leftmost and then the longest matches, none overlapping."""
    chosen: list[Match] = []
    for match in sorted(candidates, key=lambda match: (match.start, -match.end)):
        if not chosen or match.start >= chosen[-1].end:
            chosen.append(match)
    return chosen


def _outside_addresses(text: str, matches: list[Match]) -> list[Match]:
    """Return the matches that no web address holds."""
    addresses = [found.span() for found in _ADDRESS.finditer(text)]
    ends = [end for _, end in addresses]

    def is_outside(match: Match) -> bool:
        following = bisect_right(ends, match.start)
        return following == len(addresses) or match.end <= addresses[following][0]

    return [match for match in matches if is_outside(match)]


def _with_generic(folded: str, match: Match) -> Match:
    if match.concept.kind != "country":
        return match
    return replace(match, start=with_generic(folded, match.start, match.language))


def _is_spelled(name: str, spelling: str) -> bool:
    if spelling == name:
        return True
    if spelling == name.upper():
        return sum(char.isalpha() for char in name) >= MIN_UPPER
    return spelling == name[:1].upper() + name[1:]


def _fallback(reading: Reading) -> str | None:
    if reading.known:
        return None
    if reading.language == "und":
        return "the language is undetermined; only unmistakable place names were used"
    if reading.own:
        return f"few place names are known in {reading.language}; unmistakable ones of other languages were used"
    return f"no place names are known in {reading.language}; unmistakable ones of other languages were used"
