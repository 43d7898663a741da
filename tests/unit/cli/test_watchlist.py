"""`samachar watchlist check`, and lists that commands refuse before anything starts."""

from pathlib import Path

import pytest

from processor.cli.watchlist_check import check_watchlist
from processor.settings import load_settings
from processor.stages.entities.watchlist.entry import WatchlistError
from tests.unit.cli.conftest import Run

HEADER = "id,type,name,match\n"


@pytest.fixture(autouse=True)
def _own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMACHAR_MODELS_DIR", str(tmp_path / "models"))


def test_check_tells_what_a_list_holds(run: Run) -> None:
    rows = ["1,PER,Jane Roe,", "2,ORG,Apple,", "3,ORG,Shell,fold", "4,PER,jane roe,", "5,PER,Mark,context"]
    Path("list.csv").write_text(HEADER + "\n".join(rows), encoding="utf-8")
    result = run("watchlist", "check", "list.csv")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "list.csv: 5 entries (ORG 2, PER 3) with 5 names"
    assert "one word" in lines[1]
    assert lines[2] == "  line 3: Apple (2)"
    assert "exact or fold" in lines[3]
    assert lines[4] == "  line 4: Shell (3)"
    assert "another entry" in lines[5]
    assert lines[6] == "  line 5: jane roe (4)"
    assert lines[-1].startswith("compiled in ")
    assert Path("models/watchlists").is_dir()


def test_check_tells_all_that_is_wrong(run: Run) -> None:
    Path("list.csv").write_text(HEADER + "1,PER,Jane\n2,PER,Jane\x1b[2J,\n3,per,Jane Roe,\n", encoding="utf-8")
    result = run("watchlist", "check", "list.csv")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "Error: list.csv:2: has 3 fields, the header 4",
        "       list.csv:3: name: a name has the invisible character U+001B",
        "       list.csv:4: type: must be one of PER, ORG, LOC, MISC",
    ]


@pytest.mark.parametrize("command", [["enrich", "-"], ["worker"], ["demo", "a.txt"]])
def test_a_bad_list_stops_a_command_before_it_starts_anything(run: Run, command: list[str]) -> None:
    Path("a.txt").write_text("Jane Roe", encoding="utf-8")
    Path("list.csv").write_text(HEADER + "1,PER,J,\n1,PER,Jane Roe,never\n", encoding="utf-8")
    result = run(*command, "--set", "watchlist=list.csv", stdin=b'{"text":"a"}')
    assert result.exit_code == 2
    told = result.stderr.splitlines()
    assert told[-1] == (
        "Error: list.csv:2: name: a name has fewer than 2 letters (and 1 more: samachar watchlist check list.csv)"
    )


def test_without_the_entities_stage_the_list_does_not_matter() -> None:
    missing = Path("none.csv")
    check_watchlist(load_settings(watchlist=missing, stages=("language",)))
    check_watchlist(load_settings(watchlist=""))
    with pytest.raises(WatchlistError, match=r"none\.csv: cannot be read"):
        check_watchlist(load_settings(watchlist=missing))
