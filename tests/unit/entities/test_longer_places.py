"""Places in a longer place: lists, places named after others, states under their full names."""

import pytest

from processor.contracts import EntityType
from processor.stages.entities.merge import merged
from processor.stages.entities.tagger import Link, TaggedSpan

COUNTRY = {"iso3166": "XX"}
CITY = {"geonames": "1", "country": "XX"}


def _merged(
    text: str, name: str, *places: str, sure: float = 0.9, ids: dict[str, str] = CITY
) -> list[tuple[str, bool]]:
    """Return what is kept, with whether it has a link."""

    def span(surface: str, confidence: float, link: Link | None = None) -> TaggedSpan:
        at = text.index(surface)
        kind: EntityType = "LOC"
        return TaggedSpan(at, at + len(surface), kind, confidence, link)

    known = [span(place, 0.8, Link(place, place, ids)) for place in places]
    kept = merged(text, [span(name, sure)], sorted(known, key=lambda place: place.start))
    return [(text[place.start : place.end], place.link is not None) for place in kept]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Gulf of Mexico", "Mexico"),
        ("Алматы облысының", "Алматы"),
        ("जकार्ता टावर", "जकार्ता"),
        ("Восточного побережья США", "США"),
        ("서울 이태원", "서울"),
        ("Kosovo Polje", "Kosovo"),
    ],
)
def test_a_place_named_after_another_is_another(name: str, place: str) -> None:
    assert _merged(f"in {name} .", name, place) == [(name, False)]
    assert _merged(f"in {name} .", name, place, sure=0.5) == [(place, True)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("San Francisco California", ["San Francisco", "California"]),
        ("प्योंगयांग यूक्रेन", ["प्योंगयांग", "यूक्रेन"]),
        ("Paris/London", ["Paris", "London"]),
        ("भारत-अमरीका", ["भारत", "अमरीका"]),
        ("東京・大阪", ["東京", "大阪"]),
    ],
)
def test_two_known_places_are_two(text: str, places: list[str]) -> None:
    assert _merged(text, text, *places) == [(place, True) for place in places]


@pytest.mark.parametrize(
    ("text", "place", "other"),
    [
        ("Юрмала, Латвия", "Латвия", "Юрмала"),
        ("Springfield (Illinois)", "Illinois", "Springfield"),
        ("Bar、東京", "東京", "Bar"),
    ],
)
def test_a_list_keeps_what_the_gazetteer_does_not_know(text: str, place: str, other: str) -> None:
    assert dict(_merged(text, text.rstrip(")"), place)) == {place: True, other: False}


@pytest.mark.parametrize(
    ("text", "country", "rest"),
    [
        ("日本神奈川県", "日本", "神奈川県"),
        ("美国阿拉斯加州", "美国", "阿拉斯加州"),
        ("중국 뤼순", "중국", "뤼순"),
        ("スペインマドリード", "スペイン", "マドリード"),
    ],
)
def test_where_the_larger_comes_first_a_country_ends(text: str, country: str, rest: str) -> None:
    assert _merged(text, text, country, ids=COUNTRY) == [(country, True), (rest, False)]


@pytest.mark.parametrize(
    ("text", "country"), [("朝鲜半岛", "朝鲜"), ("中国大陆", "中国"), ("日本海", "日本"), ("中国专家", "中国")]
)
def test_its_parts_are_no_other_place(text: str, country: str) -> None:
    assert _merged(text, text, country, ids=COUNTRY) == [(country, True)]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Republic of Korea", "Korea"),
        ("Республики Казахстан", "Казахстан"),
        ("جمهورية مصر", "مصر"),
        ("भारत गणराज्य", "भारत"),
    ],
)
def test_a_state_under_its_full_name_is_that_state(name: str, place: str) -> None:
    assert _merged(f"in {name} .", name, place, ids=COUNTRY) == [(name, True)]


def test_a_states_kind_alone_before_it_is_part_of_it() -> None:
    assert _merged("في سلطنة عمان", "سلطنة", "عمان", ids=COUNTRY) == [("سلطنة عمان", True)]
    assert _merged("في سلطنة، عمان", "سلطنة", "عمان", ids=COUNTRY) == [("سلطنة", False), ("عمان", True)]


@pytest.mark.parametrize(("name", "place"), [("وروسيا", "روسيا"), ("日本隊", "日本")])
def test_what_is_written_onto_a_place_makes_no_other_of_it(name: str, place: str) -> None:
    assert _merged(name, name, place) == [(place, True)]


@pytest.mark.parametrize(
    ("name", "place"), [("SAD-u", "SAD"), ("USA-ban", "USA"), ("АҚШ-тың", "АҚШ"), ("USA:n", "USA")]
)
def test_a_case_ending_is_part_of_the_mention(name: str, place: str) -> None:
    assert _merged(name, name, place) == [(name, True)]
