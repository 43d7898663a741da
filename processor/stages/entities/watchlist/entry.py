"""What a watchlist holds, and what can be wrong with it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from processor.contracts import EntityType

#: How a name must stand in the text: `auto` as written there, in capitals or with a first capital, and, where nothing
#: tells the name from a word, only with support from the rest of the article; `exact` as written and nothing else;
#: `fold` whatever its case; `context` only where the tagger sees an entity of the same type.
Match = Literal["auto", "exact", "fold", "context"]
MATCHES: Final[tuple[Match, ...]] = get_args(Match)
TYPES: Final[tuple[EntityType, ...]] = get_args(EntityType)
#: Problems that are told of one list; a file of another kind would have as many as lines.
MOST_PROBLEMS: Final = 20


class ListedName(NamedTuple):
    """One name of an entry.

    Attributes:
        surface: in NFC, with single blanks.
        language: BCP 47 tag of the language that calls it so, empty where the list does not say.
    """

    surface: str
    language: str
    match: Match


class Entry(NamedTuple):
    """One thing of the list.

    Attributes:
        line: number of its first line, from 1.
        country: ISO 3166-1 alpha-2 code, empty where the list does not say.
        names: at least one; the first is what it is called where its name in the article's language is not known.
    """

    line: int
    id: str
    type: EntityType
    names: tuple[ListedName, ...]
    country: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a list.

    Attributes:
        line: its number, from 1; 0 where it is the file as a whole.
        field: of the format; empty where it is the line as a whole.
    """

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


class WatchlistError(ValueError):
    """A list that cannot be used. The text is one line with the first problem.

    Attributes:
        problems: in the order of the lines, `MOST_PROBLEMS` at most.
    """

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(path, problems)  # so that it crosses a process border
        self.path = path
        self.problems = problems

    def __str__(self) -> str:
        first, *others = self.told()
        if not others:
            return first
        return f"{first} (and {len(others)} more: samachar watchlist check {self.path})"

    def told(self) -> list[str]:
        """Return all problems, a line each."""
        return [
            f"{self.path}:{problem.line}: {problem}" if problem.line else f"{self.path}: {problem}"
            for problem in self.problems
        ]
