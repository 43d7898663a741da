"""Names of the model and places of the gazetteer become one set of spans."""

import pytest

from processor.contracts import EntityType
from processor.stages.entities.merge import merged
from processor.stages.entities.tagger import Link, TaggedSpan

COUNTRY = {"iso3166": "XX"}
CITY = {"geonames": "1", "country": "XX"}


def _name(text: str, surface: str, kind: EntityType, confidence: float = 0.9) -> TaggedSpan:
    at = text.index(surface)
    return TaggedSpan(at, at + len(surface), kind, confidence)


def _place(text: str, surface: str, ids: dict[str, str] = COUNTRY, confidence: float = 0.8) -> TaggedSpan:
    at = text.index(surface)
    return TaggedSpan(at, at + len(surface), "LOC", confidence, Link(surface, surface, ids))


@pytest.mark.parametrize(
    ("text", "name", "kind", "place"),
    [
        ("आज भारत सरकार ने कहा", "भारत सरकार", "ORG", "भारत"),
        ("the Bank of England said", "Bank of England", "ORG", "England"),
        ("the film Paris, Texas won", "Paris, Texas", "MISC", "Paris"),
        ("в Банке России сказали", "Банке России", "ORG", "России"),
        ("中国外交部表示", "中国外交部", "ORG", "中国"),
        ("เมื่อธนาคารแห่งประเทศไทยประกาศ", "ธนาคารแห่งประเทศไทย", "ORG", "ประเทศไทย"),
    ],
)
def test_a_place_in_a_name_longer_by_words_is_part_of_it(text: str, name: str, kind: EntityType, place: str) -> None:
    kept = merged(text, [_name(text, name, kind)], [_place(text, place)])
    assert [(text[span.start : span.end], span.type) for span in kept] == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "name", "kind", "place"),
    [
        ("रूस ने कहा", "रूस", "ORG", "रूस"),
        ("Japan won", "Japan", "PER", "Japan"),
        ("وروسيا قالت", "وروسيا", "ORG", "روسيا"),
        ("日本隊が勝った", "日本隊", "ORG", "日本"),
        ("United Kingdom Labour", "Kingdom Labour", "ORG", "United Kingdom"),
    ],
)
def test_else_the_place_stays_as_it_was(text: str, name: str, kind: EntityType, place: str) -> None:
    kept = merged(text, [_name(text, name, kind)], [_place(text, place)])
    assert kept == (_place(text, place),)


def test_a_city_may_be_a_person_where_the_model_is_surer() -> None:
    text = "Washington said"
    for confidence, kind in ((0.9, "PER"), (0.5, "LOC")):
        (kept,) = merged(text, [_name(text, text[:10], "PER", confidence)], [_place(text, text[:10], CITY)])
        assert kept.type == kind


def test_a_list_of_places_is_not_one_place() -> None:
    text = "Москва, Россия и Иван"
    places = [_place(text, "Москва", CITY), _place(text, "Россия")]
    kept = merged(text, [_name(text, "Москва, Россия", "LOC"), _name(text, "Иван", "PER")], places)
    assert [text[span.start : span.end] for span in kept] == ["Москва", "Россия", "Иван"]
