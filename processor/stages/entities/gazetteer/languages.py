"""Which names an article's language may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from processor.contracts import Language
from processor.stages.entities.gazetteer.data import Gazetteer, Name

#: Standard languages whose newspapers share most spellings, and varieties with the standard they write names in.
_GROUPS: Final = (
    "nb nn no",
    "hr sr bs sh cnr",
    "ms id",
    "zh yue wuu hak nan gan",
    "ar arz apc ajp acm acq aeb ars ary arq ayl acw afb",
    "fa prs",
    "hi bho mai awa mag hne bgc raj",
    "de gsw bar nds lb",
    "it scn vec lmo lij fur sc",
    "es ast gl",
    "uz uzs",
    "az azb",
    "tr crh gag",
    "ku kmr",
)
_RELATED: Final[Mapping[str, frozenset[str]]] = {
    member: frozenset(group.split()) - {member} for group in _GROUPS for member in group.split()
}
#: A language counts as known when CLDR names at least this many countries in it.
MIN_COUNTRIES: Final = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's language as the gazetteer sees it.

    Attributes:
        language: subtag under which CLDR holds it, `und` when there is none.
        own: keys of names in this language.
        related: keys of names in languages that write names alike.
        keys: where the canonical name is looked for, best first.
        known: the language has names of its own, or those of a related one, for most countries.
    """

    language: str
    own: frozenset[str]
    related: frozenset[str]
    keys: tuple[str, ...]
    known: bool


class Languages:
    """The languages of a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._aliases = gazetteer.aliases
        self._keys: dict[str, set[str]] = {}
        for key in {key for name in gazetteer.names for key in name.keys}:
            self._keys.setdefault(_language(key), set()).add(key)
        self._countries: dict[str, set[str]] = {}
        for name in gazetteer.names:
            if name.concept.kind == "country":
                for key in name.keys:
                    self._countries.setdefault(_language(key), set()).add(name.concept.key)
        self._cached = lru_cache(maxsize=1024)(self._read)

    def read(self, language: Language | None) -> Reading:
        """Return how the gazetteer reads an article in `language`."""
        return self._cached(language.tag, language.script) if language else self._cached("und", "Zyyy")

    def _read(self, tag: str, script: str) -> Reading:
        subtags = tag.split("-")
        code = self._aliases.get(subtags[0].lower(), subtags[0].lower())
        own = frozenset(self._keys.get(code, ()))
        relatives = _RELATED.get(code, frozenset())
        related = frozenset(key for relative in relatives for key in self._keys.get(relative, ()))
        scripts = [part for part in subtags[1:] if len(part) == 4 and part.isalpha()]
        scripts.append(script)
        keys = tuple(dict.fromkeys([*(f"{code}-{script.title()}" for script in scripts), code, "en"]))
        known = max((len(self._countries.get(member, ())) for member in {code, *relatives}), default=0)
        return Reading(code, own, related, keys, known >= MIN_COUNTRIES)


def speaks(name: Name, keys: frozenset[str]) -> bool:
    """Tell whether one of the languages of `keys` uses `name`."""
    return not name.keys.isdisjoint(keys)


def languages_of(names: tuple[Name, ...]) -> int:
    """Return how many languages use one of `names`."""
    return len({_language(key) for name in names for key in name.keys})


def _language(key: str) -> str:
    return key.partition("-")[0]
