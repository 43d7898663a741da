"""The command line in this process, on files and topics that are drawn; no broker, no pool of processes, no encoder."""

import contextlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, Final, NoReturn, Self
from unittest import mock

from click.testing import CliRunner, Result

from processor.brokers.errors import BrokerUnreachableError
from processor.brokers.security import kafka_python_options
from processor.cli.main import INTERRUPTED, cli
from processor.contracts import Source, encode
from processor.engine.exits import Exit
from processor.engine.outcome import Outcome, Rejected
from processor.engine.plan import Plan
from processor.engine.records import Received, dead_letter
from processor.engine.task import Description, Worker
from processor.observe.logs import clean
from processor.settings import Settings
from tests.fuzz import files, messages
from tests.fuzz.command_lines import command, command_line, endings
from tests.fuzz.environment import value
from tests.fuzz.promises import promise
from tests.unit.cli.stored import Record

_CODES: Final = {*map(int, Exit), INTERRUPTED}
#: Names of loggers that commands configure.
_LOGGERS: Final = ("", "faust", "mode", "aiokafka", "kafka", "asyncio", "aiohttp")


class Commands:
    """`samachar …`, each case in a folder of its own."""

    def draw(self, draw: Random) -> bytes:
        """Return JSON with arguments, files, standard input, what lies in the topics, and an environment."""
        path = command(draw)
        kinds = endings(path)
        if path not in {("topics", "eval"), ("diff",)}:  # which read one of each
            kinds = tuple(draw.choice(kinds) for _ in range(draw.choice((1, 1, 2))))
        named = {f"{number}{kind}": files.file(draw, kind).decode("latin-1") for number, kind in enumerate(kinds)}
        environment = {"SAMACHAR_WINDOW": value(draw)} if draw.random() < 0.02 else {}
        given = {
            "arguments": [part.replace("\0", "") for part in command_line(draw, path, list(named))],
            "files": named,
            "stdin": files.articles(draw, ".jsonl").decode("latin-1") if draw.random() < 0.3 else "",
            "records": [_record(draw).decode("latin-1") for _ in range(draw.choice((0, 1, 3)))],
            "environment": environment,
        }
        return json.dumps(given).encode()

    def check(self, value: bytes) -> str:
        """Return the command and its exit code.

        Raises:
            Exception: an exit code that is not documented, a trace, an unexpected error, or no word on what is wrong.
        """
        given = json.loads(value)
        arguments: list[str] = given["arguments"]
        records = [record.encode("latin-1") for record in given["records"]]
        with _folder(given["files"]), _alone(given["environment"]), _without_broker(records), _logging_as_it_was():
            result = CliRunner().invoke(cli, arguments, input=given["stdin"].encode("latin-1"), prog_name="samachar")
        _ended_well(arguments, result)
        return f"{arguments[0] if arguments and arguments[0].isalpha() else '-'} {result.exit_code}"


def _ended_well(arguments: list[str], result: Result) -> None:
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    promise(result.exit_code in _CODES, f"exit code {result.exit_code}")
    promise("Traceback" not in result.stderr, f"a trace: {result.stderr[:500]}")
    promise("--debug for the trace" not in result.stderr, f"{result.stderr[:500]}")
    told = result.output if result.exit_code == Exit.DIFFERENT else result.stderr  # what differs is the result
    promise(result.exit_code == Exit.OK or bool(told.strip()), f"exit code {result.exit_code} without a word")
    # What a user typed may be shown as it was typed; dead letters are JSON for a program.
    if all(clean(part, 10_000) == part for part in arguments):
        for line in result.stderr.splitlines():
            if not line.startswith("{"):
                promise(clean(line, len(line) + 1) == line.expandtabs(0), f"steers the terminal: {line[:200]!r}")


def _record(draw: Random) -> bytes:
    """Return what may lie in a topic: a dead letter, a damaged one, an article, anything."""
    payload = messages.message(draw) or b""
    kind = draw.random()
    if kind < 0.4:
        return payload[:5000]
    fields = [None, "a", "\u202e\x1b[2J", "a\nb"]
    rejected = Rejected(
        draw.choice(fields), draw.choice(("decode", "\x1b")), draw.choice(_reasons()), draw.choice(fields), "e\u202e"
    )
    source = draw.choice((Source("articles.raw", 0, 1), Source(file="\x1b[2J", line=1), Source("a b", -1, None)))
    headers = [("samachar-attempt", draw.choice((b"2", b"-1", b"9" * 20, b"x"))), ("\x1b", b"\xff")]
    found = encode(
        dead_letter(Received(draw.choice((None, b"\xff", b"k")), payload[:3000], headers, source, 0.0), rejected, "-")
    )
    if kind < 0.55:
        at = draw.randint(0, len(found))
        found = found[:at] + draw.choice((b"", b"=", b"\xff", b'"', b"1")) + found[at + draw.choice((0, 1)) :]
    return found


def _reasons() -> Sequence[Any]:
    from processor.contracts import Reason

    return tuple(Reason)


@contextlib.contextmanager
def _folder(content: dict[str, str]) -> Iterator[None]:
    before, folder = Path.cwd(), Path("case").absolute()
    folder.mkdir()
    for name, data in content.items():
        (folder / name).write_bytes(data.encode("latin-1"))
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        shutil.rmtree(folder)


@contextlib.contextmanager
def _alone(environment: dict[str, str]) -> Iterator[None]:
    """Have an environment without settings of ours but those of the case."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("SAMACHAR_", "KAFKA_"))}
    models = {"SAMACHAR_MODELS_DIR": str(Path("models").absolute())}
    with mock.patch.dict(os.environ, ours | models | environment, clear=True):
        yield


@contextlib.contextmanager
def _logging_as_it_was() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger, logger.level, logger.handlers[:], logger.propagate) for logger in loggers]
    try:
        yield
    finally:
        logging.captureWarnings(False)
        for logger, level, handlers, propagate in before:
            logger.setLevel(level)
            logger.handlers[:], logger.propagate = handlers, propagate


@contextlib.contextmanager
def _without_broker(records: Sequence[bytes]) -> Iterator[None]:
    """Let no command connect, start processes or load the encoder; reading a topic gives `records`."""

    def reader(_: Settings, topics: Sequence[str], **__: object) -> "_Reader":
        return _Reader([Record(0, at, topic=topics[0], value=record) for at, record in enumerate(records)])

    patches = {
        "processor.brokers.reach._connect": _refuse,
        "processor.cli.commands.consume.TopicReader": reader,
        "processor.cli.letters.TopicReader": reader,
        "processor.cli.diff.sources.TopicReader": reader,
        "processor.engine.pool.EnrichmentPool": _Pool,
        "processor.cli.commands.watchlist.in_own_process": _here,
        "processor.cli.watchlist_check.in_own_process": _here,
        "processor.cli.own_topics.looked_at": lambda *_: [],
        "processor.cli.own_topics.evaluated": lambda *_: [],
    }
    with contextlib.ExitStack() as stack:
        for name, instead in patches.items():
            stack.enter_context(mock.patch(name, instead))
        yield


def _refuse(settings: Settings, _: float) -> NoReturn:
    kafka_python_options(settings)
    raise BrokerUnreachableError("No Kafka broker answers")


def _here(function: Callable[..., Any], *arguments: object) -> Any:
    return function(*arguments)


class _Reader:
    """A topic that is read to its end."""

    def __init__(self, records: list[Record]) -> None:
        self._records = records

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def done(self, record: Record) -> None:
        """Take note of a record; nothing is committed here."""


class _Pool:
    """What is done to a message before the first stage, in this process."""

    workers = 1

    def __init__(self, plans: Sequence[Plan], **_: object) -> None:
        self._worker = Worker([replace(plan, stages=()) for plan in plans], [0])
        self.loaded = (Description((), self._worker.chains[0].pipeline),)

    async def start(self) -> None:
        """Load nothing."""

    async def run(self, link: int, value: bytes | None) -> Outcome:
        """Return the outcome of a message."""
        return self._worker.run(link, 0, value)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass
