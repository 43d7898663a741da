"""Compiled lists: made once, whoever needs them; made again when damaged; shared, and never in the way."""

import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from processor.cli.watchlist_cost import compile_seconds
from processor.stages.entities.watchlist import compiled, store
from processor.stages.entities.watchlist.build import build
from processor.stages.entities.watchlist.entry import Entry, WatchlistError
from processor.stages.entities.watchlist.store import is_compiled, opened
from processor.stages.entities.watchlist.watchlist import Watchlist
from tests.unit.entities.watchlist.lists import found, jsonl

ENTRY = {"id": "X", "type": "PER", "aliases": ["Jane Roe"]}
TEXT = "Then Jane Roe came"


def made(models: Path) -> list[Path]:
    return sorted(path for path in (models / "watchlists").iterdir() if path.is_dir())


def test_it_is_compiled_once_and_only_opened_after_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, models = jsonl(tmp_path, ENTRY), tmp_path / "models"
    assert not is_compiled(path, models)
    opened(path, models)
    assert is_compiled(path, models)
    monkeypatch.setattr(store, "build", lambda *_: pytest.fail("compiled again"))
    assert found(Watchlist(path, models), "en", TEXT) == [("Jane Roe", "X")]


def test_the_fingerprint_is_of_what_the_list_holds_not_of_its_name(tmp_path: Path) -> None:
    path, models = jsonl(tmp_path, ENTRY), tmp_path / "models"
    first = Watchlist(path, models).model
    same = path.rename(tmp_path / "other.jsonl")
    assert Watchlist(same, models).model == first
    path = jsonl(tmp_path, ENTRY | {"country": "IN"})
    assert Watchlist(path, models).model != first
    assert Watchlist(path, None).model == Watchlist(path, models).model


@pytest.mark.parametrize("name", [*compiled.FILES, compiled.ABOUT])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_one_is_made_again(tmp_path: Path, name: str, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    path, models = jsonl(tmp_path, ENTRY), tmp_path / "models"
    opened(path, models)
    (folder,) = made(models)
    data = (folder / name).read_bytes()
    if damage == "gone":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data[:-3] if damage == "cut" else data[:-3] + bytes([data[-3] ^ 1]) + data[-2:])
    assert found(Watchlist(path, models), "en", TEXT) == [("Jane Roe", "X")]
    assert (folder / name).read_bytes() == data
    assert bool(caplog.records) == (damage != "gone")


def test_a_folder_that_cannot_be_written_costs_memory_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, models = jsonl(tmp_path, ENTRY), tmp_path / "models"
    models.write_text("a file, so that root cannot write there either", encoding="utf-8")
    assert found(Watchlist(path, models), "en", TEXT) == [("Jane Roe", "X")]
    assert "each process makes its own" in caplog.text


def test_processes_that_start_at_once_make_one(tmp_path: Path) -> None:
    entries = [{"id": str(number), "type": "PER", "aliases": [f"Jane Roe {number}"]} for number in range(2_000)]
    path, models = jsonl(tmp_path, *entries), tmp_path / "models"
    with ProcessPoolExecutor(4, multiprocessing.get_context("forkserver")) as pool:
        # A function of the package: a forked process cannot import a test.
        for future in [pool.submit(compile_seconds, path, models) for _ in range(8)]:
            assert future.result() > 0
    assert len(made(models)) == 1
    assert [child.name for child in (models / "watchlists").iterdir() if child.name.startswith("new-")] == []


def test_a_bad_list_leaves_nothing_behind_and_no_half_of_it_is_used(tmp_path: Path) -> None:
    path, models = jsonl(tmp_path, ENTRY, ENTRY), tmp_path / "models"
    with pytest.raises(WatchlistError, match=r"list.jsonl:2: id: 'X' is already on line 1$"):
        opened(path, models)
    assert made(models) == []


def test_old_ones_are_removed_and_what_is_open_stays_usable(tmp_path: Path) -> None:
    models = tmp_path / "models"
    first = Watchlist(jsonl(tmp_path, ENTRY), models)
    (folder,) = made(models)
    os.utime(folder, (0, 0))
    for number in range(5):
        Watchlist(jsonl(tmp_path, ENTRY | {"id": str(number)}), models)
    assert len(made(models)) == 4
    assert folder not in made(models)
    assert found(first, "en", TEXT) == [("Jane Roe", "X")]


def test_a_list_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = jsonl(tmp_path, ENTRY)

    def build_slowly(entries: Iterable[Entry], folder: Path) -> None:
        build(entries, folder)
        jsonl(tmp_path, ENTRY, ENTRY | {"id": "Y"})

    monkeypatch.setattr(store, "build", build_slowly)
    with pytest.raises(WatchlistError, match="changed while it was read"):
        opened(path, tmp_path / "models")
