"""Where the demo finds its articles."""

from pathlib import Path

import pytest

from processor.cli.failures import CommandError
from processor.cli.seeds import seed_files
from processor.engine.exits import Exit
from tests.support.articles import SEEDS


def test_every_seed_of_the_checkout_from_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SEEDS.parent / "docs")
    assert [Path(name).name for name in seed_files(None)] == sorted(path.name for path in SEEDS.glob("*.txt"))


def test_a_folder_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "a.json"):
        (tmp_path / name).write_text("x")
    assert seed_files(str(tmp_path)) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        CommandError, match="there is no folder seeds/ here: run it in the checkout, or give --seeds DIR"
    ) as caught:
        seed_files(None)
    assert caught.value.exit_code == Exit.USAGE


def test_the_search_ends_at_the_border_of_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path / "other")
    with pytest.raises(CommandError, match="there is no folder"):
        seed_files(None)


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match="no articles"):
        seed_files(str(tmp_path / name))
