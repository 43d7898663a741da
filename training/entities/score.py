"""Strict F1: a name counts when both its borders and its type are right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from training.entities.sentences import Span


@dataclass(slots=True)
class Score:
    """Counts by type of what was right, found and marked."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)

    def add(self, found: Iterable[Span], marked: Iterable[Span], kinds: Iterable[str]) -> None:
        """Count one sentence, only names of `kinds`."""
        asked = set(kinds)
        mine = {span for span in found if span[2] in asked}
        gold = {span for span in marked if span[2] in asked}
        self.right.update(span[2] for span in mine & gold)
        self.found.update(span[2] for span in mine)
        self.marked.update(span[2] for span in gold)

    def f1(self, kind: str | None = None) -> float:
        """Return 100 * F1 of a type, or of all; 0 where nothing was marked or found."""
        if kind is None:
            right, both = self.right.total(), self.found.total() + self.marked.total()
        else:
            right, both = self.right[kind], self.found[kind] + self.marked[kind]
        return 200 * right / both if both else 0.0
