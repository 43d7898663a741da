"""The gazetteer as a tagger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from processor.contracts import Language
from processor.contracts.ids import fingerprint
from processor.stages.entities.gazetteer import data
from processor.stages.entities.gazetteer.attached import edges
from processor.stages.entities.gazetteer.data import Concept, Gazetteer, Name
from processor.stages.entities.gazetteer.fold import fold, lower
from processor.stages.entities.gazetteer.languages import Languages, Reading
from processor.stages.entities.gazetteer.resolve import Meaning, Tier, resolve
from processor.stages.entities.tagger import Link, TaggedSpan, Tagging

#: Changed with the rules of this package, so that records tell.
RULES: Final = "1"
#: A name of fewer letters counts in upper case only where it is written so by itself (`US`, not `THE US`).
MIN_UPPER: Final = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A name found at [start, end), before it is known to stand for itself."""

    start: int
    end: int
    concept: Concept | None
    tier: Tier


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
        self._meanings: dict[tuple[int, str, Reading], Meaning | None] = {}

    @property
    def model(self) -> str:
        """Fingerprint of names and rules."""
        return f"gazetteer-{fingerprint(self._gazetteer.model, RULES)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the places and organisations named in `text`."""
        reading = self._languages.read(language)
        spans = tuple(
            TaggedSpan(match.start, match.end, match.concept.type, 0.9, self._link(match.concept, reading))
            for match in self.matches(text, reading)
            if match.concept
        )
        return Tagging(spans, _fallback(reading))

    def matches(self, text: str, reading: Reading) -> Iterator[Match]:
        """Yield names in order, the leftmost and then the longest first, none overlapping."""
        end = 0
        for match in sorted(self._candidates(text, reading), key=lambda match: (match.start, -match.end)):
            if match.start >= end:
                end = match.end
                yield match

    def _candidates(self, text: str, reading: Reading) -> Iterator[Match]:
        folded = fold(text)
        for pattern, start, end in self._automaton.find_matches_as_indexes(lower(folded), overlapping=True):
            if (found := edges(folded, start, end, reading.language)) is None:
                continue
            if meaning := self._meaning(pattern, folded[start:end], reading):
                yield Match(*found, meaning.concept, meaning.tier)

    def _meaning(self, pattern: int, spelling: str, reading: Reading) -> Meaning | None:
        names = tuple(name for folded, name in self._names[pattern] if _is_spelled(folded, spelling))
        return resolve(names, reading) if names else None

    def _link(self, concept: Concept, reading: Reading) -> Link:
        keys = (*reading.keys, data.ANY_LANGUAGE)
        name = next(name for key in keys if (name := self._own_names.get((concept.key, key))))
        return Link(concept.key, name, concept.ids, concept.point)


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
