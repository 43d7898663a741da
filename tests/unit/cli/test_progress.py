"""Progress without a terminal: a line every few seconds, and a summary."""

import pytest

from processor.cli import progress
from processor.cli.progress import Progress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(progress, "monotonic", found)
    return found


def test_lines_come_every_few_seconds(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("sent", total=100) as shown:
        for number in range(12):
            clock.now += 1
            shown.step(failed=number == 3, size=5)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["4 sent, 1 not, 25 % of the input, 1/s", "9 sent, 1 not, 50 % of the input, 1/s"]


def test_the_summary(clock: Clock) -> None:
    with Progress("enriched") as shown:
        for _ in range(1_500):
            shown.step()
        shown.step(failed=True)
        clock.now += 3
    assert shown.summary() == "1,500 enriched, 1 not in 3.0 s, 500/s"


def test_on_a_terminal_there_is_a_bar_and_no_lines(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Progress("sent", total=10) as shown:
        clock.now += 60
        shown.step(size=5)
        shown.say("a line with [bold]brackets[/bold]")
    out, err = capsys.readouterr()
    assert out == ""
    assert "1 sent" in err
    assert "a line with [bold]brackets[/bold]" in err
    assert "of the input" not in err


def test_beside_output_on_the_same_terminal_there_is_nothing(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with Progress("sent", beside_output=True) as shown:
        clock.now += 60
        shown.step()
    assert capsys.readouterr().err == ""


def test_beside_errors_in_a_file_there_is_only_the_summary(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("enriched", beside_errors=True) as shown:
        clock.now += 60
        shown.step()
    assert capsys.readouterr().err == ""
    assert shown.summary() == "1 enriched in 60.0 s, 0.0/s"


@pytest.mark.parametrize(("seconds", "rate"), [(3, "0.7/s"), (2, "1/s"), (0.5, "4/s")])
def test_a_slow_rate_has_a_decimal(clock: Clock, seconds: float, rate: str) -> None:
    with Progress("enriched") as shown:
        shown.step()
        shown.step()
        clock.now += seconds
    assert shown.summary().endswith(f" s, {rate}")
