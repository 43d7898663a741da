"""What a list holds, for a person who looks at it before it is used."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from processor.contracts import EntityType
from processor.stages.entities.gazetteer.fold import fold, lower
from processor.stages.entities.watchlist.entry import Entry, ListedName
from processor.stages.entities.watchlist.reading import entries
from processor.stages.entities.watchlist.written import is_risky

_MOST_EXAMPLES: Final = 10


class Example(NamedTuple):
    """A name, and the entry and line where it stands."""

    line: int
    id: str
    name: str


@dataclass(slots=True)
class Notice:
    """Something to look at, with the first examples in the order of the list."""

    text: str
    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, entry: Entry, name: ListedName) -> None:
        """Count a name."""
        self.count += 1
        if len(self.examples) < _MOST_EXAMPLES:
            self.examples.append(Example(entry.line, entry.id, name.surface))


@dataclass(slots=True)
class Summary:
    """What a list holds.

    Attributes:
        types: number of entries of each type that occurs.
        single: names that `auto` is careful with.
        unguarded: such names that are told to count wherever they stand.
        shared: names that an entry before has too.
    """

    entries: int = 0
    names: int = 0
    types: dict[EntityType, int] = field(default_factory=dict)
    single: Notice = field(
        default_factory=lambda: Notice(
            "names are one word, or short: where no capital tells, they count only if the tagger or the article agrees"
        )
    )
    unguarded: Notice = field(
        default_factory=lambda: Notice("such names have match exact or fold, and count wherever they stand")
    )
    shared: Notice = field(
        default_factory=lambda: Notice("names are those of another entry too, and get both ids unless one is clear")
    )


def summary(path: Path) -> Summary:
    """Read a list. Takes 300 MB a million names.

    Raises:
        WatchlistError: the list cannot be read or has something wrong.
    """
    found = Summary()
    types: Counter[EntityType] = Counter()
    owners: dict[str, int] = {}
    for entry in entries(path):
        found.entries += 1
        found.names += len(entry.names)
        types[entry.type] += 1
        for name in entry.names:
            if name.match != "context" and is_risky(name.surface):
                (found.single if name.match == "auto" else found.unguarded).add(entry, name)
            if owners.setdefault(lower(fold(name.surface)), found.entries) != found.entries:
                found.shared.add(entry, name)
    found.types = dict(sorted(types.items()))
    return found
