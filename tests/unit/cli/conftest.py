"""Fixtures for tests of the commands in this process."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from processor.cli.main import cli

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Commands set up logging for their process; the next test must not inherit that."""
    loggers = [logging.getLogger(name) for name in ("", "faust", "mode", "aiokafka", "kafka", "asyncio", "aiohttp")]
    before = [(logger, logger.level, logger.handlers[:], logger.propagate) for logger in loggers]
    yield
    logging.captureWarnings(False)
    for logger, level, handlers, propagate in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers
        logger.propagate = propagate


@pytest.fixture(autouse=True)
def _no_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder: a `.env` of whoever runs the tests would change what they see."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    """A function that runs `samachar` with arguments, and bytes for standard input, in this process."""

    def samachar(*arguments: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin, prog_name="samachar")

    return samachar
