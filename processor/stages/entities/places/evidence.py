"""What an article's other places say about a doubtful one."""

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from typing import Final

from processor.contracts import Coordinates
from processor.stages.entities.places.index import Place

_EARTH_KM: Final = 6371.0
_NEAR_KM: Final = 200.0


#: More points are not compared: an article that has them is a list of places.
_MOST_POINTS: Final = 50
#: So many forms are remembered for each: one may be that of the name in question.
_FORMS: Final = 2


class Evidence:
    """The places of an article that are certain; a name is no evidence of itself.

    Args:
        places: with the form, as written, by which each is called.
    """

    def __init__(self, places: Iterable[tuple[str, Place]] = ()) -> None:
        self._forms: dict[str, list[str]] = {}
        self._points: list[tuple[str, str, Coordinates]] = []
        for form, place in places:
            self._add(f"key {place.key}", form)
            if place.level == "country":
                self._add(f"country {place.country}", form)
                continue
            self._add(f"inside {place.country}", form)
            if place.region:
                self._add(f"region {place.region}", form)
            if place.level == "subdivision":
                self._add(f"sibling {place.country}", form)
            if place.level == "city" and place.point and len(self._points) < _MOST_POINTS:
                self._points.append((form, place.key, place.point))

    def names(self, what: str, code: str, form: str) -> bool:
        """Tell whether the article names something by another name than `form`.

        Args:
            what: `key` (the place of this key), `country` (the country itself), `inside` (something in it), `region`
                (the subdivision or a city in it) or `sibling` (a subdivision of the country).
            code: key, alpha-2 or ISO 3166-2 code.
        """
        return any(other != form for other in self._forms.get(f"{what} {code}", ()))

    def is_near(self, place: Place, form: str) -> bool:
        """Tell whether a certain city of another name lies close to `place`."""
        at = place.point
        return at is not None and any(
            other != form and key != place.key and distance(at, point) <= _NEAR_KM for other, key, point in self._points
        )

    def _add(self, fact: str, form: str) -> None:
        forms = self._forms.setdefault(fact, [])
        if len(forms) < _FORMS and form not in forms:
            forms.append(form)


def distance(one: Coordinates, other: Coordinates) -> float:
    """Return how far two places are apart, in kilometres along the great circle (haversine formula)."""
    south, north = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
