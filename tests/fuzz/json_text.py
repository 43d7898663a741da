"""JSON as no serialiser writes it: repeated names, impossible numbers, lone surrogates, any depth."""

from random import Random
from typing import Any, Final


class Pairs(list[tuple[str, Any]]):
    """An object as its pairs: a name may be repeated."""


class Token(str):
    """Characters that are written as they are."""

    __slots__ = ()


#: What parsers disagree on, or stumble over.
TOKENS: Final = tuple(
    map(
        Token,
        (
            *(
                "NaN",
                "Infinity",
                "-Infinity",
                "nan",
                "undefined",
                "None",
                "True",
                "nul",
                "'a'",
                "0x10",
                "01",
                "+1",
                "1.",
            ),
            *(".5", "1e", "-", "--1", "1e999", "-1e999", "1e-999", "1E400", "-0", "-0.0", "0e0", "1e308", "1.8e308"),
            *("5e-324", "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808"),
            *("-9223372036854775809", "18446744073709551615", "18446744073709551616", "1" * 400, "1" * 5000),
            *("0." + "1" * 400, "1.7976931348623159e308", "18446744073709551615.0", "123456789012345678901234567890"),
            *(r'"\ud800"', r'"\udfff"', r'"\ud83d\ude00"', r'"\ude00\ud83d"', r'"\u0000"', r'"\x41"', r'"\u12"', '"\\'),
            *(
                '"\t"',
                '"\n"',
                '"\x01"',
                '"\x7f"',
                '"\u2028"',
                '"\\/"',
                '"',
                "",
                ",",
                "[]]",
                "{}",
                "[",
                "{",
                "/**/1",
                "//",
            ),
        ),
    )
)


def written(draw: Random, value: Any, *, escaped: float = 0.1) -> str:
    """Return a value as JSON, with blanks and escapes as they come.

    Args:
        escaped: the share of strings that are written with escapes alone.
    """
    if isinstance(value, Token):
        return str(value)
    if isinstance(value, str):
        return _string(value, every=draw.random() < escaped)
    if isinstance(value, Pairs | dict):
        pairs = value if isinstance(value, Pairs) else value.items()
        inner = [f"{written(draw, name)}{_blank(draw)}:{_blank(draw)}{written(draw, one)}" for name, one in pairs]
        return f"{{{_blank(draw)}{f',{_blank(draw)}'.join(inner)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(written(draw, one) for one in value)}{_blank(draw)}]"
    return (
        {None: "null", True: "true", False: "false"}[value]
        if value is None or value is True or value is False
        else repr(value)
    )


def nested(draw: Random, depth: int) -> Token:
    """Return lists and objects in each other."""
    kinds = [draw.random() < 0.5 for _ in range(depth)]
    opening = "".join('{"a":' if kind else "[" for kind in kinds)
    closing = "".join("}" if kind else "]" for kind in reversed(kinds))
    return Token(f"{opening}1{closing}")


def _string(value: str, *, every: bool) -> str:
    if every:
        units = value.encode("utf-16-be", "surrogatepass")
        return '"' + "".join(f"\\u{units[at]:02x}{units[at + 1]:02X}" for at in range(0, len(units), 2)) + '"'
    return '"' + "".join(_ESCAPES.get(char, char) for char in value) + '"'


def _blank(draw: Random) -> str:
    return draw.choice(_BLANKS) if draw.random() < 0.1 else ""


_ESCAPES: Final = {chr(code): f"\\u{code:04x}" for code in range(0x20)} | {'"': '\\"', "\\": "\\\\"}
_BLANKS: Final = (" ", "\n", "\t", "\r\n", "   ")
