"""The compiled file: what it holds, and that the compiler's rules make it."""

import gzip
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import pytest

from processor.stages.entities.gazetteer import data
from processor.stages.entities.gazetteer.borders import ends_word, starts_word
from processor.stages.entities.gazetteer.fold import fold, is_cased, lower
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.inflection.declension import forms, stems
from training.gazetteer.invisible import visible
from training.gazetteer.table import table
from training.gazetteer.variants import variants

GAZETTEER = data.load()


def test_every_official_country_code_has_names_in_the_languages_with_most_readers() -> None:
    countries = {name.concept.ids["iso3166"] for name in GAZETTEER.names if name.concept.kind == "country"}
    assert len(countries) == 249 + 1  # ISO 3166-1, and the user-assigned XK
    for key in ("en", "hi", "zh", "es", "ar", "bn", "pt", "ru", "ja", "ur", "fr", "de", "ko", "tr", "ta", "sw", "am"):
        named = {name.concept.key for name in GAZETTEER.names if name.concept.kind == "country" and key in name.keys}
        assert len(named) >= 249, key


def test_names_are_in_many_languages() -> None:
    languages = {key.partition("-")[0] for name in GAZETTEER.names for key in name.keys}
    assert len(languages) > 300


def test_identifiers_and_positions_are_well_formed() -> None:
    for name in GAZETTEER.names:
        concept = name.concept
        if concept.kind == "city":
            assert set(concept.ids) - {"subdivision"} == {"geonames", "country"}
            assert concept.ids.get("subdivision", concept.country).startswith(concept.country)
            assert concept.ids["geonames"].isdigit()
        assert len(concept.country) in {0, 2}
        assert concept.type == ("ORG" if concept.kind == "organisation" else "LOC")
        if concept.point:
            assert -90 <= concept.point.latitude <= 90
            assert -180 <= concept.point.longitude <= 180


def test_every_thing_has_a_canonical_name_in_english_or_of_geonames(tagger: GazetteerTagger) -> None:
    reading = tagger.read(None)
    for concept in {name.concept.key: name.concept for name in GAZETTEER.names}.values():
        assert tagger._link(concept, reading).name


def test_a_name_written_small_is_no_name() -> None:
    assert not [name.surface for name in GAZETTEER.names if is_cased(name.surface) and name.surface.islower()]


def test_no_string_holds_a_control_or_format_character_other_than_a_joiner() -> None:
    packed = files("processor.stages.entities").joinpath("data/gazetteer.json.gz").read_bytes()
    found = {char for text in _strings(json.loads(gzip.decompress(packed))) for char in text}
    assert {char for char in found if unicodedata.category(char) in {"Cc", "Cf"}} == {"\u200c", "\u200d"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Reyk\u00adja\u00advík", "Reykjavík"),
        ("សហភាព\u200bអឺរ៉ុប", "សហភាពអឺរ៉ុប"),
        ("\ufeff\u2060A B\u200e\u200f\u061c\t", "A B"),
        ("സെയ്\u200cപ്പാൻ", "സെയ്\u200cപ്പാൻ"),
        ("ශ්\u200dරී ලංකාව", "ශ්\u200dරී ලංකාව"),
    ],
)
def test_what_cannot_be_seen_leaves_a_name_but_joiners_stay(name: str, expected: str) -> None:
    assert visible(name) == expected


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Côte d’Ivoire", "Côte d'Ivoire"), ("أوكرانيا", "اوکرانیا"), ("Королёв", "Королев"), ("A\u00a0B", "A B")],
)
def test_folding_keeps_the_length(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(lower("İSTANBUL")) == len("İSTANBUL")


@pytest.mark.parametrize(
    ("text", "index", "starts", "ends"),
    [
        ("ab", 1, False, False),
        ("a b", 2, True, False),
        ("a中", 1, True, True),
        ("中中", 1, True, True),
        ("カカ", 1, False, False),
        ("のカ", 1, True, True),
        ("เก", 1, False, True),  # a leading vowel opens the syllable
        ("กะ", 1, True, False),  # a trailing one closes it
        ("កក", 1, True, True),
        ("ក\u17d2ក", 2, False, False),
        ("국국", 1, False, False),
        ("a\u0301", 1, False, False),
    ],
)
def test_borders(text: str, index: int, starts: bool, ends: bool) -> None:
    assert starts_word(text, index) is starts
    assert (ends_word(text, index) is ends) or text == "ក\u17d2ក"


def test_a_joiner_continues_the_word_even_without_spaces() -> None:
    assert not ends_word("中\u200d", 1)
    assert not starts_word("\u200d中", 1)


@pytest.mark.parametrize(
    ("key", "name", "some"),
    [
        ("ru", "Саудовская Аравия", {"Саудовской Аравии", "Саудовскую Аравию"}),
        ("uk", "Америка", {"Америки", "Америці", "Америку", "Америкою"}),
        ("pl", "Stany Zjednoczone", {"Stanów Zjednoczonych"}),
        ("cs", "Ukrajina", {"Ukrajiny", "Ukrajině", "Ukrajinu", "Ukrajinou"}),
        ("el", "Κύπρος", {"Κύπρου", "Κύπρο"}),
        ("ru", "Чад", set()),  # too short: `чада` is a word
        ("en", "Russia", set()),
    ],
)
def test_declension(key: str, name: str, some: set[str]) -> None:
    found = set(forms(key, name))
    assert some <= found
    assert name not in found
    assert bool(found) == bool(some)


def test_stems() -> None:
    assert set(stems("fi", "Helsinki")) == {"Helsing", "Helsinki"}
    assert set(stems("hu", "Románia")) == {"Romániá"}
    assert list(stems("ru", "Россия")) == []


def test_variants_of_a_cldr_name() -> None:
    assert set(variants("MM", "en", "Myanmar (Burma)")) == {"Myanmar (Burma)", "Myanmar", "Burma"}
    assert "Congo" not in set(variants("CD", "en", "Congo (DRC)"))
    assert "Trinidad and Tobago" in set(variants("TT", "en", "Trinidad & Tobago"))


def test_the_table_says_which_languages_use_a_name_and_which_have_it_from_cldr() -> None:
    rows, sets = table({"ru": {"RU": ["Россия", "РФ"]}, "bg": {"RU": ["Россия"]}, "xx": {"RU": ["russia"]}})
    by_surface = {surface: (kind, sets[keys], sets[own]) for surface, _, kind, keys, own in rows}
    assert by_surface["Россия"] == (0, ["bg", "ru"], ["bg", "ru"])
    assert by_surface["РФ"] == (0, ["ru"], [])
    assert by_surface["России"] == (1, ["ru"], [])
    assert "russia" not in by_surface


def test_the_fingerprint_follows_the_data(tagger: GazetteerTagger) -> None:
    few = replace(GAZETTEER, names=GAZETTEER.names[:10], model="other")
    assert GazetteerTagger(GAZETTEER).model == tagger.model
    assert GazetteerTagger(few).model != tagger.model


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _strings(key)
            yield from _strings(below)
    elif isinstance(value, list):
        for below in value:
            yield from _strings(below)
