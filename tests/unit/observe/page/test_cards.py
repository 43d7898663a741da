"""Cards: what they say, and that nothing makes them large."""

from dataclasses import replace
from typing import Any

import orjson
import pytest

from processor.contracts import DeadLetter, EnrichedArticle, Entity, Language, Mention, Reason, Source, Span, Topic
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA
from processor.contracts.enriched import ENRICHED_SCHEMA, Provenance, StageReport, Status
from processor.observe.page.cards import TEXT, Origin, article_card, letter_card
from tests.support.attacks import attack_articles, attack_letters

PLAIN = EnrichedArticle(
    id="A1",
    schema=ENRICHED_SCHEMA,
    article={"source": "wire", "url": 7},
    text="Title\nरूस ने कहा\n#x",
    body=Span(0, 16),
    title="Title",
    published_at=None,
    hashtags=("#x",),
    provenance=Provenance("producer", "text", None, "text"),
    language=Language("hi", "Deva", 0.9, ()),
    entities=(Entity("LOC", "रूस", {"iso3166": "RU"}, (Mention(6, 9, "रूस"),), 0.9, latin="Rus"),),
    topics=(Topic("medtop:11000000", "politics", 0.8),),
    stages=(StageReport("language", "1", "-", Status.OK),),
    pipeline="p",
)
HERE = Origin("articles.enriched:0:5", [], 100.0)


def told(article: EnrichedArticle, origin: Origin = HERE) -> dict[str, Any]:
    """Return the card's fields."""
    found: dict[str, Any] = orjson.loads(article_card(article, origin).data)
    return found


def test_what_a_card_says() -> None:
    card = told(PLAIN)
    assert card["heading"] == [0, 5]
    assert card["entities"][0] | {} == {
        "type": "LOC",
        "name": "रूस",
        "latin": "Rus",
        "ids": {"iso3166": "RU"},
        "confidence": 0.9,
        "how": None,
        "count": 1,
        "at": None,
        "mentions": [[6, 9]],
    }
    assert card["place"] == "articles.enriched:0:5"
    assert card["source"] == "wire"
    assert card["url"] is None  # was no text


def test_a_title_of_the_producer_is_no_part_of_the_text() -> None:
    provenance = Provenance("producer", "producer", None, None)
    assert told(replace(PLAIN, provenance=provenance))["heading"] is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([("samachar-ingested-at", b"1970-01-01T00:01:39.250+00:00")], 0.75),
        ([("samachar-ingested-at", b"1970-01-01T00:01:41+00:00")], None),  # a clock that is wrong
        ([("samachar-ingested-at", b"rubbish")], 0.0),
        ([], None),
    ],
)
def test_time_taken_is_from_the_raw_topic_to_the_record(headers: list[tuple[str, bytes]], seconds: float) -> None:
    assert told(PLAIN, Origin("t:0:0", headers, 100.0))["seconds"] == seconds


def test_what_is_counted() -> None:
    assert article_card(PLAIN, HERE).counts == (
        ("language", "hi"),
        ("country", "RU"),
        ("topic", "politics"),
        ("stage", "language ok"),
    )


def test_a_mention_beyond_the_text_that_is_shown_is_left_out() -> None:
    mentions = tuple(Mention(start, start + 2, "xx") for start in (0, TEXT - 2, TEXT - 1, TEXT + 5))
    article = replace(PLAIN, text="x" * (TEXT + 10), entities=(Entity("PER", "xx", {}, mentions, 0.5, count=4),))
    card = told(article)
    assert len(card["text"]) == TEXT
    assert card["length"] == TEXT + 10
    assert card["entities"][0]["mentions"] == [[0, 2], [TEXT - 2, TEXT]]


def test_the_entities_that_are_named_most_are_on_the_card_in_the_order_of_the_record() -> None:
    entities = tuple(
        Entity("PER", str(number), {}, (Mention(0, 1, "T"),), 0.5, count=1 + number % 3) for number in range(200)
    )
    card = told(replace(PLAIN, entities=entities))
    names = [int(entity["name"]) for entity in card["entities"]]
    assert len(names) == 40
    assert names == sorted(names)
    assert all(number % 3 == 2 for number in names)
    assert card["more_entities"] == 160


def test_no_article_makes_a_large_card() -> None:
    articles = attack_articles()
    assert len(articles) == 100
    for article in articles:
        card = article_card(article, HERE)
        assert len(card.data) < 200_000
        assert len(card.words) < 4 * TEXT
        assert b"\n" not in card.data  # it is one line of an event


def test_no_dead_letter_makes_a_large_card() -> None:
    for letter in attack_letters():
        card = letter_card(letter, HERE)
        assert len(card.data) < 10_000
        assert b"\n" not in card.data


def test_a_dead_letter_says_why_but_not_what_was_in_it() -> None:
    letter = DeadLetter(
        DEAD_LETTER_SCHEMA, None, "decode", Reason.NOT_JSON, None, "no JSON", "c2VjcmV0", None, (),
        Source("articles.raw", 2, 9), "-", 1,
    )  # fmt: skip
    card = letter_card(letter, HERE)
    fields = orjson.loads(card.data)
    assert (fields["reason"], fields["source"], fields["bytes"]) == ("not_json", "articles.raw:2:9", 6)
    assert b"secret" not in card.data
    assert b"c2VjcmV0" not in card.data
    assert card.counts == (("reason", "not_json"),)
