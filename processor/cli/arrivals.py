"""What the demo has sent, and what of it has come out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from processor.cli.cards import article_card, letter_card
from processor.cli.inputs import Item
from processor.cli.reading import StoredRecord, place
from processor.cli.sending import Delivery
from processor.contracts import InvalidArticleError, accept, decode_dead_letter, decode_enriched
from processor.engine.layouts import limits
from processor.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType


class Arrivals:
    """Follows articles from the raw topic to their records.

    Records are recognised by the article's id, dead letters by the place of the raw message: an invalid one may have no
    id. Two inputs with the same id count as two, and arrive together.
    """

    def __init__(self, settings: Settings, items: Sequence[Item]) -> None:
        self.expected = len(items)
        self.enriched = 0
        self._settings = settings
        self._ids = {item: _id(item, settings) for item in items}
        self._by_place: dict[tuple[int | None, int | None], Item] = {}
        self._waiting = list(items)

    @property
    def missing(self) -> list[Item]:
        """What has not come out yet, in the order of the input."""
        return self._waiting

    def key(self, item: Item) -> bytes | None:
        """Return the Kafka key of an article: its id, None where it has none."""
        name = self._ids[item]
        return None if name is None else name.encode()

    def sent(self, delivery: Delivery[Item]) -> None:
        """Remember where an article is in the raw topic."""
        self._by_place[delivery.partition, delivery.offset] = delivery.tag

    def card(self, record: StoredRecord) -> "RenderableType | None":
        """Return the card of a record, None where the same has been shown before."""
        if record.topic == self._settings.topic_dead_letter:
            letter = decode_dead_letter(record.value or b"")
            item = self._by_place.get((letter.source.partition, letter.source.offset))
            arrived = [item] if item in self._waiting else []
            shown = letter_card(letter, place(record))
        else:
            article = decode_enriched(record.value)
            arrived = [item for item in self._waiting if self._ids[item] == article.id]
            self.enriched += len(arrived)
            shown = article_card(article, place(record))
        self._waiting = [item for item in self._waiting if item not in arrived]
        return shown if arrived else None


def _id(item: Item, settings: Settings) -> str | None:
    try:
        return accept(item.value, limits(settings)).id
    except InvalidArticleError:
        return None
