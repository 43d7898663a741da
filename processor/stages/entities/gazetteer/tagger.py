"""The gazetteer as a tagger."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.stages.entities.gazetteer import data
from processor.stages.entities.gazetteer.ambiguous import is_ambiguous, supported
from processor.stages.entities.gazetteer.attached import edges
from processor.stages.entities.gazetteer.data import Concept, Gazetteer, Name
from processor.stages.entities.gazetteer.fold import fold, is_cased, lower
from processor.stages.entities.gazetteer.languages import Languages, Reading
from processor.stages.entities.gazetteer.neighbours import Neighbours
from processor.stages.entities.gazetteer.resolve import Meaning, Tier, resolve
from processor.stages.entities.tagger import Link, TaggedSpan, Tagging

#: Changed with the rules of this package, so that records tell.
RULES: Final = "1"
#: A name of fewer letters counts in capitals only where it is always written so (`US`, not `THE US`).
MIN_UPPER: Final = 4
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Match:
    """A name at [start, end); `doubtful`: it counts only with something close to it in the text."""

    start: int
    end: int
    concept: Concept
    tier: Tier
    doubtful: bool


class GazetteerTagger:
    """Finds countries, regions, cities and two organisations by name. Takes about a second and 100 MB to construct."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._gazetteer = gazetteer or data.load()
        self._languages = Languages(self._gazetteer)
        patterns: dict[str, list[tuple[str, Name]]] = {}
        for name in self._gazetteer.names:
            folded = fold(name.surface)
            if is_cased(folded) and folded == folded.lower():
                continue  # a locale that writes names small: in text they could not be told from words
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
            TaggedSpan(match.start, match.end, match.concept.type, 0.9, self._link(match.concept, reading))
            for match in self.matches(text, reading)
        )
        return Tagging(spans, _fallback(reading))

    def read(self, language: Language | None) -> Reading:
        """Return which names an article in `language` may use."""
        return self._languages.read(language)

    def matches(self, text: str, reading: Reading) -> list[Match]:
        """Return what is named in `text`, in order, none overlapping."""
        folded = fold(text)
        found = _longest(self._candidates(folded, reading))
        found = _outside_addresses(text, found)
        neighbours = Neighbours(folded, reading.language, {m.start for m in found}, {m.end for m in found})
        found = [match for match in found if neighbours.stand_alone(match.start, match.end, match.concept)]
        certain = [match.concept for match in found if not match.doubtful]
        believed = supported((match.concept for match in found if match.doubtful), certain)
        return [match for match in found if not match.doubtful or match.concept.key in believed]

    def _candidates(self, folded: str, reading: Reading) -> Iterator[Match]:
        """Yield every name at word borders; where one spelling means several things, none."""
        lowered = lower(folded)
        for pattern, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
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
                if place and candidates and (match := _match(place, candidates, reading)):
                    yield match

    def _link(self, concept: Concept, reading: Reading) -> Link:
        keys = (*reading.keys, data.ANY_LANGUAGE)
        name = next(name for key in keys if (name := self._own_names.get((concept.key, key))))
        return Link(concept.key, name, concept.ids, concept.point)


def _match(place: tuple[int, int], names: tuple[Name, ...], reading: Reading) -> Match | None:
    meaning: Meaning | None = resolve(names, reading)
    if meaning is None or meaning.concept is None:
        return None
    doubtful = is_ambiguous(names[0].surface, meaning.concept, reading.language)
    return Match(*place, meaning.concept, meaning.tier, doubtful)


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
    kept = []
    for match in matches:
        while addresses and addresses[0][1] <= match.start:
            addresses.pop(0)
        if not addresses or match.end <= addresses[0][0]:
            kept.append(match)
    return kept


def _is_spelled(name: str, spelling: str) -> bool:
    if spelling == name:
        return True
    if spelling == name.upper():
        return sum(char.isalpha() for char in name) >= MIN_UPPER
    return spelling == name[:1].upper() + name[1:]


def _fallback(reading: Reading) -> str | None:
    if reading.known:
        return None
    if reading.own:
        return f"few place names are known in {reading.language}; unmistakable ones of other languages were used"
    return f"no place names are known in {reading.language}; unmistakable ones of other languages were used"
