"""The stage on whole articles."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from processor.contracts import EnrichedArticle, Entity, Language, Limits, Status, accept
from processor.stages.entities.assemble import entities
from processor.stages.entities.stage import MAX_MENTIONS, EntitiesStage
from processor.stages.entities.tagger import Link, TaggedSpan, Tagging

SEEDS = Path(__file__).parents[3] / "seeds"


def article(text: str, tag: str, script: str = "Zyyy", title: str | None = None) -> EnrichedArticle:
    raw = {"text": text} | ({"title": title} if title else {})
    return replace(accept(orjson.dumps(raw), Limits()), language=Language(tag, script, 1.0, ()))


def found(stage: EntitiesStage, item: EnrichedArticle) -> tuple[Entity, ...]:
    result = stage.annotate(item).entities
    assert result is not None
    for entity in result:
        for mention in entity.mentions:
            assert item.text[mention.start : mention.end] == mention.text
    return result


def test_the_hindi_seed(stage: EntitiesStage) -> None:
    item = article((SEEDS / "000_91d2b73f49f4527b.txt").read_text(encoding="utf-8"), "hi", "Deva")
    result = found(stage, item)
    countries = {entity.ids["iso3166"]: entity for entity in result if "iso3166" in entity.ids}
    assert set(countries) == {"RU", "KP", "UA", "CN"}
    assert sum(len(entity.mentions) for entity in countries.values()) >= 20
    assert countries["RU"].name == "रूस"
    assert countries["KP"].name == "उत्तर कोरिया"
    taken = [(mention.start, mention.end) for entity in result for mention in entity.mentions]
    for word in ("उत्तर कोरियाई", "रूसी"):
        at = item.text.find(word)
        while at >= 0:
            assert not any(start < at + len(word) and at < end for start, end in taken)
            at = item.text.find(word, at + 1)


def test_spellings_of_one_place_are_one_entity(stage: EntitiesStage) -> None:
    (moscow,) = found(stage, article("वह मास्को गया। मॉस्को में।", "hi", "Deva"))
    assert moscow.name == "मॉस्को"
    assert moscow.ids == {"geonames": "524901", "country": "RU", "subdivision": "RU-MOW"}
    assert [mention.text for mention in moscow.mentions] == ["मास्को", "मॉस्को"]
    assert moscow.coordinates is not None
    assert moscow.coordinates.latitude == pytest.approx(55.75, abs=0.1)


def test_a_country_stands_at_its_capital(stage: EntitiesStage) -> None:
    (japan,) = found(stage, article("in Japan today", "en"))
    assert japan.type == "LOC"
    assert japan.ids == {"iso3166": "JP"}
    assert japan.coordinates is not None
    assert japan.coordinates.longitude == pytest.approx(139.7, abs=0.2)


def test_the_two_organisations_that_cldr_names(stage: EntitiesStage) -> None:
    result = found(stage, article("संयुक्त राष्ट्र और यूरोपीय संघ", "hi"))
    assert [(entity.type, entity.ids) for entity in result] == [("ORG", {"cldr": "UN"}), ("ORG", {"cldr": "EU"})]


def test_only_the_body_is_read_and_offsets_count_in_the_published_text(stage: EntitiesStage) -> None:
    item = article("\n\n  We left Russia.\n2023-01-01 10:00\n#Russia", "en", title="Germany and France")
    (russia,) = found(stage, item)
    assert [mention.start for mention in russia.mentions] == [item.text.index("Russia")]


def test_unknown_language_is_degraded_with_a_reason(stage: EntitiesStage) -> None:
    annotation = stage.annotate(article("Argentina", "und"))
    assert annotation.status is Status.DEGRADED
    assert annotation.reason
    assert annotation.entities


def test_an_article_without_names_is_ok_and_has_no_entities(stage: EntitiesStage) -> None:
    annotation = stage.annotate(article("nothing here", "en"))
    assert (annotation.status, annotation.entities) == (Status.OK, ())


def test_the_number_of_mentions_is_bounded(stage: EntitiesStage) -> None:
    annotation = stage.annotate(article("रूस " * (MAX_MENTIONS + 1), "hi"))
    assert annotation.status is Status.DEGRADED
    assert annotation.entities is not None
    assert [len(entity.mentions) for entity in annotation.entities] == [MAX_MENTIONS]


def test_the_stage_speaks_for_its_tagger() -> None:
    class Names:
        model = "names-1"

        def tag(self, text: str, language: Language | None) -> Tagging:
            del language
            spans = (TaggedSpan(0, 2, "PER", 0.5), TaggedSpan(3, 5, "PER", 0.7), TaggedSpan(6, len(text), "ORG", 0.9))
            return Tagging(spans, "as told")

    stage = EntitiesStage(Names())
    assert (stage.name, stage.model, stage.needs) == ("entities", "names-1", ("language",))
    annotation = stage.annotate(article("Jo Jo Co", "en"))
    assert (annotation.status, annotation.reason) == (Status.DEGRADED, "as told")
    assert annotation.entities is not None
    assert [(entity.type, entity.name, entity.ids, entity.confidence) for entity in annotation.entities] == [
        ("PER", "Jo", {}, 0.6),  # 0.5 and 0.7
        ("ORG", "Co", {}, 0.9),
    ]


def test_one_thing_under_two_forms_is_one_entity_in_order_of_appearance() -> None:
    link = Link("RU", "Russia", {"iso3166": "RU"})
    text = "Россия Russia Х"
    spans = [
        TaggedSpan(14, 15, "PER", 0.4),
        TaggedSpan(0, 6, "LOC", 0.8, link),
        TaggedSpan(7, 13, "LOC", 0.9, link),
    ]
    result = entities(text, sorted(spans, key=lambda span: span.start), offset=10)
    assert [(entity.name, [m.start for m in entity.mentions]) for entity in result] == [
        ("Russia", [10, 17]),
        ("Х", [24]),
    ]
