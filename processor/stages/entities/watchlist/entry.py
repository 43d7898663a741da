"""What a watchlist holds, and what can be wrong with it."""

from typing import Final, Literal, NamedTuple, get_args

from processor.contracts import EntityType
from processor.stages.problems import UserFileError

#: How a name must stand in the text: `auto` as written there, in capitals or with a first capital, and, where nothing
#: tells the name from a word, only with support from the rest of the article; `exact` as written and nothing else;
#: `fold` whatever its case; `context` only where the tagger sees an entity of the same type.
Match = Literal["auto", "exact", "fold", "context"]
MATCHES: Final[tuple[Match, ...]] = get_args(Match)
TYPES: Final[tuple[EntityType, ...]] = get_args(EntityType)


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


class WatchlistError(UserFileError):
    """A list that cannot be used."""

    check = "samachar watchlist check"
