"""Names that are something else as well, and texts whose language is not known."""

import pytest

from processor.contracts import Language, Segment
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from tests.unit.entities.conftest import Find


@pytest.mark.parametrize(
    ("tag", "alone", "supported", "key"),
    [
        ("en", "then Jordan scored again", "then Jordan and Syria agreed", "JO"),
        ("en", "she called Georgia again", "she left Georgia for Armenia", "GE"),
        ("en", "then Phoenix spoke", "then Phoenix, United States, spoke", "g5308655"),
        ("hi", "रोम रोम में", "इटली में रोम", "g3169070"),
        ("ar", "قرار مالي مهم", "مالي و الجزائر", "ML"),
        ("ru", "Того человека нет", "В этом году Того и Бенин", "TG"),
    ],
)
def test_what_is_also_something_else_needs_something_close(
    find: Find, tag: str, alone: str, supported: str, key: str
) -> None:
    assert key not in {found for _, found in find(tag, alone)}
    assert key in {found for _, found in find(tag, supported)}


def test_doubtful_names_do_not_support_each_other(find: Find) -> None:
    assert find("en", "then Jordan and Chad left") == []


def test_a_word_at_the_start_of_a_sentence_is_no_place_but_the_same_place_elsewhere_helps(find: Find) -> None:
    assert find("ru", "Того требует закон.") == []
    assert find("ru", "Того требует закон. Посол в Того прибыл.") == [("Того", "TG"), ("Того", "TG")]


def test_a_city_with_namesakes_needs_its_country(find: Find) -> None:
    assert find("en", "a meeting in Valencia was held") == []
    assert [text for text, _ in find("en", "a meeting in Valencia, Venezuela")] == ["Valencia", "Venezuela"]


def test_two_known_cities_of_one_name_are_not_told_apart(find: Find) -> None:
    assert find("en", "a meeting in Hyderabad, India") == [("India", "IN")]


@pytest.mark.parametrize("tag", ["und", "tlh", "qqq", "x-none"])
def test_an_unknown_language_is_not_refused(tagger: GazetteerTagger, tag: str) -> None:
    tagging = tagger.tag("Ukraina, Argentina, Россия, 中国。", Language(tag, "Latn", 0.0, ()))
    assert {span.link.key for span in tagging.spans if span.link} >= {"AR", "UA"}
    assert tagging.fallback is not None
    assert tag == "und" or "und" not in tagging.fallback


def test_no_language_at_all(tagger: GazetteerTagger) -> None:
    tagging = tagger.tag("Argentina", None)
    assert [span.link.key for span in tagging.spans if span.link] == ["AR"]
    assert tagging.fallback == "the language is undetermined; only unmistakable place names were used"


@pytest.mark.parametrize(
    ("tag", "text", "key"),
    [
        ("arz", "روسيا", "RU"),  # Egyptian Arabic writes names as Arabic does
        ("no", "Tyskland", "DE"),
        ("rus", "Россия", "RU"),
        ("cmn", "俄罗斯", "RU"),
        ("bho", "रूस", "RU"),
        ("zh-Hant", "紐西蘭", "NZ"),
        ("sr-Latn", "Njemačka", "DE"),
        ("pt-BR", "Irã", "IR"),
        ("en-IN", "Russia", "RU"),
    ],
)
def test_tags_of_all_kinds(find: Find, tag: str, text: str, key: str) -> None:
    assert find(tag, f"{text}.") == [(text, key)]


def test_the_names_of_one_language_are_no_names_in_another(find: Find) -> None:
    assert find("de", "die Insel Island") == [("Island", "IS")]
    assert find("en", "the far Island") == []


def test_canonical_names_are_those_of_the_articles_language_and_script(tagger: GazetteerTagger) -> None:
    def names(tag: str, script: str, text: str) -> list[str]:
        return [span.link.name for span in tagger.tag(text, Language(tag, script, 1.0, ())).spans if span.link]

    assert names("ru", "Cyrl", "в Германии") == ["Германия"]
    assert names("sr", "Latn", "Nemačka") == ["Nemačka"]
    assert names("sr", "Cyrl", "из Немачке") == ["Немачка"]
    assert names("zh-Hant", "Hani", "紐西蘭") == ["紐西蘭"]
    assert names("zh", "Hani", "新西兰") == ["新西兰"]
    assert names("und", "Latn", "Ukraina") == ["Ukraine"]


def test_each_segment_is_read_in_its_own_language(tagger: GazetteerTagger) -> None:
    text = "En Tunisie et ailleurs. وتونس وروسيا"
    middle = text.index("و")
    segments = (Segment(0, middle, "fr"), Segment(middle, len(text), "ar"))
    spans = tagger.tag(text, Language("fr", "Latn", 1.0, segments)).spans
    assert [text[span.start : span.end] for span in spans] == ["Tunisie", "تونس", "روسيا"]
    assert {span.link.name for span in spans if span.link} == {"Tunisie", "Russie"}
