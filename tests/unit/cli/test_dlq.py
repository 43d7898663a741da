"""`samachar dlq`, as far as it goes without a broker."""

from pathlib import Path

import pytest

from processor.cli.commands import dlq
from processor.contracts import Reason
from processor.engine.exits import Exit
from tests.unit.cli.conftest import Run
from tests.unit.cli.stored import stored


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


@pytest.mark.parametrize(
    "command",
    [
        ["dlq", "list", "--reason", "bogus"],
        ["dlq", "replay", "--reason", "bogus"],
        ["consume", "--dead-letters", "--filter", "reason=bogus"],
    ],
)
def test_an_unknown_reason_is_refused_before_a_broker_is_asked(run: Run, command: list[str]) -> None:
    result = run(*command, "-b", "127.0.0.1:1")
    assert result.exit_code == Exit.USAGE
    assert f"there is no reason 'bogus'; known are {Reason.EMPTY_MESSAGE}, " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "out", "err"),
    [
        (["--id", "nobody", "--dry-run"], "", "0 would be replayed\n"),
        (["--id", "nobody"], "", "0 replayed\n"),
        (["--id", "a1", "--dry-run"], "would send 2:5 (a1, attempt 2) to articles.raw\n", "1 would be replayed\n"),
    ],
)
def test_how_many_are_replayed_is_always_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], out: str, err: str
) -> None:
    monkeypatch.setattr(dlq, "all_letters", lambda _: iter([stored(2, 5)]))
    result = run("dlq", "replay", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (0, out, err)


def test_what_always_fails_is_not_sent_for_ever(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dlq, "all_letters", lambda _: iter([stored(2, 5, attempt=4), stored(2, 9, attempt=5)]))
    result = run("dlq", "replay", "--all", "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "2:9: not sent: tried 5 times; --max-attempts 6 sends it once more",
        "1 left where they are",
        "0 would be replayed",
    ]
    result = run("dlq", "replay", "--all", "--dry-run", "--max-attempts", "6")
    assert result.stdout == "would send 2:9 (a1, attempt 6) to articles.raw\n"

    monkeypatch.setattr(dlq, "find", lambda *_: [stored(2, 9, attempt=5)])
    result = run("dlq", "replay", "2:9")
    assert result.exit_code == Exit.USAGE
    assert result.stderr == "Error: 2:9: not sent: tried 5 times; --max-attempts 6 sends it once more\n"


def test_an_article_that_fails_in_turns_is_not_chosen_by_how_it_failed_before(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = [stored(2, 5, reason=Reason.STAGE_TIMEOUT), stored(2, 9, reason=Reason.STAGE_CRASH, attempt=2)]
    monkeypatch.setattr(dlq, "all_letters", lambda _: iter(letters))
    assert run("dlq", "replay", "--reason", "stage_timeout", "--dry-run").stdout == ""
    sent = run("dlq", "replay", "--reason", "stage_crash", "--dry-run").stdout
    assert sent == "would send 2:9 (a1, attempt 3) to articles.raw\n"


def test_the_help_warns_of_the_originals_of_mended_articles(run: Run) -> None:
    told = " ".join(run("dlq", "replay", "--help").output.split())
    assert "the broken original of an article mended with --with" in told
