"""Places of one name that depend on each other: a city and its subdivision or suburbs, a country and a state."""

from collections.abc import Callable, Sequence
from typing import Final

from processor.stages.entities.places.decide import Candidate
from processor.stages.entities.places.evidence import distance
from processor.stages.entities.places.index import OWN

#: A city with so small a share of its subdivision's townspeople is seldom meant, one with so large a share always.
_SMALL: Final = 0.1
_LARGE: Final = 0.4
_SUBURB_KM: Final = 40.0
#: A subdivision with so large a share of a country's inhabitants is written about as often.
_RIVAL: Final = 0.3


def one_of_a_kind(
    candidates: Sequence[Candidate], has_siblings: Callable[[str], bool], *, generic: bool, latin: bool
) -> tuple[Candidate, ...]:
    """Return the candidates without the subdivision around a city of its name, or without that city.

    Newspapers mean the city, unless a word beside the name says that it is the subdivision, or the city is a small one.
    Where other subdivisions of the country are named both stay.

    Args:
        has_siblings: tells of a country (alpha-2 code) whether the article names other subdivisions of it.
        generic: a word beside the name says that it is a subdivision.
        latin: the name is in Latin letters, as the cities' own names are; others of a city are seldom meant.
    """
    divisions = {one.place.region: one for one in candidates if one.place.level == "subdivision"}
    dropped: set[int] = set()
    for one in candidates:
        around = divisions.get(one.place.region) if one.place.level == "city" else None
        if around is None:
            continue
        share = one.place.population / max(1, around.place.population)
        is_other = latin and one.flag != OWN and around.flag == OWN
        if generic or share < _SMALL or (is_other and share <= _LARGE):
            dropped.add(one.place.number)
        elif share > _LARGE or not has_siblings(one.place.country):
            dropped.add(around.place.number)
    return tuple(one for one in candidates if one.place.number not in dropped)


def without_suburbs(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates without cities that only have the name beside their own, where one close by has it.

    GeoNames lists `Cambridge` for Somerville, which lies next to it.
    """
    named = [one.place.point for one in candidates if one.flag == OWN and one.place.point]
    return tuple(
        one
        for one in candidates
        if one.flag == OWN
        or one.place.point is None
        or not any(distance(one.place.point, point) <= _SUBURB_KM for point in named)
    )


def has_rival(candidates: Sequence[Candidate]) -> bool:
    """Tell whether a country shares its name with a subdivision elsewhere of about its size: Georgia."""
    countries = [one.place for one in candidates if one.place.level == "country"]
    return any(
        one.place.level == "subdivision"
        and one.place.country != country.country
        and one.place.population >= _RIVAL * country.population
        for one in candidates
        for country in countries
    )
