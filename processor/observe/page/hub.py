"""The latest cards, and who looks at them. Nobody who looks can slow down what comes in.

All of it lives on one event loop. Memory is bounded: by the latest cards, by the number of viewers, and by what may
wait for each of them.
"""

import secrets
from collections import deque
from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from processor.observe.page.cards import Card
from processor.observe.page.counters import Counters
from processor.observe.page.wanted import Wanted

#: Cards that a new viewer is shown, and bytes that they may take.
_ARTICLES: Final = 300
_LETTERS: Final = 100
_BYTES: Final = 16 * 1024 * 1024
#: Cards that may wait for one viewer.
WAITING: Final = 100
#: Viewers at once.
VIEWERS: Final = 64

Numbered = tuple[int, Card]


class FullError(Exception):
    """As many look as may."""


class Viewer:
    """One browser: what it wants, and what waits for it. When too much waits, the oldest is skipped and counted.

    Args:
        waiting: cards that have been there before; of these the oldest are left out without a word.
    """

    def __init__(self, wanted: Wanted, waiting: Iterable[Numbered] = ()) -> None:
        self._wanted = wanted
        self._waiting: deque[Numbered] = deque((one for one in waiting if wanted.passes(one[1])), WAITING)
        self._skipped = 0

    def offer(self, number: int, card: Card) -> None:
        """Let a card wait for the viewer, if it wants it."""
        if self._wanted.passes(card):
            self._skipped += len(self._waiting) == WAITING
            self._waiting.append((number, card))

    def take(self, most: int) -> tuple[list[Numbered], int]:
        """Return up to `most` cards, the oldest first, and how many were skipped since the last time."""
        taken = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        skipped, self._skipped = self._skipped, 0
        return taken, skipped


class Latest:
    """The latest cards of a kind, bounded by number and by size."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._cards: deque[Numbered] = deque()
        self._bytes = 0

    def add(self, number: int, card: Card) -> None:
        """Keep a card, and forget the oldest where that is too much."""
        self._cards.append((number, card))
        self._bytes += len(card.data)
        while len(self._cards) > self._most or self._bytes > _BYTES:
            self._bytes -= len(self._cards.popleft()[1].data)

    def after(self, number: int) -> list[Numbered]:
        """Return the cards with a larger number."""
        return [one for one in self._cards if one[0] > number]


class Hub:
    """Takes cards in and offers them to everyone who looks.

    Attributes:
        epoch: names this run; numbers of cards of another run mean nothing.
        closing: set when the server stops.
    """

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)
        self.counters = Counters()
        self.closing = False
        self._number = 0
        # Apart, so that a flood of articles does not wash the few dead letters away.
        self._latest = {"article": Latest(_ARTICLES), "letter": Latest(_LETTERS)}
        self._viewers: set[Viewer] = set()

    def publish(self, cards: Iterable[Card], unreadable: int = 0) -> None:
        """Count cards, keep them, and offer them; `unreadable` records had none."""
        self.counters.unreadable += unreadable
        for card in cards:
            self._number += 1
            self.counters.add(card)
            self._latest[card.kind].add(self._number, card)
            for viewer in self._viewers:
                viewer.offer(self._number, card)

    def join(self, wanted: Wanted, after: int = 0) -> Viewer:
        """Let somebody look, who is offered the latest cards with a number above `after` first.

        Raises:
            FullError: too many look already.
        """
        if len(self._viewers) >= VIEWERS:
            raise FullError(f"{VIEWERS} browsers look already, which is the most")
        before = [one for latest in self._latest.values() for one in latest.after(after)]
        viewer = Viewer(wanted, sorted(before, key=itemgetter(0)))
        self._viewers.add(viewer)
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """Forget a viewer."""
        self._viewers.discard(viewer)

    @property
    def viewers(self) -> int:
        """How many look."""
        return len(self._viewers)
