"""docs/security.md names only commands, options and settings that exist, and states their defaults."""

import re

import pytest

from processor.settings import Settings, variable
from tests.unit.deploy.commands import resolve, unknown_options
from tests.unit.deploy.files import ROOT

TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", sorted(set(re.findall(r"`(samachar [a-z][^`.]*)`", TEXT))))
def test_commands_exist_with_these_options(line: str) -> None:
    command, left = resolve(line.split()[1:])
    assert unknown_options(command, left) == []


def test_settings_exist_and_each_of_the_connection_is_there() -> None:
    named = set(re.findall(r"SAMACHAR_\w+", TEXT))
    assert named <= {variable(field) for field in Settings.model_fields}
    ours = {variable(field) for field in Settings.model_fields if field.startswith(("sasl_", "ssl_", "security_"))}
    assert ours <= named


def test_the_ways_in_are_those_of_the_settings() -> None:
    rows = set(re.findall(r"^\| [^|]+ \| `([A-Z_]+)` \|", TEXT, re.MULTILINE))
    assert rows == {"SASL_SSL", "SSL", "SASL_PLAINTEXT", "PLAINTEXT"}
    assert "`SCRAM-SHA-512` (the default)" in TEXT
    assert Settings().sasl_mechanism == "SCRAM-SHA-512"
