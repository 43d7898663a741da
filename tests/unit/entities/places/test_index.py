"""The compact index of places that ships."""

from processor.contracts import Coordinates
from processor.stages.entities.places.evidence import distance
from processor.stages.entities.places.index import ABBREVIATION
from processor.stages.entities.places.linking import shared_index

INDEX = shared_index()


def keys(name: str) -> set[str]:
    """Return the keys of all that is called `name`."""
    return {INDEX.place(use.place).key for use in INDEX.uses(name)}


def test_names_are_found_whatever_their_capitals_and_letter_forms() -> None:
    assert "US-TX" in keys("texas") & keys("TEXAS") & keys("Texas") & keys("Техас") & keys("تكساس")
    assert keys("Орел") == keys("Орёл")
    assert keys("no such place") == set()
    assert keys("") == set()


def test_names_without_their_marks_are_found() -> None:
    assert "g3860259" in keys("Cordoba") & keys("Córdoba")


def test_every_place_has_a_name_ids_and_a_country() -> None:
    for number in range(0, INDEX.count, 37):
        place = INDEX.place(number)
        assert INDEX.own_name(number, ("en", "*")) or place.level == "subdivision"
        assert len(place.country) == 2
        assert place.ids
        assert place.region.startswith(place.country) or not place.region


def test_levels() -> None:
    levels = {INDEX.place(use.place).level for use in INDEX.uses("Georgia")}
    assert levels == {"country", "subdivision"}


def test_own_names_follow_the_language() -> None:
    (texas,) = {use.place for use in INDEX.uses("Техас")}
    assert INDEX.own_name(texas, ("ru", "en", "*")) == "Техас"
    assert INDEX.own_name(texas, ("xx", "en", "*")) == "Texas"


def test_abbreviations_are_marked() -> None:
    assert {use.flag for use in INDEX.uses("BC")} == {ABBREVIATION}


def test_renumbered_divisions_have_their_own_names() -> None:
    yazd = {place.region for use in INDEX.uses("Yazd") if (place := INDEX.place(use.place)).level == "subdivision"}
    assert yazd == {"IR-21"}


def test_distance_is_along_the_great_circle() -> None:
    london, paris = Coordinates(51.5085, -0.1257), Coordinates(48.8534, 2.3488)
    assert 340 < distance(london, paris) < 347
    assert distance(london, london) == 0
