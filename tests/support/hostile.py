"""Hostile messages, drawn from a seed, each with the reason it must be refused for."""

import random
from collections.abc import Callable

import orjson

from processor.contracts import Reason

Hostile = tuple[bytes | None, Reason]

_SCRIPTS = ("Vladivostok", "Владивосток", "व्लादिवोस्तोक", "海参崴", "ولاديفوستوك", "블라디보스토크", "วลาดีวอสตอค")


def hostile_messages(seed: int, count: int) -> list[Hostile]:
    """Return `count` messages that break the contract, every kind in turn, the details drawn from `seed`."""
    draw = random.Random(seed)
    return [_KINDS[number % len(_KINDS)](draw) for number in range(count)]


def good_messages(seed: int, count: int) -> list[bytes]:
    """Return `count` valid messages in many scripts, with ids `good-0`, `good-1`, …; some are odd but allowed."""
    draw = random.Random(seed)
    odd = ("\u202etfel ot thgir\u202c", "e\u0301" * 40, "👩‍👩‍👧‍👦" * 20, "\x00\x07bell", "क्‍ष می‌خواهم", "a" * 5000)
    return [
        orjson.dumps(
            {
                "id": f"good-{number}",
                "text": f"{_words(draw)}\n{_words(draw)} {draw.choice(odd) if draw.random() < 0.2 else ''}",
                "metadata": {"n": draw.choice([0, -1, 1.5, 2**63, None, True, "x"])},
            }
        )
        for number in range(count)
    ]


def _words(draw: random.Random) -> str:
    return " ".join(draw.choice(_SCRIPTS) for _ in range(draw.randint(1, 30)))


def _truncated(draw: random.Random) -> Hostile:
    whole = orjson.dumps({"text": _words(draw), "title": _words(draw)})
    # Cut at a code point border, else it would be no UTF-8 either.
    text = whole.decode()[: draw.randint(1, len(whole.decode()) - 1)]
    return text.encode(), Reason.NOT_JSON


def _wrong_text(draw: random.Random) -> Hostile:
    return orjson.dumps({"text": draw.choice([1, 1.5, True, None, ["a"], {"a": "b"}])}), Reason.WRONG_TYPE


def _wrong_field(draw: random.Random) -> Hostile:
    field = draw.choice(["id", "source", "url", "title", "published_at", "language_hint", "metadata"])
    return orjson.dumps({"text": _words(draw), field: draw.choice([7, [1], False])}), Reason.WRONG_TYPE


def _no_text(draw: random.Random) -> Hostile:
    return orjson.dumps({"body": _words(draw)}), Reason.MISSING_FIELD


def _blank_text(draw: random.Random) -> Hostile:
    text = draw.choice(["", " ", "\n\t", "\u3000", "\ufeff", "\x00\x01", "\u2028"])
    return orjson.dumps({"text": text}), Reason.EMPTY_TEXT


def _lone_surrogate(draw: random.Random) -> Hostile:
    code = draw.randint(0xD800, 0xDFFF)
    return f'{{"text": "a\\u{code:04x} b"}}'.encode(), Reason.LONE_SURROGATE


def _surrogate_bytes(_: random.Random) -> Hostile:
    return b'{"text": "\xed\xa0\x80"}', Reason.NOT_UTF8


def _not_utf8(draw: random.Random) -> Hostile:
    return b'{"text": "' + bytes(draw.randint(0x80, 0xFF) for _ in range(9)) + b'\xff"}', Reason.NOT_UTF8


def _other_encoding(draw: random.Random) -> Hostile:
    # Starts with the byte order mark of UTF-16, which is no UTF-8.
    return f'{{"text": "{_words(draw)}"}}'.encode("utf-16"), Reason.NOT_UTF8


def _combining(draw: random.Random) -> Hostile:
    mark = draw.choice(["\u0301", "\u0316", "\u0e38", "\u094d"])
    return orjson.dumps({"text": "a" + mark * draw.randint(300, 5000)}), Reason.COMBINING_MARKS


def _megabyte_of_one_mark(_: random.Random) -> Hostile:
    return orjson.dumps({"text": "\u0301" * (512 * 1024)}), Reason.TOO_LARGE


def _deep(draw: random.Random) -> Hostile:
    depth = draw.choice([40, 1000, 10_000])
    return b'{"text": "x", "metadata": {"a": ' + b"[" * depth + b"]" * depth + b"}}", Reason.TOO_DEEP


def _deep_objects(_: random.Random) -> Hostile:
    return b'{"a":' * 10_000 + b"1" + b"}" * 10_000, Reason.TOO_DEEP


def _huge_number(draw: random.Random) -> Hostile:
    number = draw.choice(["1e999", "-1e400", "9" * 400, str(2**64), str(-(2**63) - 1), "9" * 10_000])
    return f'{{"text": "x", "metadata": {{"n": {number}}}}}'.encode(), Reason.NUMBER_OUT_OF_RANGE


def _not_an_object(draw: random.Random) -> Hostile:
    return draw.choice([b"[]", b'"text"', b"1", b"null", b"true", b"1.5"]), Reason.NOT_AN_OBJECT


def _no_value(draw: random.Random) -> Hostile:
    return draw.choice([None, b""]), Reason.EMPTY_MESSAGE


def _bad_constant(draw: random.Random) -> Hostile:
    number = draw.choice(["NaN", "Infinity", "undefined", "0x10", "01"])
    return f'{{"text": "x", "n": {number}}}'.encode(), Reason.NOT_JSON


def _control_in_json(draw: random.Random) -> Hostile:
    return b'{"text": "a' + bytes([draw.randint(0, 31)]) + b'b"}', Reason.NOT_JSON


def _impossible_date(draw: random.Random) -> Hostile:
    dates = ["2023-02-30T00:00:00Z", "yesterday", "2023-09-17 18:58:04", "2023-09-17T25:00:00Z", "1694977084"]
    return orjson.dumps({"text": _words(draw), "published_at": draw.choice(dates)}), Reason.INVALID_VALUE


def _bad_hint(draw: random.Random) -> Hostile:
    hint = draw.choice(["hindi!", "x", "en_US", "", "\u202een", "e" * 200])
    return orjson.dumps({"text": _words(draw), "language_hint": hint}), Reason.INVALID_VALUE


def _too_long(draw: random.Random) -> Hostile:
    return orjson.dumps({"text": "a" * draw.randint(200_001, 210_000)}), Reason.TEXT_TOO_LONG


_KINDS: tuple[Callable[[random.Random], Hostile], ...] = (
    _truncated, _wrong_text, _wrong_field, _no_text, _blank_text, _lone_surrogate, _surrogate_bytes, _not_utf8,
    _other_encoding, _combining, _deep, _deep_objects, _huge_number, _not_an_object, _no_value, _bad_constant,
    _control_in_json, _impossible_date, _bad_hint, _truncated, _wrong_text, _wrong_field, _no_text, _blank_text,
    _lone_surrogate, _not_utf8, _deep, _huge_number, _impossible_date, _bad_hint, _control_in_json, _not_an_object,
    _no_value, _bad_constant, _combining, _truncated, _wrong_text, _too_long, _lone_surrogate, _megabyte_of_one_mark,
)  # fmt: skip
