"""A message that failed, shown so that it can be read and does nothing to the terminal."""

from typing import Final

import orjson

from processor.observe.logs import clean

#: Longest that is shown unless all is asked for: lines, code points of a line, bytes of a dump.
_LINES: Final = 60
_LINE: Final = 2_000
_DUMP: Final = 512
_WIDTH: Final = 16


def payload_text(payload: bytes | None, *, full: bool = False) -> str:
    """Return a message as lines: JSON indented, other text as it is, bytes that are no text as a dump.

    Args:
        full: leave nothing out.
    """
    if payload is None:
        return "payload: null"
    try:
        text, kind = _readable(payload)
        lines = text.split("\n")
    except UnicodeDecodeError as error:
        lines = _dump(payload if full else payload[:_DUMP])
        kind = f"not UTF-8 from byte {error.start} on"
        text = ""
    head = f"payload: {len(payload):,} bytes, {kind}"
    if full:
        return "\n".join([head, *(clean(line, 10 * len(line) + 1) for line in lines)])
    shown = [clean(line, _LINE) for line in lines[:_LINES]]
    cut = len(lines) > _LINES or any(len(line) > _LINE for line in lines) or (not text and len(payload) > _DUMP)
    return "\n".join([head, *shown, *(["… (--full shows all of it)"] if cut else [])])


def _readable(payload: bytes) -> tuple[str, str]:
    try:
        indented = orjson.dumps(orjson.loads(payload), option=orjson.OPT_INDENT_2).decode()
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return payload.decode("utf-8"), "no JSON"
    return indented, "JSON, indented to be read"


def _dump(data: bytes) -> list[str]:
    """Lines of offset, hexadecimal bytes and printable ASCII, as `hexdump -C` has them."""
    lines = []
    for at in range(0, len(data), _WIDTH):
        part = data[at : at + _WIDTH]
        text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
        lines.append(f"{at:08x}  {part.hex(' '):<{3 * _WIDTH}} |{text}|")
    return lines
