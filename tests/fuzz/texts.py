"""Texts: those that articles have, in many scripts, and what nobody would write, drawn from a random generator."""

import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Final

from tests.contract.articles import HOSTILE, SCRIPTS, named
from tests.support.articles import SEEDS

#: What stands between, in and around words by mistake or by malice.
_ODD: Final = (
    *("\0", "\x07", "\x1b[2J", "\x7f", "\x85", "\x9b31m", "\r\n", "\r", "\v", "\f", "\u2028", "\u2029", "\t", "\ufeff"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u202c", "\u2066", "\u2069", "\u061c"),
    *("\u00ad", "\u2060", "\u180e", "\u115f", "\u3164", "\uffa0", "\u034f", "\ufe0f", "\ufe00", "\U000e0100"),
    *("\u00a0", "\u1680", "\u2003", "\u3000", "\u0301", "\u0316", "\u20dd", "\u093f", "\u094d", "\u0e38", "\u0f71"),
    *("\u0958", "\u0344", "\U0001d15f", "\u1e9b\u0323", "\u212b", "\uac00\u11a8", "\u1100\u1161\u11a8", "\ufb1d"),
    *("\ue000", "\U0010fffd", "\u0378", "\ufffe", "\uffff", "\U0010ffff", "\U000e0001\U000e0065", "\ufff9\ufffb"),
    *(
        "👩\u200d👩\u200d👧\u200d👦",
        "🏽",
        "🇮",
        "🇮🇳",
        "1\ufe0f\u20e3",
        "🏴\U000e0067\U000e007f",
        "İ",
        "ß",
        "ŉ",
        "ǅ",
        "ſ",
    ),
    *("\\", '"', "'", "`", "#", "##", "@", "#tag_1", "{{", "${", "%s", "%(a)s", "<b>", "&amp;", "http://", "https://"),
    *("-", "--", "\u2010", "\u2013", "'", "\u2019", "\u05f3", "\u30fb", "\u00b7", ".", "...", "\u3002", "\u061f", "|"),
    *("\n2026-01-31 08:30:00\n", "\n#one #two\n", "2026-02-30 25:61", "0000-00-00T00:00Z", "=cmd|' /C calc'!A0"),
)
_LONG: Final = (
    "a",
    "印",
    "ก",
    "あ",
    "한",
    "A1",
    "क\u094d",
    "-",
    ".",
    "#",
    "\u200d",
    "😀",
    "()",
    "Ab",
    "'s",
    " \n",
    "\t",
)


@cache
def paragraphs() -> tuple[str, ...]:
    """Return paragraphs as articles have them: of the seeds, and of countries' names in 33 scripts."""
    seeds = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").split("\n")]
    scripts = [line for locale in SCRIPTS.values() for line in named(locale).split("\n")]
    return tuple(line for line in [*seeds, *scripts] if line.strip())


def text(draw: Random) -> str:
    """Return a text: of an article, then mangled more often than not; sometimes nothing of it is one."""
    kind = draw.random()
    if kind < 0.04:
        found = draw.choice(tuple(HOSTILE.values()))[: draw.randint(1, 3000)]
    elif kind < 0.08:
        found = any_code_points(draw, draw.randint(1, 200))
    elif kind < 0.12:
        found = draw.choice(_LONG) * draw.randint(1, 2000)
    elif kind < 0.15:
        found = "".join(draw.choice(_ODD) for _ in range(draw.randint(1, 40)))
    else:
        lines = [draw.choice(paragraphs()) for _ in range(draw.choice((1, 1, 1, 2, 3, 5)))]
        found = draw.choice(("\n", "\n", "\n\n", " ", "")).join(lines)
    for _ in range(draw.choice((0, 1, 1, 2, 3, 6))):
        found = draw.choice(_MANGLINGS)(draw, found)
    return found


def huge(draw: Random, length: int) -> str:
    """Return a text of about `length` code points."""
    unit = draw.choice((draw.choice(_LONG), draw.choice(paragraphs()), draw.choice(tuple(HOSTILE.values())), "a b\n"))
    return (unit * (length // len(unit) + 1))[:length]


def any_code_points(draw: Random, count: int) -> str:
    """Return `count` code points of any kind, but no surrogates: half of them beyond the BMP."""
    codes = (draw.randrange(draw.choice((0x80, 0x3000, 0x10000, sys.maxunicode + 1))) for _ in range(count))
    return "".join(chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd" for code in codes)


def odd(draw: Random) -> str:
    """Return a character, or a few, that few expect."""
    return draw.choice(_ODD)


def _place(draw: Random, found: str) -> tuple[int, int]:
    start = draw.randint(0, len(found))
    return start, min(len(found), start + draw.choice((0, 1, 2, 5, 20, 100)))


def _insert(draw: Random, found: str) -> str:
    start, _ = _place(draw, found)
    return f"{found[:start]}{odd(draw)}{found[start:]}"


def _sprinkle(draw: Random, found: str) -> str:
    share, what = draw.choice((0.01, 0.1, 0.5)), odd(draw)
    return "".join(char + what if draw.random() < share else char for char in found[:1000]) + found[1000:]


def _replace(draw: Random, found: str) -> str:
    start, end = _place(draw, found)
    return f"{found[:start]}{any_code_points(draw, draw.randint(1, 4))}{found[end:]}"


def _cut(draw: Random, found: str) -> str:
    start, end = _place(draw, found)
    return found[:start] + found[end:]


def _repeat(draw: Random, found: str) -> str:
    start, end = _place(draw, found)
    return found[:start] + found[start:end] * draw.choice((2, 3, 20, 300)) + found[end:]


def _flood(draw: Random, found: str) -> str:
    start, _ = _place(draw, found)
    return found[:start] + draw.choice(_ODD) * draw.choice((30, 255, 256, 257, 1000)) + found[start:]


def _splice(draw: Random, found: str) -> str:
    start, _ = _place(draw, found)
    other = draw.choice(paragraphs())
    return found[:start] + other[draw.randint(0, len(other)) :]


def _shuffle(draw: Random, found: str) -> str:
    words = found.split(" ")
    draw.shuffle(words)
    return " ".join(words)


def _blanks(draw: Random, found: str) -> str:
    return found.replace(" ", draw.choice(("", "\u00a0", "\u3000", "\u200b", "\n", "  \t", "_", "-", "\u00ad")))


def _form(draw: Random, found: str) -> str:
    return unicodedata.normalize(draw.choice(("NFD", "NFKD", "NFKC")), found)


def _case(draw: Random, found: str) -> str:
    return draw.choice((str.upper, str.lower, str.title, str.swapcase))(found)


def _reverse(_: Random, found: str) -> str:
    return found[::-1]


_MANGLINGS: Final[tuple[Callable[[Random, str], str], ...]] = (
    *(_insert, _insert, _sprinkle, _replace, _cut, _repeat, _flood, _splice, _splice, _shuffle, _blanks, _form),
    *(_case, _reverse),
)
