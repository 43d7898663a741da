"""Reading JSON that strangers wrote: strict, bounded, and able to say what is wrong and where.

orjson does the work. Only when it refuses is the message read again by the standard library, which is lenient enough to
find the field that holds a lone surrogate or an impossible number.
"""

import json
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import orjson

from processor.contracts.errors import InvalidArticleError, Reason

_BOM: Final = b"\xef\xbb\xbf"
#: Integers that orjson reads exactly; it silently turns larger ones into floats, which would change the message.
_MIN_INT: Final = -(2**63)
_MAX_INT: Final = 2**64 - 1


def read_object(value: bytes, max_depth: int) -> dict[str, Any]:
    """Return the JSON object in `value` (UTF-8, one leading byte order mark allowed).

    Raises:
        InvalidArticleError: not_utf8, not_json, not_an_object, too_deep, lone_surrogate or number_out_of_range.
    """
    value = value.removeprefix(_BOM)
    try:
        document = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        _explain(value, error)
    if not isinstance(document, dict):
        raise InvalidArticleError(Reason.NOT_AN_OBJECT, f"expected a JSON object, found {_kind(document)}")
    suspicious = False
    for path, item, depth in _walk(document):
        if depth > max_depth:
            raise InvalidArticleError(Reason.TOO_DEEP, f"nested deeper than {max_depth} levels", _shown(path))
        # The float of an integer just above the limit rounds onto it, so the limit itself is looked at too.
        suspicious |= isinstance(item, float) and not _MIN_INT < item < _MAX_INT
    if suspicious:
        _check_numbers(json.loads(value, parse_int=_BigInt, parse_constant=_no_constant))
    return document


class _BigInt(str):
    """An integer literal, kept as text: converting thousands of digits is slow, and Python refuses it."""

    __slots__ = ()


def _explain(value: bytes, error: orjson.JSONDecodeError) -> NoReturn:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError as bad:
        raise InvalidArticleError(Reason.NOT_UTF8, f"byte {bad.start} is not UTF-8 ({bad.reason})") from error
    try:
        document = json.loads(text, parse_int=_BigInt, parse_constant=_no_constant)
        _check_numbers(document)
        for path, item, _ in _walk(document):
            if isinstance(item, str) and (at := _lone_surrogate(item)) is not None:
                detail = f"lone surrogate U+{ord(item[at]):04X} at code unit {at}"
                raise InvalidArticleError(Reason.LONE_SURROGATE, detail, _shown(path) or None)
    except RecursionError:
        raise InvalidArticleError(Reason.TOO_DEEP, "nested too deeply to be read") from error
    except ValueError as bad:
        if isinstance(bad, InvalidArticleError):
            raise
    raise InvalidArticleError(Reason.NOT_JSON, f"not valid JSON: {error.msg} (character {error.pos})") from error


def _check_numbers(document: Any) -> None:
    for path, item, _ in _walk(document):
        too_long = isinstance(item, _BigInt) and (len(item) > 20 or not _MIN_INT <= int(item) <= _MAX_INT)
        if too_long or (isinstance(item, float) and item in (float("inf"), float("-inf"))):
            raise InvalidArticleError(
                Reason.NUMBER_OUT_OF_RANGE,
                "a number that neither 64-bit integers nor finite doubles can carry; send it as a string",
                _shown(path),
            )


def _walk(root: Any) -> Iterator[tuple[tuple[str | int, ...], Any, int]]:
    """Yield (path, value, depth) of every value; object keys are yielded as values of their object's path."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), root)]
    while stack:
        path, item = stack.pop()
        depth = len(path) + 1 if isinstance(item, dict | list) else len(path)
        yield path, item, depth
        if isinstance(item, dict):
            for key, inner in item.items():
                yield path, key, depth
                stack.append(((*path, key), inner))
        elif isinstance(item, list):
            stack.extend(((*path, index), inner) for index, inner in enumerate(item))


def _lone_surrogate(text: str) -> int | None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _kind(value: Any) -> str:
    names = {list: "an array", str: "a string", bool: "a boolean", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def _shown(path: tuple[str | int, ...]) -> str:
    """Return a path as `metadata.tags[3]`, safe to print and of bounded length."""
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step[:64]}" for step in path[:8]).lstrip(".")
    return shown.encode("utf-8", "backslashreplace").decode() + ("…" if len(path) > 8 else "")
