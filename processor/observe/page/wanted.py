"""What one browser wants to see, as its address says: `?language=hi&country=KP&q=…`."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from processor.observe.facts import FILTERS
from processor.observe.page.cards import Card

_SEARCH: Final = "q"
#: Most conditions, and code points of one.
_CONDITIONS: Final = 20
_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters and a search. The same filter again means or, another one means and.

    Attributes:
        filters: casefolded values by the name of the filter.
        words: every one of them must be found in what the card says.
    """

    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @classmethod
    def parse(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return what the (name, value) pairs of a query ask for; empty values ask for nothing.

        Raises:
            ValueError: an unknown name, or more than anybody types.
        """
        asked = [(name, unicodedata.normalize("NFC", value).strip().casefold()) for name, value in pairs]
        if len(asked) > _CONDITIONS or any(len(value) > _LENGTH for _, value in asked):
            raise ValueError(f"more than {_CONDITIONS} conditions, or one of more than {_LENGTH} characters")
        filters: dict[str, list[str]] = defaultdict(list)
        words: list[str] = []
        for name, value in asked:
            if name == _SEARCH:
                words += value.split()
            elif name not in FILTERS:
                raise ValueError(f"there is no filter {name[:_LENGTH]!r}; known are {', '.join(FILTERS)} and {_SEARCH}")
            elif value:
                filters[name].append(value)
        return cls({name: tuple(values) for name, values in filters.items()}, tuple(words))

    def passes(self, card: Card) -> bool:
        """Tell whether a card is to be shown. Filters are about articles; dead letters are only searched."""
        facts = card.facts
        if facts is not None and not all(
            any(FILTERS[name](facts, value) for value in values) for name, values in self.filters.items()
        ):
            return False
        return all(word in card.words for word in self.words)
