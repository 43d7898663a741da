"""One rule of linking each."""

import pytest

from processor.contracts import Language, LinkHow
from processor.stages.entities.places.linking import link_places, model
from processor.stages.entities.tagger import Link, TaggedSpan

Found = list[tuple[str, str, str]]


def linked(language: str, text: str, *names: str) -> Found:
    """Return what is found when a tagger sees `names` as places: (as written, key, what decided)."""
    spans = []
    at = 0
    for name in names:
        at = text.index(name, at)
        spans.append(TaggedSpan(at, at + len(name), "LOC", 0.9))
        at += len(name)
    found = link_places(text, spans, Language(language, "Zyyy", 1.0, ()))
    return [
        (text[span.start : span.end], span.link.key if span.link else "", span.link.how or "" if span.link else "")
        for span in found
    ]


def test_what_is_written_after_the_name_decides_and_becomes_a_place_itself() -> None:
    assert linked("en", "A storm hit Paris, Texas, on Monday.", "Paris") == [
        ("Paris", "g4717560", "written"),
        ("Texas", "US-TX", "written"),
    ]


@pytest.mark.parametrize("written", ["Victoria, BC", "Victoria, B.C.", "Victoria (British Columbia)"])
def test_abbreviations_and_brackets(written: str) -> None:
    found = linked("en", f"She lives in {written}.", "Victoria")
    assert found[0] == ("Victoria", "g6174041", "written")
    assert found[1][1:] == ("CA-BC", "written")


def test_an_abbreviation_means_nothing_by_itself() -> None:
    assert linked("en", "The GA meets on Monday in OR.", "GA", "OR") == [("GA", "", ""), ("OR", "", "")]


def test_one_span_around_both_is_parted() -> None:
    assert [key for _, key, _ in linked("en", "In Athens, Georgia, it rained.", "Athens, Georgia")] == [
        "g4180386",
        "US-GA",
    ]


def test_what_is_written_once_counts_in_the_whole_article() -> None:
    found = linked("en", "Birmingham, Alabama. Later Birmingham voted.", "Birmingham", "Birmingham")
    assert [(key, how) for _, key, how in found] == [
        ("g4049979", "written"),
        ("US-AL", "written"),
        ("g4049979", "context"),
    ]


def test_other_places_decide() -> None:
    assert ("Georgia", "US-GA", "context") in linked("en", "Georgia and Atlanta voted.", "Georgia", "Atlanta")
    assert ("Georgia", "GE", "context") in linked("en", "Georgia and Azerbaijan met.", "Georgia", "Azerbaijan")


def test_a_name_is_no_evidence_of_itself() -> None:
    assert linked("en", "Georgia won. Georgia lost.", "Georgia", "Georgia") == [("Georgia", "", "")] * 2


def test_the_home_of_the_language_decides() -> None:
    assert linked("hi", "हैदराबाद बंद रहा।", "हैदराबाद")[0][1:] == ("g1269843", "language")


def test_a_small_place_needs_the_article() -> None:
    assert linked("en", "It rained in Reading.", "Reading") == [("Reading", "", "")]
    assert linked("en", "It rained in Reading and London.", "Reading", "London")[0][1] == "g2639577"


def test_case_forms_and_endings() -> None:
    assert linked("ru", "Пожары в Калифорнии.", "Калифорнии")[0][1] == "US-CA"
    assert linked("pl", "Pożary w Teksasie.", "Teksasie")[0][1] == "US-TX"
    assert linked("fi", "Myrsky Floridassa.", "Floridassa")[0][1] == "US-FL"
    assert linked("ru", "Пожар в Ростове-на-Дону.", "Ростове-на-Дону")[0][1] == "g501175"


def test_the_word_beside_the_name_says_that_it_is_the_subdivision() -> None:
    assert linked("zh", "吉林省下雪。", "吉林")[0][1] == "CN-JL"
    assert linked("es", "El estado de São Paulo.", "São Paulo")[0][1] == "BR-SP"
    assert linked("es", "Viajó a São Paulo.", "São Paulo")[0][1] == "g3448439"


def test_a_word_that_is_seldom_a_place_needs_the_article() -> None:
    assert linked("hi", "इस सूरत में।", "सूरत") == [("सूरत", "", "")]
    assert linked("hi", "सूरत और गुजरात।", "सूरत", "गुजरात")[0][1] == "g1255364"


def test_a_country_of_its_own_name_stays_and_regions_are_let_be() -> None:
    text = "Russia, Europe"
    russia = TaggedSpan(0, 6, "LOC", 0.9, Link("RU", "Russia", {"iso3166": "RU"}, how=LinkHow.NAME))
    europe = TaggedSpan(8, 14, "LOC", 0.9, Link("150", "Europe", {"m49": "150"}, how=LinkHow.NAME))
    assert link_places(text, [russia, europe], None) == (russia, europe)


def test_people_are_no_places() -> None:
    person = TaggedSpan(0, 6, "PER", 0.9)
    assert link_places("Jordan, Texas", [person], None) == (person,)


def test_ids_are_of_the_place_and_what_it_lies_in() -> None:
    (span,) = link_places("Lucknow", [TaggedSpan(0, 7, "LOC", 0.9)], Language("en", "Latn", 1.0, ()))
    assert span.link is not None
    assert span.link.ids == {"geonames": "1264733", "country": "IN", "subdivision": "IN-UP"}
    assert span.link.coordinates is not None
    assert round(span.link.coordinates.latitude) == 27


def test_the_fingerprint_is_one_word() -> None:
    assert model() == model()
    assert len(model().split()) == 1
