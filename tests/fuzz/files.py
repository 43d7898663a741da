"""Files that users write: articles, watchlists, topics of their own, marked texts; nearly right, or damaged."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

import orjson

from processor.contracts import Limits, accept, encode
from tests.fuzz import messages, texts
from tests.fuzz.json_text import written

_ODD_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    1.5,
    "",
    " ",
    [],
    {},
    ["a"],
    {"a": 1},
    "NaN",
    "\u202e",
    "\ud800",
    "\0",
    2**64 - 1,
)
_IDS: Final = (
    "Q1",
    "acme",
    "a b",
    "",
    "x" * 201,
    "\u200b",
    "भारत",
    "1",
    "=1+1",
    "a,b",
    'a"b',
    "a|b",
    "floods",
    "a.b-c_d",
)
_TYPES: Final = ("PER", "ORG", "LOC", "MISC", "per", "", "PERSON")
_TAGS: Final = ("en", "hi", "zh-Hant", "ru", "", "xx", "e", "en_US", "en-" + "a" * 9, "हि")
_MATCHES: Final = ("auto", "exact", "context", "", "fuzzy")
_COUNTRIES: Final = ("KP", "GB", "UK", "", "kp", "ZZ", "XX1")
_THRESHOLDS: Final = ("0.3", "1", "0", "-1", "nan", "inf", "1e999", ".5", "1_0", "x", "", "٣", "0x1")
_COLUMNS: Final = ("id", "type", "name", "lang", "aliases", "country", "note", "match")
_YAML: Final = (
    *(
        "- ",
        ": ",
        "\n",
        "  ",
        "\t",
        "#",
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "!x ",
        "|\n",
        ">\n",
        "'",
        '"',
        "[",
        "]",
    ),
    *(
        "{",
        "}",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "? ",
        "<<: *a\n",
        "~",
        "\0",
        "\x07",
        "\ufeff",
        "\x85",
        "\u2028",
        "@",
        "`",
        "- - ",
    ),
)
_BYTES: Final = (
    b"\xff",
    b"\0",
    b"\n",
    b"\r",
    b'"',
    b",",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\x1b",
    b"{",
    b"}",
    b"\\",
    b"|",
)


def articles(draw: Random, ending: str) -> bytes:
    """Return a file of articles whose name ends so."""
    if ending == ".txt":
        return _hurt(draw, texts.text(draw).encode("utf-8", "surrogatepass"))
    found = [messages.message(draw) or b"" for _ in range(draw.choice((0, 1, 1, 2, 4)))]
    found = [value for value in found if len(value) < 20_000]
    if ending == ".json":
        return draw.choice((b"[%s]", b"[%s", b" \n[%s ] ", b"%s", b"[%s,]", b"[[%s]]")) % b",\n".join(found)
    return _hurt(draw, draw.choice((b"\n", b"\n", b"\r\n", b"\n\n")).join(found))


def watchlist_jsonl(draw: Random) -> bytes:
    """Return a list of names as JSON Lines."""
    return _hurt(
        draw,
        "\n".join(written(draw, _changed(draw, _entry(draw))) for _ in range(draw.choice((0, 1, 2, 5)))).encode(
            "utf-8", "surrogatepass"
        ),
    )


def watchlist_csv(draw: Random) -> bytes:
    """Return a list of names as CSV."""
    columns = list(_COLUMNS)
    if draw.random() < 0.3:
        draw.shuffle(columns)
        del columns[draw.randint(3, 12) :]
    rows = [columns]
    for _ in range(draw.choice((0, 1, 2, 5))):
        aliases = "|".join(_name(draw) for _ in range(draw.choice((0, 0, 1, 3))))
        cells = [
            _id(draw),
            _usual(draw, _TYPES, 4),
            _name(draw),
            _usual(draw, _TAGS, 4),
            aliases,
        ]
        cells += [_usual(draw, _COUNTRIES, 2), "note", _usual(draw, _MATCHES, 3)]
        rows.append([cells[_COLUMNS.index(column)] if column in _COLUMNS else "" for column in columns])
    if draw.random() < 0.05:
        draw.choice(rows).append("more")
    return _hurt(
        draw, "\n".join(",".join(_cell(draw, cell) for cell in row) for row in rows).encode("utf-8", "surrogatepass")
    )


def topics_yaml(draw: Random) -> bytes:
    """Return a file of topics."""
    lines = []
    for _ in range(draw.choice((0, 1, 1, 2, 4))):
        fields = [f"id: {_id(draw).lower()}", f"name: {_plain(draw)}"]
        if draw.random() < 0.7:
            fields.append(f"description: {_plain(draw)}")
        if draw.random() < 0.6:
            fields.append("examples:" + "".join(f"\n    - {_plain(draw)}" for _ in range(draw.randint(0, 3))))
        if draw.random() < 0.5:
            fields.append(f"threshold: {_usual(draw, _THRESHOLDS, 2)}")
        lines.append("- " + "\n  ".join(fields))
    found = "\n".join(lines)
    for _ in range(draw.choice((0, 0, 0, 1, 3))):
        at = draw.randint(0, len(found))
        found = found[:at] + draw.choice(_YAML) * draw.choice((1, 1, 1, 30)) + found[at:]
    return _hurt(draw, found.encode("utf-8", "surrogatepass"))


def labelled(draw: Random) -> bytes:
    """Return marked texts."""
    rows = []
    for _ in range(draw.choice((0, 1, 2, 4))):
        row = {
            "text": texts.text(draw)[:300],
            "labels": draw.choice(([], ["floods"], ["Q1"], ["acme"])),
            "lang": _usual(draw, _TAGS, 4),
        }
        rows.append(written(draw, _changed(draw, row)))
    return _hurt(draw, "\n".join(rows).encode("utf-8", "surrogatepass"))


def records(draw: Random) -> bytes:
    """Return records as they are before the first stage, each of an article of few."""
    lines = []
    for _ in range(draw.choice((0, 1, 2, 4))):
        message = orjson.dumps({"id": draw.choice(("a", "b", "c")), "text": draw.choice(texts.paragraphs())})
        lines.append(encode(accept(message, Limits())))
    return _hurt(draw, b"\n".join(lines))


#: Ending -> what is in such files.
KINDS: Final[dict[str, tuple[Callable[[Random], bytes], ...]]] = {
    ".csv": (watchlist_csv,),
    ".yaml": (topics_yaml,),
    ".jsonl": (records, watchlist_jsonl, labelled, lambda draw: articles(draw, ".jsonl")),
    ".txt": (lambda draw: articles(draw, ".txt"),),
    ".json": (lambda draw: articles(draw, ".json"),),
    ".ndjson": (lambda draw: articles(draw, ".jsonl"), watchlist_jsonl, records),
}


def file(draw: Random, ending: str) -> bytes:
    """Return what is in a file whose name ends so: mostly what should be."""
    kinds = KINDS[ending] if draw.random() < 0.95 else draw.choice(tuple(KINDS.values()))
    return draw.choice(kinds)(draw)


def _entry(draw: Random) -> dict[str, Any]:
    names = {
        tag: draw.choice((_name(draw), [_name(draw), {"name": _name(draw), "match": _usual(draw, _MATCHES, 3)}]))
        for tag in draw.sample(_TAGS[:4], draw.choice((0, 1, 1, 2, 3)))
    }
    found: dict[str, Any] = {"id": _id(draw), "type": _usual(draw, _TYPES, 4), "names": names}
    if draw.random() < 0.5:
        found["aliases"] = [draw.choice((_name(draw), {"name": _name(draw)})) for _ in range(draw.randint(0, 3))]
    for field, values, good in (("country", _COUNTRIES, 2), ("match", _MATCHES, 3), ("note", _IDS, 2)):
        if draw.random() < 0.3:
            found[field] = _usual(draw, values, good)
    return found


def _usual(draw: Random, values: tuple[str, ...], good: int) -> str:
    """Return one of the first `good` values, rarely another: of a file with many, most should be as they must."""
    return draw.choice(values[:good] if draw.random() < 0.95 else values)


def _id(draw: Random) -> str:
    return f"Q{draw.randrange(1000)}" if draw.random() < 0.9 else draw.choice(_IDS)


def _changed(draw: Random, row: dict[str, Any]) -> Any:
    if draw.random() < 0.1:
        row[draw.choice((*row, "other", "Id"))] = draw.choice(_ODD_VALUES)
    if draw.random() < 0.04:
        del row[draw.choice(tuple(row))]
    return draw.choice((row, row, row, row, [row], None, "x")) if draw.random() < 0.1 else row


def _name(draw: Random) -> str:
    if draw.random() < 0.95:
        return draw.choice(
            ("Kim Jong-un", "किम जोंग उन", "李强", "Владимир Зеленский", "أنطونيو غوتيريش", "NATO", "Shell plc", "มาลี")
        )
    found = texts.text(draw)[: draw.choice((1, 2, 10, 40, 201))]
    return draw.choice((found, found, texts.odd(draw) + found, "ab" + texts.odd(draw)))


def _plain(draw: Random) -> str:
    found = texts.text(draw)[: draw.choice((5, 40, 200))].replace("\n", " ")
    return draw.choice((found, orjson.dumps(found).decode(), orjson.dumps(found).decode()))


def _cell(draw: Random, cell: str) -> str:
    quoted = '"' + cell.replace('"', '""') + '"'
    return quoted if draw.random() < 0.2 or "," in cell else cell


def _hurt(draw: Random, value: bytes) -> bytes:
    if draw.random() < 0.75:
        return value
    data = bytearray(value)
    for _ in range(draw.choice((1, 1, 3))):
        at = draw.randint(0, len(data))
        data[at : at + draw.choice((0, 0, 1, 4))] = draw.choice((*_BYTES, orjson.dumps(draw.randrange(10))))
    return bytes(data[: draw.randint(0, len(data))] if draw.random() < 0.1 else data)
