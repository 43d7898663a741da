"""The live page with cards of a test's own: a real server on a free port, in a thread."""

import asyncio
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Final, Self

from processor.contracts import EnrichedArticle
from processor.observe.page.cards import Card, Origin, article_card
from processor.observe.page.hub import Hub
from processor.observe.page.server import PageServer

_HEADERS: Final = [
    ("samachar-ingested-at", b"2026-01-31T08:30:00.000+00:00"),
    ("samachar-durations", b'{"language": 0.002, "entities": 0.31, "topics": 0.05}'),
]
#: 0.42 s later.
_WRITTEN: Final = 1769848200.42


def card_of(article: EnrichedArticle, offset: int = 0) -> Card:
    """Return the card of a record at an offset of the enriched topic."""
    return article_card(article, Origin(f"articles.enriched:0:{offset}", _HEADERS, _WRITTEN))


class LivePage:
    """The page's server until the block ends.

    Attributes:
        url: of the page.
    """

    def __init__(self) -> None:
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._hub = Hub()
        self._server = PageServer("127.0.0.1", 0, self._hub)

    def publish(self, cards: Iterable[Card]) -> None:
        """Give cards to everyone who looks."""
        self._loop.call_soon_threadsafe(self._hub.publish, list(cards))

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._server.start(), self._loop).result(30)
        self.url = self._server.url
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()
