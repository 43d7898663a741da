"""Reading JSON that strangers wrote: strict, bounded, and able to say what is wrong and where.

orjson does the work. Only when it refuses, or had to round an integer, is the message read again by the standard
library, which is lenient enough to find the field that holds a lone surrogate or an impossible number.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NoReturn

import orjson

from processor.contracts.errors import InvalidArticleError, Reason

_BOM: Final = b"\xef\xbb\xbf"
#: Integers that orjson reads exactly; it silently turns larger ones into floats, which would change the message.
_MIN_INT: Final = -(2**63)
_MAX_INT: Final = 2**64 - 1

_Step = str | int


def read_object(value: bytes, max_depth: int, max_fields: int | None = None) -> dict[str, Any]:
    """Return the JSON object in `value` (UTF-8, one leading byte order mark allowed).

    Args:
        max_depth: deepest nesting of objects and arrays.
        max_fields: most names, those of nested objects included; None for any number.

    Of a name that is repeated in one object the last value counts. Time and memory are linear in the size of `value`.

    Raises:
        InvalidArticleError: not_utf8, not_json, not_an_object, too_deep, too_many_fields, lone_surrogate or
            number_out_of_range.
    """
    value = value.removeprefix(_BOM)
    try:
        document = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        _explain(value, max_depth, max_fields, error)
    if not isinstance(document, dict):
        raise InvalidArticleError(Reason.NOT_AN_OBJECT, f"expected a JSON object, found {_kind(document)}")
    if _measure(document, max_depth, max_fields):
        _check(_read_again(value.decode()))
    return document


def _measure(document: Any, max_depth: int, max_fields: int | None) -> bool:
    """Return whether a number is so large that orjson may have rounded it.

    Raises:
        InvalidArticleError: too_deep or too_many_fields; where the limit was passed, and how large the whole is.
    """
    suspicious = False
    deepest = fields = 0
    too_deep = too_many = None
    for path, item in _walk(document):
        if isinstance(item, dict | list | _Pairs):
            depth = len(path) + 1
            if depth > max_depth and too_deep is None:
                too_deep = path.copy()
            deepest = max(deepest, depth)
            if not isinstance(item, list):
                fields += len(item)
                if max_fields is not None and fields > max_fields and too_many is None:
                    too_many = path.copy()
        elif isinstance(item, float):
            # The float of an integer just above the limit rounds onto it, so the limit itself is looked at too.
            suspicious |= not _MIN_INT < item < _MAX_INT
    if too_deep is not None:
        detail = f"nested {deepest} levels deep; at most {max_depth} are allowed"
        raise InvalidArticleError(Reason.TOO_DEEP, detail, _shown(too_deep))
    if too_many is not None:
        detail = f"{fields} fields in all; at most {max_fields} are allowed"
        raise InvalidArticleError(Reason.TOO_MANY_FIELDS, detail, _shown(too_many))
    return suspicious


class _BigInt(str):
    """An integer literal, kept as text: converting thousands of digits is slow, and Python refuses it."""

    __slots__ = ()


class _Pairs(tuple[tuple[str, Any], ...]):
    """An object with the values too that a later one of the same name hides: orjson refuses a message for them."""

    __slots__ = ()


def _explain(value: bytes, max_depth: int, max_fields: int | None, error: orjson.JSONDecodeError) -> NoReturn:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError as bad:
        raise InvalidArticleError(Reason.NOT_UTF8, f"byte {bad.start} is not UTF-8 ({bad.reason})") from error
    try:
        document = _read_again(text, _Pairs)
    except InvalidArticleError:
        raise
    except ValueError:
        pass
    else:
        _measure(document, max_depth, max_fields)
        _check(document)
    raise InvalidArticleError(Reason.NOT_JSON, f"not valid JSON: {error.msg} (character {error.pos})") from error


def _read_again(text: str, objects: type[_Pairs] | None = None) -> Any:
    """Return the document as the standard library reads it, which goes less deep than orjson.

    Raises:
        InvalidArticleError: too_deep, perhaps for a value that a later one of the same name hides.
        ValueError: it is not JSON.
    """
    try:
        return json.loads(text, parse_int=_BigInt, parse_constant=_no_constant, object_pairs_hook=objects)
    except RecursionError as error:
        raise InvalidArticleError(Reason.TOO_DEEP, "nested too deeply to be read") from error


def _check(document: Any) -> None:
    """Raise for the first thing in `document`, as the standard library read it, that we do not take."""
    for path, item in _walk(document):
        if isinstance(item, _BigInt):
            impossible = len(item) > 20 or not _MIN_INT <= int(item) <= _MAX_INT
        else:
            impossible = isinstance(item, float) and item in (float("inf"), float("-inf"))
        if impossible:
            detail = "a number that neither 64-bit integers nor finite doubles can carry; send it as a string"
            raise InvalidArticleError(Reason.NUMBER_OUT_OF_RANGE, detail, _shown(path))
        if isinstance(item, str) and (at := _lone_surrogate(item)) is not None:
            detail = f"lone surrogate U+{ord(item[at]):04X} at code point {at}"
            raise InvalidArticleError(Reason.LONE_SURROGATE, detail, _shown(path))


def _walk(root: Any) -> Iterator[tuple[list[_Step], Any]]:
    """Yield (path, value) of every value in document order; an object's keys are yielded at the object's own path.

    The path is one list that changes as the walk goes on: a copy for each of a million values would be the attack.
    """
    path: list[_Step] = []
    open_containers = [_children(root)]
    yield path, root
    while open_containers:
        found = next(open_containers[-1], None)
        if found is None:
            open_containers.pop()
            if path:
                path.pop()
            continue
        step, item = found
        if step is None:
            yield path, item
            continue
        path.append(step)
        yield path, item
        if isinstance(item, dict | list | _Pairs):
            open_containers.append(_children(item))
        else:
            path.pop()


def _children(container: Any) -> Iterator[tuple[_Step | None, Any]]:
    if isinstance(container, dict | _Pairs):
        for key, inner in container.items() if isinstance(container, dict) else container:
            yield None, key
            yield key, inner
    elif isinstance(container, list):
        yield from enumerate(container)


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


def _shown(path: Sequence[_Step]) -> str | None:
    """Return a path as `metadata.tags[3]`, safe to print and of bounded length; None for the document itself."""
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{_printable(step[:64])}" for step in path[:8])
    return shown.lstrip(".") + ("…" if len(path) > 8 else "") or None


def _printable(key: str) -> str:
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in key)
