"""Structured logs on standard error, for people (text) or for machines (JSON lines), times in UTC.

We log no article text, and what an error or a library quotes of one is cut short. What comes from a producer goes
through `clean`: an id with line breaks must not forge a log line, and one with escape sequences must not steer the
terminal of whoever reads it. The formatters clean every message, field and trace once more, for what libraries log.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal, TextIO

from processor.observe.repeats import Repeats

#: Longest id or error text in a log line, code points.
FIELD_LIMIT: Final = 200
#: Longest message; those of libraries can hold a whole request.
MESSAGE_LIMIT: Final = 1_000
#: Longest trace, lines; what is left out is the middle.
_TRACE_LINES: Final = 60

#: Fields of a record that are shown, in this order.
FIELDS: Final = ("link", "topic", "partition", "offset", "article_id", "stage", "reason", "trace_id")

# Libraries whose INFO is about themselves. The Kafka clients write whole requests, articles included, at DEBUG.
_NOISY: Final = ("faust", "mode", "aiokafka", "kafka", "asyncio", "aiohttp", "opentelemetry")

# Everything that moves the cursor, breaks the line, reorders or hides text: C0 and C1 controls, line and paragraph
# separators, bidirectional controls, other invisible format characters (but ZWNJ and ZWJ, which Hindi and Persian
# need), tags, lone surrogates.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)

# A frame of a trace; those of exception groups have a margin.
_FRAME: Final = re.compile(r'[ |+-]*File "')

LogFormat = Literal["text", "json"]

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def clean(value: object, limit: int = FIELD_LIMIT) -> str:
    """Return `value` as one line that is safe to print: unsafe characters escaped (`\\x1b`), at most `limit` long."""
    text = str(value)
    shortened = len(text) > limit
    text = _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text[:limit])
    return text[: limit - 1] + "…" if shortened or len(text) > limit else text


def fields(
    *,
    link: str | None = None,
    topic: str | None = None,
    partition: int | None = None,
    offset: int | None = None,
    article_id: str | None = None,
    stage: str | None = None,
    reason: str | None = None,
    trace_id: str | None = None,
) -> dict[str, Any]:
    """Return the `extra` of a log call: what is given, cleaned. `logger.warning("…", extra=fields(link="fused"))`."""
    given = {
        "link": link,
        "topic": topic,
        "partition": partition,
        "offset": offset,
        "article_id": article_id,
        "stage": stage,
        "reason": reason,
        "trace_id": trace_id,
    }
    return {
        name: value if isinstance(value, int) else clean(value) for name, value in given.items() if value is not None
    }


def configure(level: str, log_format: LogFormat) -> None:
    """Send every log line of this process to standard error.

    Call it once at the start of each process: pool processes do not inherit it. Loggers of Faust, its libraries and the
    Kafka clients show warnings only; with level DEBUG also their INFO, never their DEBUG, which holds whole articles.
    A logging set-up of a library's own (Faust's worker has one: `override_logging=False`) would undo this.

    Args:
        level: least level that is shown, `DEBUG` to `ERROR`.
    """
    handler = _Stderr()
    handler.addFilter(Repeats(_NOISY))
    handler.setFormatter(_Json() if log_format == "json" else _Text())
    root = logging.getLogger()
    root.setLevel(level)
    root.handlers[:] = [handler]
    for name in _NOISY:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.INFO if level == "DEBUG" else max(logging.WARNING, root.level))
    logging.captureWarnings(True)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what `sys.stderr` is now, which progress displays and tests exchange."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


class _Text(logging.Formatter):
    """`2026-01-31T12:00:00.000Z WARNING processor.engine.link: message link=fused offset=7`."""

    def format(self, record: logging.LogRecord) -> str:
        known = [f"{name}={_shown(getattr(record, name))}" for name in FIELDS if hasattr(record, name)]
        head = f"{_utc(record)} {record.levelname:<7} {record.name}: {_message(record)}"
        lines = [" ".join([head, *known])]
        if record.exc_info:
            # The margin keeps a line of an error's text from passing for a log line.
            lines.extend(f"  | {line}" for line in _trace(record.exc_info))
        return "\n".join(lines)


class _Json(logging.Formatter):
    """One JSON object a line: time, level, logger, message, the known fields, and `trace`, a list of lines.

    The JSON formatters to be had write messages, extras and traces as they come, which this module is to prevent.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _utc(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        for name in FIELDS:
            if hasattr(record, name):
                value = getattr(record, name)
                line[name] = value if isinstance(value, int) else clean(value)
        if record.exc_info:
            line["trace"] = _trace(record.exc_info)
        return json.dumps(line)


def _message(record: logging.LogRecord) -> str:
    try:
        message = record.getMessage()
    except (TypeError, ValueError):  # logging would print the arguments as they are
        message = f"{record.msg} (its arguments do not fit)"
    return clean(message, MESSAGE_LIMIT)


def _shown(value: object) -> str:
    text = clean(value)
    return text if re.fullmatch(r'[^\s"=]+', text) else json.dumps(text, ensure_ascii=False)


def _utc(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _trace(exc_info: _ExcInfo) -> list[str]:
    """Return the lines of a trace, each error's own text cut to a field's length: it may quote the article."""
    kind, error, trace = exc_info
    if kind is None or error is None:
        return []
    lines: list[str] = []
    for part in traceback.TracebackException(kind, error, trace).format():
        if _FRAME.match(part):
            lines.extend(clean(line, MESSAGE_LIMIT) for line in part.rstrip("\n").split("\n"))
        else:
            lines.append(clean(part.rstrip("\n")))
    if len(lines) > _TRACE_LINES:
        half = _TRACE_LINES // 2
        lines[half:-half] = [f"… {len(lines) - 2 * half} lines left out …"]
    return lines
