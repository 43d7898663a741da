"""Raw messages: most nearly an article, some quite one, some nothing at all."""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any, Final

import orjson

from tests.fuzz import texts
from tests.fuzz.json_text import TOKENS, Pairs, Token, nested, written
from tests.support.articles import generated_messages, seed_messages
from tests.support.hostile import good_messages, hostile_messages

_MIB: Final = 1024 * 1024

_DATES: Final = (
    *("2026-01-31T08:30:00Z", "2026-01-31t08:30:00z", "2026-01-31T08:30:00.123456789+05:30", "2016-12-31T23:59:60Z"),
    *("2016-12-31T23:59:61Z", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "", "now"),
    *("0001-01-01T00:00:00+23:59", "2026-01-31 08:30:00Z", "2026-01-31T08:30:00", "2026-01-31T24:00:00Z", "1694977084"),
    *("2026-01-31T08:30:00+24:00", "2026-01-31T08:30:00Z\n", "２０２６-01-31T08:30:00Z", "2026-13-01T00:00:00Z", "-1"),
)
_TAGS: Final = (
    *("hi", "zh-Hant-TW", "x-klingon", "de-CH-1996", "sl-rozaj-biske", "i-klingon", "en-US-u-islamcal", "und", "zzz"),
    *("hi_IN", "", "x", "en-", "-en", "e", "en--US", "en\n", "\u202een", "हि", "a" * 9, "en-" + "a1234567-" * 13 + "b"),
    *("en-x-" + "-".join(["abcdefgh"] * 14), "EN-latn-gb", "zh-cmn-Hans-CN", "en-a-bbb-a-ccc", "mul", "qaa"),
)
_URLS: Final = (
    *("https://example.org/भारत?q=1#x", "javascript:alert(1)", "data:text/html,<script>", "file:///etc/passwd", ""),
    *(
        "http://[::1]:99999999/",
        "//",
        "h" * 8192,
        "h" * 8193,
        "http://\u202egro.elpmaxe",
        "gopher://\0",
        "\n",
        "\x1b]8;;",
    ),
)
_IDS: Final = (
    *(
        "a",
        "a" * 256,
        "a" * 257,
        "印" * 256,
        "",
        " ",
        "a b",
        "a\nb",
        "a\u2028b",
        "\u202ea",
        "\ufeff",
        "\0",
        "0",
        "null",
    ),
    *(
        "😀",
        "../../etc",
        "'; DROP TABLE",
        "=1+1",
        "-",
        "\x1b[2J",
        "\u200b",
        "\x85",
        "e\u0301",
        "%00",
        "a:b:c",
        "\u00ad",
    ),
)
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "published_at": _DATES,
    "language_hint": _TAGS,
    "url": _URLS,
    "id": _IDS,
    "source": ("reuters", "s" * 1024, "s" * 1025, "", "\0", "印度", "\u202e"),
    "title": ("Gipfel", "t" * 10_000, "t" * 10_001, " ", "\n\n", "", "a\nb", "\u0301" * 300, "\u200b", "\ufeff", "हि"),
}
_NAMES: Final = (
    *_FIELDS,
    "text",
    "metadata",
    "Text",
    "text ",
    "",
    "\ufefftext",
    "schema",
    "stages",
    "__class__",
    "\u202e",
)


def message(draw: Random) -> bytes | None:
    """Return a message, valid or not."""
    kind = draw.random()
    if kind < 0.45:
        return _as_bytes(draw, written(draw, _mutated(draw, article(draw))))
    if kind < 0.75:
        return changed(draw, _base(draw))
    if kind < 0.9:
        return article_message(draw)
    if kind < 0.97:
        return draw.choice(_known())
    if kind < 0.9995:
        return changed(draw, written(draw, _mutated(draw, article(draw))).encode("utf-8", "surrogatepass"))
    return _large(draw)


def article_message(draw: Random) -> bytes:
    """Return a message that is valid JSON with a text, whatever the text is."""
    return orjson.dumps(article(draw))


def article(draw: Random) -> dict[str, Any]:
    """Return the fields of an article, each mostly as it should be."""
    found: dict[str, Any] = {"text": texts.text(draw)}
    for field, values in _FIELDS.items():
        if draw.random() < 0.15:
            found[field] = draw.choice(values[:3] if draw.random() < 0.8 else values)
    if draw.random() < 0.1:
        found["title"] = texts.text(draw)[: draw.choice((50, 500, 10_000))]
    if draw.random() < 0.2:
        found["metadata"] = {draw.choice(_NAMES): _value(draw, 3) for _ in range(draw.randint(0, 4))}
    if draw.random() < 0.1:
        found[draw.choice(("other", "x", "भाषा", ""))] = _value(draw, 4)
    return found


def _value(draw: Random, depth: int) -> Any:  # noqa: PLR0911 - a kind each
    kind = draw.randrange(9 if depth else 7)
    if kind == 0:
        return draw.choice((None, True, False, 0, -1, 1.5, 2**63, 2**64 - 1, -(2**63), 1e308, 5e-324, -0.0))
    if kind == 1:
        return draw.randint(-(2**63), 2**64 - 1)
    if kind == 2:
        return draw.uniform(-1, 1) * 10 ** draw.randint(-300, 300)
    if kind < 6:
        return texts.odd(draw) if kind == 3 else draw.choice(_IDS)
    if kind == 6:
        return texts.any_code_points(draw, draw.randint(0, 8))
    count = draw.randint(0, 3)
    if kind == 7:
        return [_value(draw, depth - 1) for _ in range(count)]
    return {draw.choice(_NAMES): _value(draw, depth - 1) for _ in range(count)}


def _mutated(draw: Random, fields: dict[str, Any]) -> Any:
    """Return the fields with something else in them: of another type, twice, deeper, as no serialiser writes it."""
    pairs = Pairs(fields.items())
    for _ in range(draw.choice((0, 1, 1, 2))):
        at = draw.randrange(len(pairs) + 1)
        name = pairs[at][0] if at < len(pairs) and draw.random() < 0.6 else draw.choice(_NAMES)
        pairs[at : at + draw.choice((0, 1))] = [(name, _strange(draw))]
    if draw.random() < 0.02:
        return draw.choice((list(pairs), [pairs], draw.choice(TOKENS), "text", None, 1))
    return pairs


def _strange(draw: Random) -> Any:
    kind = draw.random()
    if kind < 0.3:
        return draw.choice(TOKENS)
    if kind < 0.35:
        return nested(draw, draw.choice((1, 5, 29, 30, 31, 32, 33, 100, 253, 254, 255, 1000, 1100)))
    if kind < 0.36:
        return nested(draw, draw.choice((10_000, 50_000)))
    if kind < 0.5:
        return "a" + chr(draw.randint(0xD800, 0xDFFF)) + "b"
    if kind < 0.7:
        return draw.choice((None, True, 0, 1.5, [], {}, "", ["a"], {"a": "b"}, [None]))
    return draw.choice(draw.choice(tuple(_FIELDS.values()))) if kind < 0.85 else _value(draw, 4)


def _as_bytes(draw: Random, text: str) -> bytes:
    """Return it as UTF-8 (lone surrogates as they are), rarely as something else."""
    kind = draw.random()
    if kind < 0.95:
        return text.encode("utf-8", "surrogatepass")
    if kind < 0.97:
        return b"\xef\xbb\xbf" * draw.choice((1, 1, 2)) + text.encode("utf-8", "surrogatepass")
    return text.encode(draw.choice(("utf-16", "utf-16-be", "utf-32", "utf-7", "latin-1", "gb18030")), "replace")


def changed(draw: Random, value: bytes) -> bytes:
    """Return it with bytes changed, cut, doubled or put in."""
    data = bytearray(value)
    for _ in range(draw.choice((1, 1, 1, 2, 4, 16))):
        at = draw.randint(0, len(data))
        _DAMAGES[draw.randrange(len(_DAMAGES))](draw, data, at)
    return bytes(data)


def _flip(draw: Random, data: bytearray, at: int) -> None:
    if at < len(data):
        data[at] ^= 1 << draw.randrange(8)


def _any_byte(draw: Random, data: bytearray, at: int) -> None:
    if at < len(data):
        data[at] = draw.randrange(256)


def _truncate(_: Random, data: bytearray, at: int) -> None:
    del data[at:]


def _delete(draw: Random, data: bytearray, at: int) -> None:
    del data[at : at + draw.choice((1, 2, 10, 100))]


def _double(draw: Random, data: bytearray, at: int) -> None:
    data[at:at] = data[at : at + draw.choice((1, 3, 30, 300))]


def _put_token(draw: Random, data: bytearray, at: int) -> None:
    data[at:at] = draw.choice(TOKENS).encode()


def _put_bytes(draw: Random, data: bytearray, at: int) -> None:
    data[at:at] = draw.choice(_BYTES)


def _put_structure(draw: Random, data: bytearray, at: int) -> None:
    data[at : at + draw.choice((0, 1))] = draw.choice(
        (b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\n", b" ", b"\0")
    )


_BYTES: Final = (
    *(
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\x80",
    ),
    *(
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xc2",
        b"\xe2\x80",
        b"\xf0\x9f\x98",
        b"\xf0\x9f\x98\x80",
        b"\x1f\x8b\x08",
    ),
)
_DAMAGES: Final[tuple[Callable[[Random, bytearray, int], None], ...]] = (
    *(_flip, _flip, _any_byte, _truncate, _delete, _double, _put_token, _put_bytes, _put_structure),
)


def _base(draw: Random) -> bytes:
    return draw.choice(_articles())


@cache
def _articles() -> tuple[bytes, ...]:
    return (*seed_messages().values(), *good_messages(seed=1, count=100), *generated_messages(seed=1, count=100))


@cache
def _known() -> tuple[bytes | None, ...]:
    """What the engine's tests send to be refused, but for what is large: that is drawn more rarely."""
    return tuple(value for value, _ in hostile_messages(seed=1, count=400) if len(value or b"") < 50_000)


def _large(draw: Random) -> bytes:
    """Return a message about as large, or with a text as long, as one may be."""
    kind = draw.randrange(5)
    if kind == 0:
        return orjson.dumps({"text": texts.huge(draw, 200_000 + draw.randint(-2, 2))})
    if kind == 1:
        value = orjson.dumps({"text": "a", "metadata": {"x": ""}})
        return value.replace(b'""', b'"' + b"x" * (_MIB - len(value) + draw.randint(-1, 1)) + b'"')
    if kind == 2:
        return b'{"text":"a","n":[' + b"1," * draw.randint(100_000, 400_000) + draw.choice((b"1]}", b"1e999]}", b""))
    if kind == 3:
        return draw.choice((b"[", b'{"a":', b'{"text":[', b" ", b'"')) * draw.randint(1000, 150_000)
    names = ",".join(f'"{number}":{draw.choice(TOKENS[:40])}' for number in range(draw.randint(1000, 40_000)))
    return written(draw, Pairs([("text", Token('"a"'))]))[:-1].encode() + b"," + names.encode() + b"}"
