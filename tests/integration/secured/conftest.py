"""The secured broker, started once for all tests here, and the commands run in this process."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from processor.cli.main import cli
from processor.settings import variable
from tests.brokers import settings_for
from tests.conftest import started
from tests.support.certificates import PHRASE
from tests.support.secured import PASSWORD, Secured, secured_kafka
from tests.support.shell import LETTERS

#: Runs `samachar` with the settings of a way in (see `Secured.way`), topics named after the test, and arguments.
Samachar = Callable[..., Result]
#: What must be in no output.
SECRETS = (PASSWORD, PHRASE, "wrong-password")


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    found = secured_kafka(tmp_path_factory.mktemp("certificates"))
    for _ in started(found.kafka):
        yield found


@pytest.fixture
def samachar(prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Samachar]:
    monkeypatch.chdir(tmp_path)
    loggers = [logging.getLogger(name) for name in ("", "faust", "mode", "aiokafka", "kafka", "asyncio", "aiohttp")]
    before = [(logger, logger.level, logger.handlers[:], logger.propagate) for logger in loggers]

    def run(way: dict[str, Any], *arguments: object, stdin: bytes | None = None) -> Result:
        names = settings_for("", prefix)
        values = {name: getattr(names, name) for name in names.model_fields_set} | way | {"stages": LETTERS}
        environment = {variable(name): None if value is None else str(value) for name, value in values.items()}
        result = CliRunner().invoke(
            cli, [str(argument) for argument in arguments], input=stdin, env=environment, prog_name="samachar"
        )
        assert not [secret for secret in SECRETS if secret in result.output], result.output
        return result

    yield run
    logging.captureWarnings(False)
    for logger, level, handlers, propagate in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers
        logger.propagate = propagate
