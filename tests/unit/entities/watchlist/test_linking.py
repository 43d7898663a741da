"""What the list adds to what the tagger found: ids, types, names, borders."""

from dataclasses import replace
from pathlib import Path

import pytest

from processor.contracts import EntityType, Language, LinkHow
from processor.stages.entities.assemble import entities
from processor.stages.entities.watchlist.linking import MOST_IDS
from tests.unit.entities.watchlist.lists import found, tagged, watching

HINDI = Language("hi", "Deva", 1.0, ())


def test_the_same_borders_keep_their_ids_and_get_the_lists(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"id": "P1", "type": "LOC", "names": {"en": "Pyongyang"}, "country": "KR"})
    text = "in Pyongyang and in Phenian"
    place = tagged(text, "Pyongyang", "LOC", "g1", {"geonames": "1", "country": "KP"})
    other = tagged(text, "Phenian", "LOC", "g1", {"geonames": "1", "country": "KP"})
    (entity,) = entities(text, watchlist(text, [place, other], None))
    assert entity.ids == {"geonames": "1", "country": "KP", "watchlist": "P1"}
    assert entity.link
    assert entity.link.how is LinkHow.WATCHLIST
    assert entity.count == 2, "what is the same thing to the tagger is so to the list"


def test_a_new_entity_has_the_lists_type_country_and_name_in_the_articles_language(tmp_path: Path) -> None:
    names = {"en": "Kim Jong-un", "hi": "किम जोंग उन", "zh-Hant": "金正恩"}
    watchlist = watching(tmp_path, {"id": "Q1", "names": names, "country": "KP"})
    text = "आज Kim Jong-un आए"
    (entity,) = entities(text, watchlist(text, [], HINDI))
    assert (entity.type, entity.name, entity.ids) == ("PER", "किम जोंग उन", {"country": "KP", "watchlist": "Q1"})
    for tag, script, name in (
        ("zh-Hant-TW", "Hant", "金正恩"),
        ("zh", "Hant", "金正恩"),
        ("zh", "Hans", "Kim Jong-un"),
        ("fr", "Latn", "Kim Jong-un"),
    ):
        (entity,) = entities(text, watchlist(text, [], Language(tag, script, 1.0, ())))
        assert entity.name == name


def test_the_lists_type_holds_and_ids_of_another_kind_of_thing_go(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"id": "K", "type": "ORG", "names": {"en": "the Kremlin"}})
    text = "said the Kremlin"
    (span,) = watchlist(text, [tagged(text, "the Kremlin", "LOC", "g9", {"geonames": "9"})], None)
    assert span.type == "ORG"
    assert span.link
    assert span.link.ids == {"watchlist": "K"}


def test_ids_of_a_part_of_the_name_are_not_those_of_the_name(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"id": "I", "type": "LOC", "names": {"en": "Paris Island"}})
    text = "on Paris Island and in Paris"
    part = tagged(text, "Paris", "LOC", "g7", {"geonames": "7"})
    other = replace(part, start=len(text) - 5, end=len(text))
    spans = watchlist(text, [part, other], None)
    assert [span.link.ids for span in spans if span.link] == [{"watchlist": "I"}, {"geonames": "7"}]


def test_short_forms_that_the_rules_have_joined_keep_the_id(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"id": "Q1", "names": {"hi": "किम जोंग उन"}})
    text = "किम जोंग उन आए। किम गए। मोदी आए।"
    spans = [
        tagged(text, "किम जोंग उन", key="kim"),
        tagged(text[15:], "किम", key="kim"),
        tagged(text, "मोदी"),
    ]
    spans[1] = replace(spans[1], start=spans[1].start + 15, end=spans[1].end + 15)
    assert found(watchlist, "hi", text, spans) == [("किम जोंग उन", "Q1"), ("किम", "Q1")]


def test_short_forms_of_a_name_that_the_tagger_saw_in_part_get_the_id_too(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"id": "Q1", "names": {"hi": "किम जोंग उन"}})
    text = "किम जोंग उन आए। किम गए।"
    part, short = tagged(text, "किम जोंग", key="kim"), tagged(text[14:], "किम", key="kim")
    short = replace(short, start=short.start + 14, end=short.end + 14)
    assert found(watchlist, "hi", text, [part, short]) == [("किम जोंग उन", "Q1"), ("किम", "Q1")]


def test_an_entity_has_the_ids_of_its_longest_listed_form(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, {"id": "full", "aliases": ["Kim Jong Un"]}, {"id": "short", "aliases": ["Kim"]})
    text = "Then Kim Jong Un spoke and Kim left"
    kim = tagged(text, "and Kim", key="kim")
    kim = replace(kim, start=kim.start + 4)
    assert found(watchlist, "en", text, [tagged(text, "Kim Jong Un", key="kim"), kim]) == [
        ("Kim Jong Un", "full"),
        ("Kim", "full"),
    ]
    # Where nothing has joined them, each form is what the list says.
    assert found(watchlist, "en", text) == [("Kim Jong Un", "full"), ("Kim", "short")]


def test_namesakes_of_one_type_are_all_given_in_the_order_of_the_list(tmp_path: Path) -> None:
    watchlist = watching(
        tmp_path,
        {"id": "b", "aliases": ["John Roe"]},
        {"id": "a", "aliases": ["John Roe", "John Edward Roe"]},
        {"id": "c", "type": "ORG", "aliases": ["John Roe"]},
    )
    text = "Then John Roe came"
    assert found(watchlist, "en", text) == [("John Roe", "b a")]
    assert found(watchlist, "en", text, [tagged(text, "John Roe", "ORG")]) == [("John Roe", "c")]
    text = "Then John Edward Roe came. Then John Roe left"
    assert found(watchlist, "en", text) == [("John Edward Roe", "a"), ("John Roe", "a")]


def test_many_namesakes_are_cut(tmp_path: Path) -> None:
    watchlist = watching(tmp_path, *({"id": str(number), "aliases": ["John Roe"]} for number in range(100)))
    ((_, ids),) = found(watchlist, "en", "Then John Roe came")
    assert ids.split() == [str(number) for number in range(MOST_IDS)]


@pytest.mark.parametrize(
    ("name", "text", "tagger", "kept"),
    [
        (("Bank of England", "ORG"), "the Bank of England said", ("England", "LOC"), "Bank of England"),
        (("England", "LOC"), "the Bank of England said", ("Bank of England", "ORG"), None),
        (("Juan Carlos", "PER"), "then Juan Carlos Ferrero won", ("Juan Carlos Ferrero", "PER"), None),
        (("Angela Merkel", "PER"), "said Dr. Angela Merkel", ("Dr. Angela Merkel", "PER"), "Angela Merkel"),
        (("नरेंद्र मोदी", "PER"), "श्री नरेंद्र मोदी ने", ("श्री नरेंद्र मोदी", "PER"), "नरेंद्र मोदी"),
        (("أنطونيو غوتيريش", "PER"), "قال لأنطونيو غوتيريش", ("لأنطونيو غوتيريش", "PER"), "أنطونيو غوتيريش"),
        (("李明博", "PER"), "和李明博士", ("李明", "PER"), "李明博"),
        (("Apple", "ORG"), "because Apple's shares fell", ("Apple's", "ORG"), "Apple"),
        (("中央电视台", "ORG"), "据《中央电视台》报道", ("《中央电视台》", "ORG"), "中央电视台"),
        (("Jane Roe", "PER"), "by Jane Roe Ltd today", ("Roe Ltd", "ORG"), "Jane Roe"),
        (("Jane Roe", "PER"), "by Jane Roe Limited", ("Roe Limited", "ORG"), None),
    ],
)
def test_of_two_that_overlap_the_longer_one_stays(
    tmp_path: Path, name: tuple[str, EntityType], text: str, tagger: tuple[str, EntityType], kept: str | None
) -> None:
    language = "ar" if "غ" in text else "und"
    watchlist = watching(tmp_path, {"type": name[1], "aliases": [name[0]]})
    spans = [tagged(text, tagger[0], tagger[1])]
    assert found(watchlist, language, text, spans) == ([(kept, "X")] if kept else [])


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [("ko", "이정진", "유진님이랑 이정진님 정말"), ("en", "Royce", "by Rolls-Royce"), ("fi", "Nokia", "Nokiakin tuli")],
)
def test_the_taggers_borders_need_no_other_proof(tmp_path: Path, language: str, name: str, text: str) -> None:
    watchlist = watching(tmp_path, {"names": {language: name}})
    assert found(watchlist, language, text) == []
    assert found(watchlist, language, text, [tagged(text, name)]) == [(name, "X")]


def test_a_longer_name_of_the_list_wins_over_a_shorter_one(tmp_path: Path) -> None:
    watchlist = watching(
        tmp_path, {"id": "u", "aliases": ["New York University"]}, {"id": "c", "type": "LOC", "aliases": ["New York"]}
    )
    text = "at New York University in New York City"
    assert found(watchlist, "en", text) == [("New York University", "u"), ("New York", "c")]


def test_a_text_without_listed_names_is_left_as_it_was(tmp_path: Path) -> None:
    text = "Nobody called Smith came"
    spans = (tagged(text, "Smith"),)
    assert watching(tmp_path, {"aliases": ["Jane Roe"]})(text, spans, None) == spans
