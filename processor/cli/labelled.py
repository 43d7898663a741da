"""Texts that somebody marked with their own topics: JSON Lines, checked line by line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from processor.stages.problems import MOST_PROBLEMS, Problem, UserFileError

_FIELDS: Final = ("text", "labels", "lang")
#: Bytes; the stage reads no more than the beginning of an article.
_LONGEST_LINE: Final = 1024 * 1024


class LabelledError(UserFileError):
    """A file of marked texts that cannot be used."""

    check = "samachar topics eval"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A marked text; `labels` are ids of topics, `language` what the file says, empty where it says nothing."""

    text: str
    labels: frozenset[str]
    language: str


def labelled(path: Path, known: Collection[str]) -> list[Labelled]:
    """Read marked texts: {"text": …, "labels": [ids], "lang": …} a line; blank lines are passed over.

    Args:
        known: ids of topics that there are.

    Raises:
        LabelledError: naming the line and the field of everything that is wrong.
    """
    found: list[Labelled] = []
    problems: list[Problem] = []
    try:
        with path.open("rb") as file:
            for number, line in _lines(file):
                try:
                    found.append(_checked(line, known))
                except ValueError as error:
                    problems.append(Problem(number, "", str(error)))
                if len(problems) == MOST_PROBLEMS:
                    break
    except OSError as error:
        raise LabelledError(path, (Problem(0, "", f"cannot be read: {error.strerror or error}"),)) from error
    if not found and not problems:
        problems.append(Problem(0, "", "has no texts"))
    if problems:
        raise LabelledError(path, tuple(problems))
    return found


def _lines(file: Any) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(_LONGEST_LINE + 1):
        number += 1
        if line.strip():
            yield number, line
        while len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(_LONGEST_LINE)


def _checked(line: bytes, known: Collection[str]) -> Labelled:
    if len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
        raise ValueError(f"the line is longer than {_LONGEST_LINE} bytes")
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ValueError(f"must be an object with {', '.join(_FIELDS)}")
    for field in row:
        if field not in _FIELDS:
            raise ValueError(f"{field[:40]!r} is no field; known are {', '.join(_FIELDS)}")
    text, labels, language = row.get("text"), row.get("labels"), row.get("lang")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("text: must be a text that is not empty")
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise ValueError("labels: must be a list of topics' ids, [] where none fits")
    for label in labels:
        if label not in known:
            raise ValueError(f"labels: there is no topic {label[:40]!r}")
    if language is not None and not isinstance(language, str):
        raise ValueError("lang: must be text")
    return Labelled(text, frozenset(labels), language or "")
