"""The command line as a whole: help, exit codes, errors in one line."""

import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from processor.cli.main import _COMMANDS, INTERRUPTED, Commands, cli
from processor.engine.exits import Exit
from tests.unit.cli.conftest import Run

COMMANDS = list(_COMMANDS)
GROUPS = {
    "topics": ["create", "check", "own", "eval"],
    "watchlist": ["check"],
    "dlq": ["list", "show", "replay"],
    "models": ["list", "verify", "build"],
}
PAGES = [[name] for name in COMMANDS] + [[group, name] for group, names in GROUPS.items() for name in names]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """A function that makes `samachar config` raise what it is given."""

    def fail_with(error: BaseException) -> None:
        @click.command()
        def command() -> None:
            raise error

        known = Commands.get_command
        monkeypatch.setattr(
            Commands, "get_command", lambda self, ctx, name: command if name == "config" else known(self, ctx, name)
        )

    return fail_with


def test_help_shows_every_command_with_a_sentence(run: Run) -> None:
    page = run("--help")
    assert page.exit_code == 0
    assert "\b" not in page.output  # click's mark of a paragraph that it must not wrap
    for name in COMMANDS:
        (line,) = [line for line in page.output.splitlines() if line.startswith(f"  {name} ")]
        assert len(line.split()) > 3


def test_help_documents_every_exit_code(run: Run) -> None:
    codes = run("--help").output.partition("Exit codes:")[2]
    documented = {int(line.split()[0]) for line in codes.splitlines() if line.strip()}
    assert documented == {*map(int, Exit), INTERRUPTED}


@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_every_command_explains_itself(run: Run, arguments: list[str]) -> None:
    page = run(*arguments, "--help")
    assert page.exit_code == 0, page.output
    assert page.output.startswith(f"Usage: samachar {' '.join(arguments)} ")
    assert "\b" not in page.output
    assert run(*arguments, "-h").output == page.output
    if arguments[0] not in GROUPS or len(arguments) > 1:
        assert "--debug" in page.output


def test_every_command_of_the_groups_is_tested() -> None:
    for name, expected in GROUPS.items():
        group = cli.get_command(click.Context(cli), name)
        assert isinstance(group, click.Group)
        assert list(group.commands) == expected


def test_version(run: Run) -> None:
    assert run("--version").output.startswith("samachar, version ")


@pytest.mark.parametrize("arguments", [["nothing"], ["enrich"], ["consume", "--max", "0"], ["worker", "--layout", "x"]])
def test_wrong_arguments_are_usage_errors(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == Exit.USAGE
    assert "Error: " in result.stderr


def test_an_unexpected_error_is_one_line_without_a_trace(run: Run, failing: Callable[[BaseException], None]) -> None:
    failing(ZeroDivisionError("some detail"))
    result = run("config")
    assert result.exit_code == Exit.FATAL
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("Error: unexpected ZeroDivisionError: some detail")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [["--debug", "schemas", "--check", "nowhere"], ["schemas", "--check", "--debug"]])
def test_debug_shows_the_trace(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == Exit.FATAL
    assert "Traceback" in result.stderr
    assert "Error: " in result.stderr


def test_an_error_cannot_steer_the_terminal(run: Run, failing: Callable[[BaseException], None]) -> None:
    failing(OSError(5, "bad \x1b[2J disk", "file\u202e\x07"))
    result = run("--debug", "config")
    assert not set("\x1b\x07\u202e") & set(result.output)
    assert "\\x1b[2J" in result.stderr


def test_an_error_of_the_system_names_the_file(run: Run, failing: Callable[[BaseException], None]) -> None:
    failing(PermissionError(13, "Permission denied", "/some/file"))
    result = run("config")
    assert result.stderr == "Error: /some/file: Permission denied\n"


def test_ctrl_c(run: Run, failing: Callable[[BaseException], None]) -> None:
    failing(KeyboardInterrupt())
    result = run("config")
    assert (result.exit_code, result.stderr) == (INTERRUPTED, "interrupted\n")


def test_the_process_ends_although_a_thread_hangs() -> None:
    program = (
        "import sys, threading, time; from processor.cli.ending import end_within;"
        "threading.Thread(target=time.sleep, args=(600,)).start(); print('done'); end_within(4, 0.1); sys.exit(4)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (4, "done\n")


def test_the_entry_point_gives_the_exit_code_to_the_shell() -> None:
    command = [sys.executable, "-m", "processor.cli.main", "enrich", "missing.txt"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == Exit.USAGE
    assert ended.stderr == "Error: missing.txt: cannot be read: No such file or directory\n"
