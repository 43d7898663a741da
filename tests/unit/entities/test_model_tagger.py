"""The trained model in several scripts, and what it gives with the gazetteer on the seed articles."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from processor.contracts import EnrichedArticle, Entity, Language, Limits, Status, accept
from processor.stages.entities.combined import CombinedTagger
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.names.confidence import MEASURED, measured
from processor.stages.entities.names.tagger import MOST_TOKENS, ModelTagger
from processor.stages.entities.stage import EntitiesStage
from tests.unit.entities.test_properties import tags, texts

SEEDS = Path(__file__).parents[3] / "seeds"
TAGGER = ModelTagger()
STAGE = EntitiesStage(CombinedTagger(TAGGER))


def _found(tag: str, text: str) -> set[tuple[str, str]]:
    return {(text[span.start : span.end], span.type) for span in TAGGER.tag(text, Language(tag, "Zyyy", 1.0, ())).spans}


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("hi", "प्रधानमंत्री नरेंद्र मोदी ने दिल्ली में कहा।", {("नरेंद्र मोदी", "PER"), ("दिल्ली", "LOC")}),
        ("en", "Ursula von der Leyen met Siemens in Leipzig.", {("Ursula von der Leyen", "PER"), ("Siemens", "ORG")}),
        ("sr", "Novak Đoković živi u Beogradu.", {("Novak Đoković", "PER"), ("Beogradu", "LOC")}),
        ("ru", "Владимир Путин приехал в Казань.", {("Владимир Путин", "PER"), ("Казань", "LOC")}),
        ("zh", "李克强访问了柏林。", {("李克强", "PER"), ("柏林", "LOC")}),
        ("th", "นายสมชาย ใจดี เดินทางไปเชียงใหม่", {("สมชาย ใจดี", "PER"), ("เชียงใหม่", "LOC")}),
        ("ar", "التقى محمود عباس الوزير في رام الله.", {("محمود عباس", "PER"), ("رام الله", "LOC")}),  # not trained on
        ("el", "Ο Κυριάκος Μητσοτάκης μίλησε στη Θεσσαλονίκη.", {("Κυριάκος Μητσοτάκης", "PER")}),  # not trained on
    ],
)
def test_names_in_several_scripts(tag: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= _found(tag, text)


def test_no_mentions_in_addresses_hashtags_and_words_of_belonging() -> None:
    text = "see https://example.org/Angela_Merkel and #AngelaMerkel or @AngelaMerkel"
    assert _found("en", text) == set()
    for tag, text in (("hi", "रूसी हथियार और दक्षिण कोरियाई फ़िल्में"), ("en", "South Korean and Russian soldiers")):
        assert _found(tag, text) == set()


@settings(deadline=None)
@given(texts, tags)
def test_spans_never_overlap_and_blank_lines_change_nothing(text: str, tag: str) -> None:
    language = Language(tag, "Zyyy", 1.0, ())
    found = TAGGER.tag(text, language)
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
    assert all(before.end <= after.start for before, after in pairwise(found.spans))
    assert found == TAGGER.tag(f"{text}\n\n \n", language)


def test_a_window_does_not_depend_on_its_neighbours() -> None:
    alone = "Olena Kovalenko works for Siemens in Dnipro."
    (at, *_), text = [len("Nothing here.\n")], f"Nothing here.\n{alone}\nJean Dupont left."
    own = TAGGER.tag(alone, None).spans
    assert own
    moved = {replace(span, start=span.start + at, end=span.end + at) for span in own}
    assert moved <= set(TAGGER.tag(text, None).spans)


def test_a_text_without_end_is_read_in_part_and_says_so() -> None:
    tagging = TAGGER.tag("Angela Merkel. " * (MOST_TOKENS // 3), Language("en", "Latn", 1.0, ()))
    assert tagging.spans
    assert tagging.fallback is not None
    assert str(MOST_TOKENS) in tagging.fallback


def test_confidence_rises_with_the_models_probability() -> None:
    values = [measured(step / 100, MEASURED) for step in range(101)]
    assert values == sorted(values)
    assert 0 <= values[0] < values[-1] < 1


def _seed(path: Path) -> tuple[EnrichedArticle, dict[str, Any]]:
    document = orjson.loads(path.with_suffix(".json").read_bytes())
    article = accept(orjson.dumps({"text": path.read_text(encoding="utf-8")}), Limits())
    spoken = document["language"]
    return replace(article, language=Language(spoken["tag"], spoken["script"], 1.0, ())), document


def _entities(stage: EntitiesStage, article: EnrichedArticle) -> tuple[Entity, ...]:
    annotation = stage.annotate(article)
    assert annotation.status is Status.OK or annotation.reason
    assert annotation.entities is not None
    for entity in annotation.entities:
        assert all(article.text[mention.start : mention.end] == mention.text for mention in entity.mentions)
    return annotation.entities


def test_no_country_of_a_seed_article_is_lost_to_the_model(tagger: GazetteerTagger) -> None:
    alone = EntitiesStage(tagger)
    right = {True: 0, False: 0}
    for path in sorted(SEEDS.glob("[0-9]*.txt")):
        article, document = _seed(path)
        expected = {
            (entity["iso3166"], mention["start"], mention["end"])
            for entity in document["entities"]
            if "iso3166" in entity
            for mention in entity["mentions"]
        }
        codes: dict[bool, set[str]] = {}
        for with_model, stage in ((True, STAGE), (False, alone)):
            countries = [entity for entity in _entities(stage, article) if "iso3166" in entity.ids]
            codes[with_model] = {entity.ids["iso3166"] for entity in countries}
            found = {(item.ids["iso3166"], place.start, place.end) for item in countries for place in item.mentions}
            right[with_model] += len(expected & found)
        assert codes[False] <= codes[True], path.stem
    assert right[True] >= right[False]


def test_people_of_the_hindi_seed_are_joined() -> None:
    article, _ = _seed(SEEDS / "000_91d2b73f49f4527b.txt")
    found = {(entity.type, entity.name): entity for entity in _entities(STAGE, article)}
    assert {mention.text for mention in found["PER", "किम जोंग उन"].mentions} == {"किम जोंग उन", "किम"}
    assert {mention.text for mention in found["PER", "व्लादिमीर पुतिन"].mentions} == {"व्लादिमीर पुतिन", "पुतिन"}
    taken = [(mention.start, mention.end) for entity in found.values() for mention in entity.mentions]
    for word in ("उत्तर कोरियाई", "रूसी"):
        for place in re.finditer(word, article.text):
            assert not any(start < place.end() and place.start() < end for start, end in taken)


def test_most_people_of_the_seed_articles_are_found() -> None:
    expected, right = 0, 0
    for path in sorted(SEEDS.glob("[0-9]*.txt")):
        article, document = _seed(path)
        people = {
            (mention["start"], mention["end"])
            for entity in document["entities"]
            if entity["type"] == "PER"
            for mention in entity["mentions"]
        }
        found = {
            (mention.start, mention.end)
            for entity in _entities(STAGE, article)
            if entity.type == "PER"
            for mention in entity.mentions
        }
        expected, right = expected + len(people), right + len(people & found)
    assert right / expected > 0.75, (right, expected)
