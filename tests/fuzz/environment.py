"""Settings from everywhere they can come from: the environment, a `.env` file, the command line."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final, get_args
from unittest import mock

from processor.brokers import security
from processor.brokers.errors import TopicError
from processor.brokers.topics import specs
from processor.cli.origins import described, is_secret
from processor.cli.stage_check import check_stages
from processor.engine.layouts import link_specs
from processor.settings import Settings, SettingsError, load_settings, misspelt_variables, variable
from tests.fuzz import texts
from tests.fuzz.promises import promise

_SECRET: Final = "hush-hush-7"  # noqa: S105 - of nobody
_SECRETS: Final = frozenset(variable(name) for name, field in Settings.model_fields.items() if is_secret(field))
_VALUES: Final = (
    *("", " ", "0", "1", "-1", "2", "10", "1000", "4096", "1e3", "1_000", "+5", " 7 ", "٣", "３", "0x10", "1.5", "1,5"),
    *(
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "1e999",
        "1e308",
        "5e-324",
        "-0",
        "0.0",
        "9" * 30,
        "9" * 5000,
        "1" + "0" * 400,
    ),
    *(
        "true",
        "false",
        "null",
        "None",
        "[]",
        "{}",
        '["a"]',
        '{"a":1}',
        '"x"',
        "'",
        '"',
        "\\",
        "\\n",
        "${HOME}",
        "$(id)",
    ),
    *(
        "/",
        "/dev/null",
        "/dev/full",
        "/proc/self/mem",
        "/nonexistent/a",
        ".",
        "..",
        "~",
        "~nobody/x",
        "a" * 300,
        "a/" * 3000,
    ),
    *("\n", "a\nb", "\t", "\x1b[2J", "\u202e", "\ufeff", "\u2028", "\udcff", "e\u0301", "समाचार", "😀", "\x7f", "a\rb"),
    *(
        "language",
        "entities,language",
        "language,language",
        "language,entities,topics",
        ",",
        ",,language,",
        "json:loads",
    ),
    *(
        "os:getcwd",
        "nothing:x",
        ":",
        "a:",
        ":a",
        "..:x",
        "tests.support.stages:Letters",
        "json:JSONDecoder",
        "sys:maxsize",
    ),
    *(
        "127.0.0.1:9092",
        "[::1]:9092",
        "host",
        "host:",
        ":1",
        "host:99999",
        "host:0",
        "a:1,b:2",
        "host:१",
        "a:1,,b:2",
        "a b:1",
    ),
    *(
        "articles.raw",
        "a" * 249,
        "a" * 250,
        "a b",
        "..",
        "SASL_SSL",
        "SASL_PLAINTEXT",
        "SSL",
        "PLAIN",
        "staged",
        "fast",
        "json",
    ),
)
_DOTENV: Final = (
    *(
        "\n",
        "#",
        "=",
        "'",
        '"',
        "\\",
        "export ",
        "${",
        "}",
        "\r",
        "\0",
        "\ufeff",
        "A=B",
        "SAMACHAR_",
        " = ",
        "\n\n",
        "\x85",
    ),
    *('"""', "'\n", "$", "`", "\t", "\u2028", ";", "KAFKA_BOOTSTRAP_SERVERS=", "=a:1\n", "SAMACHAR_WINDOW", "\udcff"),
)


class Environment:
    """Settings that were set by somebody, or by something."""

    def draw(self, draw: Random) -> bytes:
        """Return JSON with an environment, a `.env` file or null, and what a command line overrides."""
        names = [variable(field) for field in Settings.model_fields]
        several = draw.choice((0, 1, 1, 2, 3, 8))
        environment = dict(_assignment(draw, names) for _ in range(several))
        dotenv = _dotenv(draw, names) if draw.random() < 0.4 else None
        fields = list(Settings.model_fields)
        overrides = {draw.choice(fields): _override(draw) for _ in range(draw.choice((0, 0, 0, 1, 2)))}
        given = {"environment": environment, "dotenv": dotenv, "overrides": overrides}
        return json.dumps(given).encode()

    def check(self, value: bytes) -> str:
        """Return `settings` or `refused`.

        Raises:
            Exception: anything but settings that can be used, or an error that names a variable.
        """
        given = json.loads(value)
        with mock.patch.dict(os.environ, given["environment"], clear=True), _dotenv_file(given["dotenv"]):
            misspelt_variables()
            try:
                settings = load_settings(**given["overrides"])
                _used(settings, given["overrides"])
            except (SettingsError, TopicError) as error:
                promise(bool(str(error).strip()), "an error without words")
                names = (*map(variable, Settings.model_fields), "SAMACHAR_BOOTSTRAP_SERVERS", ".env", "--stages")
                for line in str(error).splitlines():
                    promise(any(name in line for name in names), f"names no variable: {line[:200]!r}")
                promise(_SECRET not in str(error), "an error with a secret in it")
                return "refused"
        return "settings"


def _used(settings: Settings, overrides: dict[str, Any]) -> None:
    """Do what commands do with settings before they speak to anybody."""
    for setting in described(settings, overrides):
        promise(_SECRET not in setting.value, f"{setting.variable} is shown")
    check_stages(settings.stages)
    link_specs(settings)
    specs(settings)
    security.bootstrap_servers(settings)
    security.kafka_python_options(settings)
    security.faust_broker_urls(settings)


def _assignment(draw: Random, names: list[str]) -> tuple[str, str]:
    name = _name(draw, names)
    return name, f"{_SECRET}{value(draw)}" if name in _SECRETS and draw.random() < 0.7 else value(draw)


def _name(draw: Random, names: list[str]) -> str:
    name = draw.choice(names)
    return draw.choice((name, name, name, name, name.lower(), f"{name}_", f"{name}__A", name[:-1]))


def value(draw: Random) -> str:
    """Return what a setting could be given as."""
    kind = draw.random()
    if kind < 0.7:
        return draw.choice(_VALUES)
    if kind < 0.8:
        field = draw.choice(list(Settings.model_fields.values()))
        options = [one for one in get_args(field.annotation) if isinstance(one, str)]
        return draw.choice(options) if options else str(field.default)
    if kind < 0.95:
        return str(draw.choice((draw.randint(-(10**6), 10**6), draw.uniform(-1e3, 1e6))))
    return texts.any_code_points(draw, draw.randint(1, 20)).replace("\0", "")


def _override(draw: Random) -> Any:
    """Return what `--set` gives, a text, or what a caller in Python could."""
    if draw.random() < 0.8:
        return value(draw)
    return draw.choice((None, True, 0, -1, 2**70, 1.5, float("nan"), float("inf"), [], ["a"], {}, {"a": 1}))


def _dotenv(draw: Random, names: list[str]) -> str:
    lines = []
    for _ in range(draw.randint(0, 6)):
        name, value = _assignment(draw, names)
        before, equals = draw.choice(("", "", "export ", " ")), draw.choice(("=", "=", " = ", "", ":"))
        quote = draw.choice(("", "", "'", '"', "`"))
        lines.append(f"{before}{name}{equals}{quote}{value}{quote}")
    found = draw.choice(("\n", "\r\n", "\n")).join(lines)
    for _ in range(draw.choice((0, 0, 1, 3))):
        at = draw.randint(0, len(found))
        found = found[:at] + draw.choice(_DOTENV) + found[at:]
    return found


@contextmanager
def _dotenv_file(content: str | None) -> Iterator[None]:
    """Have a `.env` in the working directory as long as the case runs; with None there is none."""
    path = Path(".env")
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
