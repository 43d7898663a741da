"""A name as it is written: what the rules of borders look at."""

from dataclasses import dataclass, replace
from typing import Self

from processor.contracts import EntityType
from processor.stages.entities.article.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Written:
    """A name at [start, end) of the text.

    Attributes:
        language: ISO 639 code of the language there, `und` where unknown.
        seen: what else the article says.
        before: where the nearest name of the same type before it ends, -1 if there is none.
    """

    text: str
    start: int
    end: int
    kind: EntityType
    language: str
    seen: Evidence
    before: int = -1

    @property
    def name(self) -> str:
        """The name itself."""
        return self.text[self.start : self.end]

    def within(self, start: int, end: int) -> Self:
        """Return it with other ends."""
        return self if (start, end) == (self.start, self.end) else replace(self, start=start, end=end)
