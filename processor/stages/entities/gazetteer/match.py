"""What the gazetteer finds before it becomes a span."""

from dataclasses import dataclass

from processor.stages.entities.gazetteer.data import Concept
from processor.stages.entities.gazetteer.resolve import Tier


@dataclass(frozen=True, slots=True)
class Match:
    """A name at [start, end).

    Attributes:
        language: that of the text around, as CLDR calls it.
        inflected: it bears a case ending.
        common: the language has a word spelled so; at the start of a sentence the capital does not tell them apart.
        doubtful: it counts only with something close to it in the text.
    """

    start: int
    end: int
    concept: Concept
    language: str
    tier: Tier
    inflected: bool
    common: bool
    doubtful: bool
