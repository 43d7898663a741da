"""What the demo has sent, and what of it has come out."""

from dataclasses import replace

import orjson
import pytest

from processor import Enricher
from processor.cli.arrivals import Arrivals
from processor.cli.inputs import Item
from processor.cli.sending import Delivery
from processor.contracts import Source, encode
from processor.settings import load_settings
from tests.unit.cli.stored import Record, stored


def item(number: int, value: bytes) -> Item:
    return Item(value, "a.jsonl", number, len(value))


def article(name: str) -> bytes:
    return orjson.dumps({"id": name, "text": "some text"})


def record(value: bytes) -> Record:
    enriched = Enricher(["tests.support.stages:Letters"]).enrich(value)
    return Record(0, 0, topic="articles.enriched", value=encode(enriched))


@pytest.fixture
def arrivals() -> Arrivals:
    items = [item(1, article("a")), item(2, article("b")), item(3, article("a")), item(4, b"broken")]
    followed = Arrivals(load_settings(), items)
    for offset, sent in enumerate(items):
        followed.sent(Delivery(sent, "articles.raw", 0, offset))
    return followed


def test_records_are_recognised_by_id(arrivals: Arrivals) -> None:
    assert [arrivals.key(sent) for sent in arrivals.missing] == [b"a", b"b", b"a", None]
    assert arrivals.card(record(article("b"))) is not None
    assert [sent.line for sent in arrivals.missing] == [1, 3, 4]
    assert arrivals.card(record(article("a"))) is not None
    assert (arrivals.enriched, arrivals.expected) == (3, 4)


def test_a_repeat_is_shown_once(arrivals: Arrivals) -> None:
    arrivals.card(record(article("b")))
    assert arrivals.card(record(article("b"))) is None
    assert arrivals.enriched == 1


def test_dead_letters_are_recognised_by_place(arrivals: Arrivals) -> None:
    letter = stored(1, 1, id=None, source=Source("articles.raw", 0, 3)).letter
    dead = Record(1, 1, value=encode(letter))
    assert arrivals.card(dead) is not None
    assert [sent.line for sent in arrivals.missing] == [1, 2, 3]
    assert arrivals.enriched == 0
    assert arrivals.card(replace(dead, value=encode(replace(letter, source=Source("articles.raw", 7, 7))))) is None
