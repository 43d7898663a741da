"""From records of the enriched and the dead-letter topic to the cards of the live page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from processor.cli.reading import StoredRecord, TopicReader, place
from processor.contracts import InvalidArticleError, decode_dead_letter, decode_enriched
from processor.observe.page.cards import Card, Origin, article_card, letter_card

if TYPE_CHECKING:
    from processor.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """What one look at the topics brought.

    Attributes:
        cards: in the order of the records.
        unreadable: records that are none of ours.
    """

    cards: list[Card]
    unreadable: int


def batches(reader: TopicReader, settings: "Settings", stopping: Event) -> Iterator[Batch]:
    """Yield what arrives, until `stopping` is set."""
    while not stopping.is_set():
        if records := reader.poll():
            yield batch(records, settings)


def batch(records: Iterable[StoredRecord], settings: "Settings") -> Batch:
    """Return the cards of records."""
    cards, unreadable = [], 0
    for record in records:
        try:
            cards.append(_card(record, settings))
        except InvalidArticleError:
            unreadable += 1
    return Batch(cards, unreadable)


def _card(record: StoredRecord, settings: "Settings") -> Card:
    origin = Origin(place(record), record.headers, record.timestamp / 1000)
    if record.topic == settings.topic_dead_letter:
        return letter_card(decode_dead_letter(record.value or b""), origin)
    return article_card(decode_enriched(record.value), origin)
