"""Walking and changing JSON documents."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

Path = Sequence[str | int]


def places(document: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value in a document but the document itself."""
    steps: Any = ()
    if isinstance(document, dict):
        steps = document.items()
    elif isinstance(document, list):
        steps = enumerate(document)
    for step, value in steps:
        yield (*path, step)
        yield from places(value, (*path, step))


def at(document: Any, path: Path) -> Any:
    """Return the value at a path."""
    for step in path:
        document = document[step]
    return document


def replaced(document: Any, path: Path, value: object) -> Any:
    """Return a copy with another value at a path."""
    document = deepcopy(document)
    at(document, path[:-1])[path[-1]] = value
    return document


def without(document: Any, path: Path) -> Any:
    """Return a copy without what is at a path."""
    document = deepcopy(document)
    del at(document, path[:-1])[path[-1]]
    return document


def references(document: Any) -> list[str]:
    """Return all JSON references in a document."""
    return [at(document, path) for path in places(document) if path[-1] == "$ref"]
