"""Settings on the command line."""

from pathlib import Path

import pytest

from processor.engine.exits import Exit
from tests.unit.cli.conftest import Run


def value_of(output: str, variable: str) -> list[str]:
    (line,) = [line for line in output.splitlines() if line.startswith(f"{variable} ")]
    return line.split()[1:3]


def test_the_command_line_wins_over_environment_and_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_BATCH_SIZE", "7")
    monkeypatch.setenv("SAMACHAR_WINDOW", "8")
    Path(".env").write_text("SAMACHAR_BATCH_SIZE=5\nSAMACHAR_WINDOW=5\nSAMACHAR_MAX_DEPTH=5\n")
    output = run("config", "--set", "batch_size=9", "--set", "SAMACHAR_FAILURE_RUN=3").output
    assert value_of(output, "SAMACHAR_BATCH_SIZE") == ["9", "command"]
    assert value_of(output, "SAMACHAR_WINDOW") == ["8", "environment"]
    assert value_of(output, "SAMACHAR_MAX_DEPTH") == ["5", ".env"]
    assert value_of(output, "SAMACHAR_FAILURE_RUN") == ["3", "command"]
    assert value_of(output, "SAMACHAR_WORKERS") == ["0", "default"]


@pytest.mark.parametrize("variable", ["KAFKA_BOOTSTRAP_SERVERS", "SAMACHAR_BOOTSTRAP_SERVERS"])
def test_either_variable_names_the_broker(run: Run, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "127.0.0.1:1")
    assert value_of(run("config").output, "KAFKA_BOOTSTRAP_SERVERS") == ["127.0.0.1:1", "environment"]
    output = run("config", "-b", "127.0.0.1:2").output
    assert value_of(output, "KAFKA_BOOTSTRAP_SERVERS") == ["127.0.0.1:2", "command"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("batch_size", "expected NAME=VALUE"),
        ("batchsize=3", "there is no setting 'batchsize'"),
        ("sasl_password=x", "give a secret in SAMACHAR_SASL_PASSWORD or .env"),
        ("ssl_key_password=x", "give a secret in SAMACHAR_SSL_KEY_PASSWORD or .env"),
    ],
)
def test_what_cannot_be_set_is_refused(run: Run, given: str, told: str) -> None:
    result = run("config", "--set", given)
    assert result.exit_code == Exit.USAGE
    assert told in result.stderr


def test_every_wrong_value_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_BATCH_SIZE", "many")
    monkeypatch.setenv("SAMACHAR_LAYOUT", "square")
    result = run("config")
    assert result.exit_code == Exit.USAGE
    assert len(result.stderr.splitlines()) == 2
    assert "SAMACHAR_BATCH_SIZE: " in result.stderr
    assert "SAMACHAR_LAYOUT: " in result.stderr


def test_a_settings_file_that_is_not_text(run: Run) -> None:
    Path(".env").write_bytes(b"SAMACHAR_GROUP_ID=\xff\n")
    result = run("config")
    assert result.exit_code == Exit.USAGE
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: .env: ")
    assert " 18" in line  # the byte that is not UTF-8


def test_the_profile_is_an_option_where_stages_are_built(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_PROFILE", "accurate")
    assert value_of(run("config", "--profile", "fast").output, "SAMACHAR_PROFILE") == ["fast", "command"]
    for command in ("worker", "demo", "enrich", "config"):
        assert "--profile [accurate|fast]" in run(command, "--help").output
    result = run("worker", "--profile", "slow")
    assert result.exit_code == Exit.USAGE
    assert "'accurate', 'fast'" in result.stderr
