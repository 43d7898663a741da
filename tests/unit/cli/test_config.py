"""`samachar config`."""

from pathlib import Path

import pytest

from processor.cli.origins import HIDDEN, described
from processor.settings import Settings, load_settings, variable
from tests.unit.cli.conftest import Run

SECRETS = {"SAMACHAR_SASL_PASSWORD": "geheim-1", "SAMACHAR_SSL_KEY_PASSWORD": "geheim-2"}


def test_secrets_are_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    for arguments in ([], ["--markdown"], ["--debug"]):
        result = run("config", *arguments)
        assert result.exit_code == 0
        assert "geheim" not in result.output
    assert run("config").output.count(HIDDEN) == len(SECRETS)


def test_a_wrong_value_beside_a_secret_does_not_show_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SECRETS, "SAMACHAR_SECURITY_PROTOCOL": "SASL_SSL", "SAMACHAR_WINDOW": "x"}.items():
        monkeypatch.setenv(name, value)
    result = run("config", "--debug")
    assert result.exit_code == 2
    assert "geheim" not in result.output


def test_every_setting_is_there_with_its_meaning() -> None:
    found = described(load_settings(), {})
    assert [setting.variable for setting in found] == [variable(name) for name in Settings.model_fields]
    assert all(setting.meaning.endswith(".") for setting in found)


def test_the_page_of_settings_is_held_to_the_code(run: Run) -> None:
    page = Path(__file__).parents[3] / "docs" / "settings.md"
    assert run("config", "--markdown").output == page.read_text(encoding="utf-8"), "run `make schemas`"


def test_a_value_cannot_steer_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_GROUP_ID", "a\x1b[31m\nb")
    result = run("config")
    assert "\x1b" not in result.output
    assert "a\\x1b[31m\\nb" in result.output


def test_each_setting_is_one_line_where_it_is_not_a_terminal(run: Run) -> None:
    assert len(run("config").output.splitlines()) == 1 + len(Settings.model_fields)


def test_markdown_shows_defaults_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run("config", "--markdown").output
    monkeypatch.setenv("SAMACHAR_BATCH_SIZE", "7")
    assert run("config", "--markdown", "--set", "window=9").output == before
    rows = [line for line in before.splitlines() if line.startswith("|")]
    assert rows[1] == "| --- | --- | --- | --- |"
    assert len(rows) == 2 + len(Settings.model_fields)
    assert "| `SAMACHAR_BATCH_SIZE` | `32` | 1 to 10,000 | Most articles in a batch. |" in rows
    assert "| `SAMACHAR_COMPRESSION` | `lz4` | none, gzip, lz4, zstd | Compression of what we produce. |" in rows
