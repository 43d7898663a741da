"""The articles of `bench.race`: the same every time, as long as news is, in many languages."""

import statistics
from itertools import islice

import orjson

from bench.corpus import LONGEST, MEDIAN, SHORTEST, articles
from processor.contracts import Limits, accept


def texts(count: int, length: int | None = None) -> list[str]:
    return [orjson.loads(value)["text"] for _, value in islice(articles(length=length), count)]


def test_a_seed_gives_the_same_articles_and_another_others() -> None:
    assert list(islice(articles(3), 20)) == list(islice(articles(3), 20))
    assert not {value for _, value in islice(articles(3), 20)} & {value for _, value in islice(articles(4), 20)}


def test_every_article_is_valid_and_its_key_is_its_id() -> None:
    for key, value in islice(articles(), 200):
        assert accept(value, Limits()).id == key.decode()


def test_lengths_are_those_of_news() -> None:
    lengths = [len(text) for text in texts(2000)]
    assert 0.9 * MEDIAN < statistics.median(lengths) < 1.1 * MEDIAN
    assert min(lengths) >= SHORTEST
    assert 20_000 < max(lengths) <= LONGEST
    assert sum(length > 2 * MEDIAN for length in lengths) > 200


def test_the_length_can_be_told() -> None:
    assert {len(text) for text in texts(50, 12_345)} == {12_345}


def test_no_two_articles_are_alike() -> None:
    assert len(set(texts(500))) == 500
