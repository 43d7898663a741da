"""What docs/producers.md says of a message, read a second time and another way than the product does.

JSON by the standard library, the fields by the published JSON Schema. It says less than the product decides: which
reasons would be right, and what must be so where a text is refused for what it holds.
"""

import copy
import json
import re
import sys
import unicodedata
from functools import cache
from typing import Any, Final

import jsonschema
import orjson
import regex

from processor.contracts import Limits, RawArticle, Reason
from processor.contracts.schemas import message_schema

LIMITS: Final = Limits()
#: NFC makes three code points of one at most.
_EXPANSION: Final = 3
_SEEN: Final = regex.compile(r"[^\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]")
_MARKS: Final = regex.compile(r"[\p{M}\p{Cc}\uFEFF]{86}")
#: Levels that are read here: more than orjson reads, so that what the product accepts can be judged.
_READABLE: Final = 5_000
#: Brackets from which a text may be too deep for the standard library as the product uses it.
_DEEP: Final = 500
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_OF_TEXT: Final = {Reason.EMPTY_TEXT, Reason.TEXT_TOO_LONG, Reason.COMBINING_MARKS}


def possible(value: bytes | None) -> set[Reason | None]:  # noqa: PLR0911 - a rule of the page each
    """Return the reasons for which the message may be refused; None among them where it may be accepted."""
    if not value:
        return {Reason.EMPTY_MESSAGE}
    if len(value) > LIMITS.message_bytes:
        return {Reason.TOO_LARGE}
    try:
        text = value.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return {Reason.NOT_UTF8}
    reader = _Reader()
    try:
        document = reader.read(text)
    except RecursionError:
        return {Reason.TOO_DEEP, Reason.NOT_JSON}
    except ValueError:
        # Where it is deep too, either may be said.
        return {Reason.NOT_JSON} if text.count("[") + text.count("{") < _DEEP else {Reason.NOT_JSON, Reason.TOO_DEEP}
    # Of what a repeated name hides nobody has to know: it may be judged or not.
    wrong = _wrong(document)
    hidden = {reason for one in reader.hidden for reason in _wrong(one)} - {Reason.NOT_AN_OBJECT}
    if reader.fields > LIMITS.fields:
        hidden.add(Reason.TOO_MANY_FIELDS)
    if wrong:
        return set[Reason | None](wrong | hidden)
    return _of_fields(document) | hidden


def fits(value: bytes | None, reason: Reason, detail: str) -> str | None:
    """Return what speaks against a refusal for what the text holds, None where nothing does."""
    if reason not in _OF_TEXT or not value:
        return None
    fields = orjson.loads(value.removeprefix(b"\xef\xbb\xbf"))
    field = "title" if detail.startswith("title:") else "text"
    text = unicodedata.normalize("NFC", fields[field])
    if reason is Reason.EMPTY_TEXT and _SEEN.search(text):
        return "something of the text can be seen"
    if reason is Reason.TEXT_TOO_LONG and len(fields[field]) * _EXPANSION <= LIMITS.text_length:
        return "the text is short"
    if reason is Reason.COMBINING_MARKS and not _MARKS.search(fields[field]):
        return "there is no long run of marks"
    return None


class _Reader:
    """Reads JSON, and keeps what a repeated name hides."""

    def __init__(self) -> None:
        self.hidden: list[Any] = []
        self.fields = 0

    def read(self, text: str) -> Any:
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(before, _READABLE))
        try:
            return json.loads(text, parse_int=_number, parse_constant=_refuse, object_pairs_hook=self._object)
        finally:
            sys.setrecursionlimit(before)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.fields += len(pairs)
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                self.hidden.append([found[name]])
            found[name] = value
        return found


class _TooLong:
    """A number that no 64-bit integer can be."""


def _number(digits: str) -> int | _TooLong:
    return int(digits) if len(digits) <= 20 and -(2**63) <= int(digits) < 2**64 else _TooLong()


def _refuse(name: str) -> None:
    raise ValueError(name)


def _wrong(document: Any) -> set[Reason]:
    """Return what is wrong with a document, whatever its fields mean."""
    found = set() if isinstance(document, dict) else {Reason.NOT_AN_OBJECT}
    left: list[tuple[Any, int]] = [(document, 0)]
    fields = 0
    while left:
        item, depth = left.pop()
        if isinstance(item, dict | list):
            fields += len(item) if isinstance(item, dict) else 0
            if depth >= LIMITS.depth:
                found.add(Reason.TOO_DEEP)
            left += [(one, depth + 1) for one in (item.values() if isinstance(item, dict) else item)]
            left += [(name, depth + 1) for name in item] if isinstance(item, dict) else []
        elif isinstance(item, str):
            if _SURROGATE.search(item):
                found.add(Reason.LONE_SURROGATE)
        elif isinstance(item, _TooLong) or item in (float("inf"), float("-inf")):
            found.add(Reason.NUMBER_OUT_OF_RANGE)
    return found | ({Reason.TOO_MANY_FIELDS} if fields > LIMITS.fields else set())


def _of_fields(fields: dict[str, Any]) -> set[Reason | None]:
    problems = list(_validator().iter_errors(fields))
    if not problems:
        # Whether a date is real, and what is left of a text after normalisation, no schema says.
        dated = {Reason.INVALID_VALUE} if isinstance(fields.get("published_at"), str) else set()
        return {None, *_OF_TEXT, *dated}
    found: set[Reason | None] = set()
    for problem in problems:
        field = problem.path[0] if problem.path else None
        if field is None:
            found.add(Reason.MISSING_FIELD)
        elif field == "metadata" or not isinstance(fields[field], str):
            found.add(Reason.WRONG_TYPE)
        else:
            found.add(Reason.EMPTY_TEXT if field == "text" else Reason.INVALID_VALUE)
    return found | ({Reason.INVALID_VALUE} if isinstance(fields.get("published_at"), str) else set())


@cache
def _validator() -> Any:
    schema = copy.deepcopy(message_schema(RawArticle))
    for field in schema["properties"].values():
        for part in (field, *field.get("anyOf", ())):
            if "pattern" in part:  # ECMA 262, as JSON Schema has it: `$` is the end and not a line end before it
                part["pattern"] = part["pattern"].replace("$", r"\Z")
    return jsonschema.Draft202012Validator(schema)
