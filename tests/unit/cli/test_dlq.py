"""`samachar dlq`, as far as it goes without a broker."""

from pathlib import Path

import pytest

from processor.engine.exits import Exit
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize("arguments", [[], ["1:2", "--all"], ["1:2", "--reason", "not_json"], ["--all", "--id", "x"]])
def test_what_to_replay_is_said_in_one_way(run: Run, arguments: list[str]) -> None:
    result = run("dlq", "replay", *arguments)
    assert result.exit_code == Exit.USAGE
    assert "give either REFs, or --all, or --reason, --stage or --id" in result.stderr


@pytest.mark.parametrize("arguments", [["--all"], ["1:2", "1:3"]])
def test_only_one_letter_can_be_mended(run: Run, arguments: list[str]) -> None:
    Path("a.json").write_text("{}")
    result = run("dlq", "replay", *arguments, "--with", "a.json")
    assert result.exit_code == Exit.USAGE
    assert "--with mends one dead letter: give its REF" in result.stderr
