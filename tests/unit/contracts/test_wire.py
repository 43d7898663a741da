"""The bytes on the wire: what is written is read back, and written again as the same bytes."""

from dataclasses import fields, replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.contracts import (
    DeadLetter,
    EnrichedArticle,
    InvalidArticleError,
    Limits,
    Reason,
    accept,
    decode_dead_letter,
    decode_enriched,
    encode,
    probability,
)
from tests.support.articles import seed_messages
from tests.support.records import dead_letters, enriched_articles
from tests.unit.cli.stored import stored


@given(enriched_articles)
def test_enriched_articles_come_back(record: EnrichedArticle) -> None:
    value = encode(record)
    assert decode_enriched(value) == record
    assert encode(decode_enriched(value)) == value


@given(dead_letters)
def test_dead_letters_come_back(letter: DeadLetter) -> None:
    value = encode(letter)
    assert decode_dead_letter(value) == letter
    assert encode(decode_dead_letter(value)) == value


@pytest.mark.parametrize("stem", sorted(seed_messages()))
def test_seeds_come_back(stem: str) -> None:
    value = encode(accept(seed_messages()[stem], Limits()))
    assert encode(decode_enriched(value)) == value


def seed_record() -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(encode(accept(b'{"text":"Story","n":1.50}', Limits())))
    return document


def test_one_line_in_declared_order() -> None:
    value = encode(accept(b'{"text":"Head\\nStory"}', Limits()))
    assert b"\n" not in value
    assert list(orjson.loads(value)) == [field.name for field in fields(EnrichedArticle)]


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"id": None}, Reason.WRONG_TYPE, "id"),
        ({"id": ""}, Reason.WRONG_TYPE, "id"),
        ({"schema": "enriched-article/2"}, Reason.WRONG_TYPE, "schema"),
        ({"schema": "dead-letter/1"}, Reason.WRONG_TYPE, "schema"),
        ({"article": []}, Reason.WRONG_TYPE, "article"),
        ({"body": {"start": -1, "end": 2}}, Reason.WRONG_TYPE, "body.start"),
        ({"body": {"start": 1}}, Reason.MISSING_FIELD, "body.end"),
        ({"topics": [{"id": "medtop:1", "name": "x", "confidence": 1.5}]}, Reason.WRONG_TYPE, "topics.0.confidence"),
        ({"entities": [{"type": "XYZ"}]}, Reason.WRONG_TYPE, "entities.0.type"),
        (
            {"stages": [{"name": "a", "version": "1", "model": "-", "status": "great"}]},
            Reason.WRONG_TYPE,
            "stages.0.status",
        ),
    ],
)
def test_what_is_no_record_of_ours_is_refused(change: dict[str, Any], reason: Reason, field: str) -> None:
    with pytest.raises(InvalidArticleError) as caught:
        decode_enriched(orjson.dumps(seed_record() | change))
    assert (caught.value.reason, caught.value.field) == (reason, field)


@pytest.mark.parametrize("value", [None, b"", b"{}", b"[]", b'{"text":"raw"}', b"\xff"])
def test_other_messages_are_refused(value: bytes | None) -> None:
    with pytest.raises(InvalidArticleError):
        decode_enriched(value)
    with pytest.raises(InvalidArticleError):
        decode_dead_letter(value or b"")


@pytest.mark.parametrize("field", ["payload", "key"])
@pytest.mark.parametrize("value", ["A", "AAA", "A===", "e\u0301", "eyJ0ZXh0IjoiYSJ9\n", "ey-_"])
def test_what_is_not_base64_is_no_dead_letter(field: str, value: str) -> None:
    letter = orjson.loads(encode(stored(0, 0).letter))
    assert decode_dead_letter(orjson.dumps(letter)) == stored(0, 0).letter
    with pytest.raises(InvalidArticleError) as caught:
        decode_dead_letter(orjson.dumps(letter | {field: value}))
    assert (caught.value.reason, caught.value.field) == (Reason.WRONG_TYPE, field)


def test_fields_of_a_later_release_do_no_harm() -> None:
    later = seed_record() | {"sentiment": {"score": 1}}
    assert decode_enriched(orjson.dumps(later)) == decode_enriched(orjson.dumps(seed_record()))


def test_what_a_stage_found_may_be_deeper_than_any_article() -> None:
    deep: Any = "end"
    for _ in range(200):
        deep = [deep]
    record = replace(accept(b'{"text":"Story"}', Limits(depth=1)), extensions={"trees": deep})
    assert decode_enriched(encode(record)) == record


@given(st.floats(allow_nan=False) | st.integers(-(10**30), 10**30))
def test_probabilities(value: float) -> None:
    stated = probability(value)
    assert 0 <= stated <= 1
    assert isinstance(stated, float)
    assert orjson.dumps(stated) == orjson.dumps(round(stated, 4))


def test_probability_keeps_four_places() -> None:
    assert [probability(value) for value in (0.12344999, 0.99996, 0.00004, -0.1, 7)] == [0.1234, 1.0, 0.0, 0.0, 1.0]
    assert orjson.dumps(probability(-0.0)) == b"0.0"
    with pytest.raises(ValueError, match="not a number"):
        probability(float("nan"))
