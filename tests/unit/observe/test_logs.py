"""Log lines: one a record whatever is in it, fields where they were given, and no article text."""

import json
import logging
import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from processor.observe.logs import FIELD_LIMIT, MESSAGE_LIMIT, clean, configure, fields

UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
LIBRARIES = ("faust", "mode", "aiokafka", "kafka", "asyncio", "aiohttp")
HOSTILE = [
    "id\n2026-01-01T00:00:00.000Z ERROR   processor: forged",
    "id\r\nforged",
    "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "\x9b31m",
    "abc\u202egnp.exe",
    "\u2066hidden\u2069",
    "\u2028next\u2029",
    "\x00\x08\x7f",
    "\ud800 lone",
    "\ufeff\u200b",
    "\U000e0041\U000e007f",
]


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    loggers = [logging.getLogger(), *map(logging.getLogger, LIBRARIES)]
    before = [(logger, logger.level, logger.handlers[:], logger.propagate) for logger in loggers]
    yield
    logging.captureWarnings(False)
    for logger, level, handlers, propagate in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers
        logger.propagate = propagate


def only_json(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    assert len(lines) == 1
    line = json.loads(lines[0])
    assert isinstance(line, dict)
    return line


def test_a_text_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    logging.getLogger("processor.engine.link").warning(
        "refused %d", 3, extra=fields(link="fused", topic="articles.raw", partition=0, offset=41, article_id="wire 7")
    )
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING processor\.engine\.link: refused 3"
        r' link=fused topic=articles\.raw partition=0 offset=41 article_id="wire 7"\n',
        err,
    )


def test_a_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    logging.getLogger("processor.engine.link").error(
        "refused %d", 3, extra=fields(link="fused", partition=0, offset=41, article_id="लेख-७", reason="not_json")
    )
    line = only_json(capsys.readouterr().err)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "ERROR",
        "logger": "processor.engine.link",
        "message": "refused 3",
        "link": "fused",
        "partition": 0,
        "offset": 41,
        "article_id": "लेख-७",
        "reason": "not_json",
    }


def test_times_are_utc(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    record = logging.LogRecord("processor", logging.INFO, __file__, 1, "then", None, None)
    record.created = 1_694_977_084.25
    logging.getLogger().handle(record)
    assert only_json(capsys.readouterr().err)["time"] == "2023-09-17T18:58:04.250Z"


def test_fields_keeps_what_is_given() -> None:
    assert fields() == {}
    assert fields(partition=0, offset=0, article_id="") == {"partition": 0, "offset": 0, "article_id": ""}
    assert fields(article_id="a" * 5_000)["article_id"] == "a" * (FIELD_LIMIT - 1) + "…"


@pytest.mark.parametrize("text", HOSTILE)
def test_clean_leaves_nothing_unsafe_and_shows_that_it_was_there(text: str) -> None:
    cleaned = clean(text)
    assert not UNSAFE.search(cleaned)
    assert "\n" not in cleaned
    assert "\\" in cleaned
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


@pytest.mark.parametrize("text", ["उत्तर कोरिया", "می‌خواهم", "क्‍ष", "ภาษาไทย", "a\u0301", "👩🏽‍🚒", ""])
def test_clean_keeps_words_of_every_script(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("length", [0, 1, FIELD_LIMIT - 1, FIELD_LIMIT, FIELD_LIMIT + 1, 1_000_000])
@pytest.mark.parametrize("character", ["a", "\x1b", "\U000e0041", "\u0301"])
def test_clean_never_exceeds_its_limit(length: int, character: str) -> None:
    assert len(clean(character * length)) <= FIELD_LIMIT


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize("text", HOSTILE)
def test_one_record_is_one_line_wherever_the_text_stands(
    log_format: Any, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", log_format)
    # Not through fields(): a library may log such a value by itself.
    logging.getLogger("library").warning("got %s", text, extra={"article_id": text, "topic": text})
    err = capsys.readouterr().err
    assert err.endswith("\n")
    assert len(err.splitlines()) == 1
    assert not UNSAFE.search(err)


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_trace_cannot_forge_a_line_nor_hold_an_article(log_format: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", log_format)
    article = "पाठ " * 20_000
    try:
        raise ValueError(f"bad\n2026-01-01T00:00:00.000Z ERROR   processor: forged\x1b[2J {article}")
    except ValueError:
        logging.getLogger("processor").exception("stage failed", extra=fields(stage="language"))
    err = capsys.readouterr().err
    assert not UNSAFE.search(err)
    lines = err.splitlines()
    if log_format == "json":
        trace = only_json(err)["trace"]
    else:
        assert [line for line in lines if not line.startswith("  | ")] == lines[:1]
        trace = [line.removeprefix("  | ") for line in lines[1:]]
    assert trace[0] == "Traceback (most recent call last):"
    assert any(line.startswith('  File "') and "test_logs.py" in line for line in trace)
    assert trace[-1].startswith("ValueError: bad\\n2026-01-01")
    assert len(trace[-1]) <= FIELD_LIMIT


def test_a_deep_trace_is_cut_in_the_middle(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")

    def down(depth: int) -> None:
        if depth == 0:
            raise LookupError("bottom")
        further(depth)

    def further(depth: int) -> None:  # two functions in turn: the library folds frames that repeat
        down(depth - 1)

    try:
        down(200)
    except LookupError:
        logging.getLogger("processor").exception("failed")
    trace = only_json(capsys.readouterr().err)["trace"]
    assert len(trace) <= 61
    assert trace[0] == "Traceback (most recent call last):"
    assert trace[-1] == "LookupError: bottom"
    assert any("lines left out" in line for line in trace)


def test_the_trace_of_an_exception_group_keeps_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    try:
        raise ExceptionGroup("link", [ValueError("one\nforged" + "x" * 1_000), RuntimeError("two")])
    except ExceptionGroup:
        logging.getLogger("processor").exception("failed")
    trace = only_json(capsys.readouterr().err)["trace"]
    assert "  | ExceptionGroup: link (2 sub-exceptions)" in trace
    assert any(line.startswith("    | ValueError: one\\n    | forged") and len(line) <= FIELD_LIMIT for line in trace)
    assert "    | RuntimeError: two" in trace
    assert any(line.startswith('  |   File "') for line in trace)
    assert all("raise ExceptionGroup" not in line or "File" not in line for line in trace), "a frame is two lines"


def test_a_message_has_a_limit(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    logging.getLogger("library").error("request %s", "x" * 1_000_000)
    assert len(only_json(capsys.readouterr().err)["message"]) == MESSAGE_LIMIT


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_arguments_that_do_not_fit_are_not_shown(log_format: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", log_format)
    logging.getLogger("library").error("only %d", "the article's text")
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "its arguments do not fit" in err
    assert "article" not in err


def test_levels(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    logging.getLogger("processor.x").debug("hidden")
    logging.getLogger("processor.x").info("shown")
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("DEBUG", {"INFO", "WARNING", "ERROR"}),
        ("INFO", {"WARNING", "ERROR"}),
        ("WARNING", {"WARNING", "ERROR"}),
        ("ERROR", {"ERROR"}),
    ],
)
@pytest.mark.parametrize("library", ["faust", "mode.worker", "aiokafka.conn", "kafka.consumer.fetcher", "asyncio"])
def test_libraries_are_quiet(level: str, shown: set[str], library: str, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger(library.partition(".")[0]).addHandler(logging.StreamHandler())
    configure(level, "json")
    logger = logging.getLogger(library)
    for step in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logger.log(step, "of the library")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["level"] for line in lines} == shown
    assert len(lines) == len(shown), "a line was written twice, by a handler of the library's own"


def test_configure_twice_writes_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    configure("INFO", "json")
    logging.getLogger("processor").info("once")
    assert only_json(capsys.readouterr().err)["message"] == "once"


def test_warnings_are_log_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        configure("INFO", "json")
        warnings.warn("old call", DeprecationWarning, stacklevel=1)
    line = only_json(capsys.readouterr().err)
    assert line["logger"] == "py.warnings"
    assert "DeprecationWarning: old call" in line["message"]


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(ValueError, match="LOUD"):
        configure("LOUD", "text")
