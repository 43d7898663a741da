"""Read names of territories and of time zone cities from the Unicode CLDR's JSON packages.

The packages are `cldr-localenames-full`, `cldr-dates-full` and `cldr-core` of npm, licence Unicode-3.0.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from training.gazetteer.invisible import visible

#: CLDR still names these zones by their first identifiers; GeoNames uses today's.
MODERN_ZONE: Final = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Cordoba": "America/Argentina/Cordoba",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Europe/Kiev": "Europe/Kyiv",
}
#: `key -> code -> names`, the first name is CLDR's own, the others its alternatives and those of regional locales.
Names = dict[str, dict[str, list[str]]]


def version(root: Path) -> str:
    """Return the version of the CLDR packages under `root`."""
    package = json.loads((root / "cldr-localenames-full" / "package.json").read_text(encoding="utf-8"))
    return str(package["version"])


def language_aliases(root: Path) -> dict[str, str]:
    """Return deprecated, overlong and encompassed language subtags with the language CLDR holds them under."""
    path = root / "cldr-core" / "supplemental" / "aliases.json"
    aliases = json.loads(path.read_text(encoding="utf-8"))["supplemental"]["metadata"]["alias"]["languageAlias"]
    return {
        old: replacement.partition("-")[0]
        for old, alias in sorted(aliases.items())
        if "-" not in old and old != (replacement := str(alias["_replacement"])).partition("-")[0]
    }


def territory_names(root: Path) -> Names:
    """Return the names of all territories and regions by language, or by language and script."""
    found: Names = {}
    for key, locale in _locales(root / "cldr-localenames-full"):
        path = root / "cldr-localenames-full" / "main" / locale / "territories.json"
        if not path.exists():
            continue
        territories = json.loads(path.read_text(encoding="utf-8"))["main"][locale]["localeDisplayNames"]["territories"]
        by_code: dict[str, list[str]] = defaultdict(list)
        for name_code, written in sorted(territories.items(), key=lambda item: ("-alt-" in item[0], item[0])):
            code = name_code.split("-alt-")[0]
            name = visible(written)
            # The root locale's "name" is the code, and other locales inherit it; English has `US` and `UN` of its own.
            if name != code or (key == "en" and "-alt-" in name_code):
                by_code[code].append(name)
        _merge(found, key, by_code)
    return found


def city_names(root: Path) -> Names:
    """Return the names of the time zones' cities by language (and script) and zone identifier."""
    found: Names = {}
    by_locale = [(key, _zone_cities(root, locale)) for key, locale in _locales(root / "cldr-dates-full")]
    zones = sorted({zone for _, cities in by_locale for zone in cities})
    for key, cities in by_locale:
        if not cities:
            continue
        if "-" not in key and _is_latin(cities):  # a city that a locale leaves out is called as in the root locale
            for zone in zones:
                cities.setdefault(zone, [_default_city(zone)])
        _merge(found, key, {MODERN_ZONE.get(zone, zone): names for zone, names in cities.items()})
    return found


def default_city(zone: str, english: dict[str, list[str]]) -> str:
    """Return the English name of the city of a time zone."""
    return english[zone][0] if zone in english else _default_city(zone)


def _default_city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _zone_cities(root: Path, locale: str) -> dict[str, list[str]]:
    path = root / "cldr-dates-full" / "main" / locale / "timeZoneNames.json"
    if not path.exists():
        return {}
    zones = json.loads(path.read_text(encoding="utf-8"))["main"][locale]["dates"]["timeZoneNames"].get("zone", {})
    return {
        zone: cities
        for zone, fields in _leaves(zones, "")
        if not zone.startswith("Etc/")
        and (cities := [visible(fields[key]) for key in sorted(fields) if key.startswith("exemplarCity")])
    }


def _leaves(tree: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for part, below in tree.items():
        if "_type" in below:
            yield prefix + part, below
        else:
            yield from _leaves(below, f"{prefix}{part}/")


def _is_latin(cities: dict[str, list[str]]) -> bool:
    return all(name[0] < "ɐ" for names in cities.values() for name in names)


def _locales(package: Path) -> Iterator[tuple[str, str]]:
    """Yield (language or language-Script, locale); parents before their regions, so that their names come first."""
    for locale in sorted(
        (path.name for path in (package / "main").iterdir()), key=lambda name: (name.count("-"), name)
    ):
        language, *rest = locale.split("-")
        if language in {"und", "root"}:
            continue
        scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
        yield "-".join([language, *scripts]), locale


def _merge(into: Names, key: str, names: dict[str, list[str]]) -> None:
    known = into.setdefault(key, {})
    for code, more in names.items():
        known[code] = list(dict.fromkeys([*known.get(code, []), *more]))
