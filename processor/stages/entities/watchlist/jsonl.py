"""A list as JSON Lines: an object a line, an entry an object.

    {"id": "Q1", "type": "PER", "names": {"en": "Kim Jong-un", "hi": ["किम जोंग उन", "किम जोंग-उन"]},
     "aliases": ["Kim Jong Un", {"name": "Kim", "match": "context"}], "country": "KP", "note": "…", "match": "auto"}

`id`, `type` and at least one name are needed. A value of `names` is a name or a list of names, the first of which is
the usual one; a name is a string, or an object with its own `match`. `match` of the entry is that of its other names.
"""

from collections.abc import Iterator
from typing import Any, Final

import orjson

from processor.stages.entities.watchlist import fields
from processor.stages.entities.watchlist.entry import Entry, ListedName, Match
from processor.stages.entities.watchlist.fields import FieldError
from processor.stages.problems import Problem

_FIELDS: Final = frozenset({"id", "type", "names", "aliases", "country", "note", "match"})
_NAME_FIELDS: Final = frozenset({"name", "match"})


def entries(lines: Iterator[tuple[int, str | Problem]]) -> Iterator[Entry | Problem]:
    """Yield the entries and what is wrong, in the order of the lines."""
    for number, line in lines:
        if isinstance(line, Problem):
            yield line
            continue
        try:
            yield _entry(number, _object(line))
        except FieldError as error:
            yield Problem(number, error.field, str(error))


def _object(line: str) -> dict[str, Any]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise FieldError("", f"not JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(found, dict):
        raise FieldError("", "not a JSON object")
    _check_fields(found, _FIELDS, "")
    return found


def _entry(number: int, found: dict[str, Any]) -> Entry:
    key = fields.identifier(found.get("id"))
    kind = fields.entity_type(found.get("type"))
    default = fields.match(found.get("match"), "auto")
    fields.text("note", found.get("note"), optional=True)
    names = [*_names(found.get("names"), default), *_aliases(found.get("aliases"), default)]
    return Entry(number, key, kind, fields.named(names, "names"), fields.country(found.get("country")))


def _names(found: Any, default: Match) -> Iterator[ListedName]:
    if found is None:
        return
    if not isinstance(found, dict):
        raise FieldError("names", 'must be an object of names by language: {"hi": "…"}')
    for tag, listed in found.items():
        language = fields.language("names", tag)
        if not language:
            raise FieldError("names", "has a name without a language; `aliases` takes such names")
        for name in listed if isinstance(listed, list) else [listed]:
            yield _name(f"names.{language}", name, language, default)


def _aliases(found: Any, default: Match) -> Iterator[ListedName]:
    if found is None:
        return
    if not isinstance(found, list):
        raise FieldError("aliases", "must be a list of names")
    for name in found:
        yield _name("aliases", name, "", default)


def _name(field: str, found: Any, language: str, default: Match) -> ListedName:
    if not isinstance(found, dict):
        return fields.name(field, found, language, default)
    _check_fields(found, _NAME_FIELDS, f"{field}: ")
    return fields.name(field, found.get("name"), language, fields.match(found.get("match"), default))


def _check_fields(found: dict[str, Any], known: frozenset[str], where: str) -> None:
    for field in found:
        if field not in known:
            raise FieldError("", f"{where}unknown field {field[:40]!r}; known are {', '.join(sorted(known))}")
