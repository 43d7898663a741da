"""Counts of everything that came out, whether a browser has seen it or not, in bounded memory."""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable
from typing import Any, Final, TypeVar

from processor.observe.page.cards import Card, Spot

_Key = TypeVar("_Key", bound=Hashable)

#: Distinct things of a kind that are counted before the rarest are forgotten.
_MOST: Final = 5_000
#: How many of a kind the page is told.
_TOLD: Final = 12
_SPOTS: Final = 120
#: Seconds that the course of the rate goes back, and over which the rate is averaged.
_COURSE: Final = 60
_RATE: Final = 10


class Counters:
    """Counts cards since the server started."""

    def __init__(self) -> None:
        self.articles = 0
        self.letters = 0
        self.unreadable = 0
        self._of: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._spots: Counter[tuple[str, str]] = Counter()
        self._where: dict[tuple[str, str], Spot] = {}
        self._course: deque[tuple[int, int]] = deque([(0, 0)] * _COURSE, _COURSE)
        self._second = (0, 0)

    def add(self, card: Card) -> None:
        """Count a card."""
        if card.kind == "letter":
            self.letters += 1
        else:
            self.articles += 1
        for kind, what in card.counts:
            _count(self._of[kind], what)
        for spot in card.spots:
            key = (spot.name, spot.country)
            _count(self._spots, key)
            self._where[key] = spot
        if len(self._where) > 2 * _MOST:
            self._where = {key: self._where[key] for key in self._spots}

    def second(self) -> None:
        """Say that a second has gone by."""
        self._course.append((self.articles - self._second[0], self.letters - self._second[1]))
        self._second = (self.articles, self.letters)

    def told(self) -> dict[str, Any]:
        """Return what the page shows, as JSON can hold it."""
        recent = list(self._course)[-_RATE:]
        return {
            "articles": self.articles,
            "letters": self.letters,
            "unreadable": self.unreadable,
            "rate": sum(articles for articles, _ in recent) / _RATE,
            "course": [articles for articles, _ in self._course],
            "languages": self._of["language"].most_common(_TOLD),
            "countries": self._of["country"].most_common(_TOLD),
            "topics": self._of["topic"].most_common(_TOLD),
            "reasons": self._of["reason"].most_common(_TOLD),
            "stages": sorted(self._of["stage"].most_common(4 * _TOLD)),
            "spots": [
                [spot.name, spot.country, spot.latitude, spot.longitude, count]
                for spot, count in ((self._where[key], count) for key, count in self._spots.most_common(_SPOTS))
            ],
        }


def _count(counter: Counter[_Key], what: _Key) -> None:
    counter[what] += 1
    if len(counter) > _MOST:
        kept = counter.most_common(_MOST // 2)
        counter.clear()
        counter.update(dict(kept))
