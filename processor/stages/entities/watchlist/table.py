"""A list as CSV: a header, then a line a name; neighbouring lines with the same id are one entry.

    id,type,name,lang,aliases,country,note,match
    Q1,PER,Kim Jong-un,en,Kim Jong Un|Kim Jong-Un,KP,,
    Q1,PER,किम जोंग उन,hi,,,,
    Q1,PER,Kim,,,,,context

Columns may come in any order; `id`, `type` and `name` are needed. `aliases` are parted by `|` and share the line's
`lang` and `match`. What a later line of an entry leaves empty it has from the first one. A field with commas stands in
quotation marks, and a line break ends a line even there.
"""

import csv
from collections.abc import Iterator
from typing import Final

from processor.stages.entities.watchlist import fields
from processor.stages.entities.watchlist.entry import Entry, ListedName
from processor.stages.entities.watchlist.fields import FieldError
from processor.stages.problems import Problem

COLUMNS: Final = ("id", "type", "name", "lang", "aliases", "country", "note", "match")
_NEEDED: Final = ("id", "type", "name")


def entries(lines: Iterator[tuple[int, str | Problem]]) -> Iterator[Entry | Problem]:
    """Yield the entries and what is wrong, in the order of the lines."""
    header: list[str] | None = None
    entry: Entry | None = None
    for number, line in lines:
        if isinstance(line, Problem):
            yield line
            if header is None:
                return
            continue
        try:
            if header is None:
                header = _header(_cells(line))
                continue
            found = _entry(number, dict(zip(header, _row(line, len(header)), strict=True)), entry)
        except FieldError as error:
            yield Problem(number, error.field, str(error))
            if header is None:
                return  # every line would be wrong
            continue
        if entry is not None and found.id != entry.id:
            yield entry
        entry = found
    if entry is not None:
        yield entry


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise FieldError("", f"not CSV: {error}") from error


def _row(line: str, width: int) -> list[str]:
    cells = _cells(line)
    if len(cells) != width:
        raise FieldError("", f"has {len(cells)} fields, the header {width}")
    return cells


def _header(cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    expected = f"the first line must name the columns, parted by commas: {','.join(COLUMNS)}"
    for column in header:
        if column not in COLUMNS:
            raise FieldError("", f"unknown column {column[:40]!r}; {expected}")
    for column in _NEEDED:
        if column not in header:
            raise FieldError("", f"no column {column!r}; {expected}")
    if len(set(header)) < len(header):
        raise FieldError("", f"a column is named twice; {expected}")
    return header


def _entry(number: int, row: dict[str, str], before: Entry | None) -> Entry:
    """Return what the line makes of the entry: a new one, or `before` with the line's names."""
    key = fields.identifier(row["id"])
    same = before if before is not None and before.id == key else None
    kind = same.type if same and not row["type"].strip() else fields.entity_type(row["type"])
    code = fields.country(row.get("country"))
    if same and kind != same.type:
        raise FieldError("type", f"is {kind}, on line {same.line} {same.type}")
    if same and code and code != same.country:
        raise FieldError("country", f"is {code}, on line {same.line} {same.country or 'empty'}")
    names = tuple(dict.fromkeys([*(same.names if same else ()), *_names(row)]))
    if same:
        return same._replace(names=fields.named(list(names), "name"))
    return Entry(number, key, kind, fields.named(list(names), "name"), code)


def _names(row: dict[str, str]) -> Iterator[ListedName]:
    tag = fields.language("lang", row.get("lang"))
    how = fields.match(row.get("match"), "auto")
    yield fields.name("name", row["name"], tag, how)
    for alias in row.get("aliases", "").split("|"):
        if alias.strip():
            yield fields.name("aliases", alias, tag, how)
