"""The spool holds any number of records in bounded memory, and gives them back paired."""

import tracemalloc
from pathlib import Path

import pytest

from processor.cli.diff.spool import Pair, Spool


def test_pairs_by_id_the_last_record_of_each() -> None:
    with Spool() as spool:
        for side, key, value in (("a", "1", b"x"), ("b", "2", b"y"), ("a", "3", b"old"), ("b", "3", b"z")):
            spool.put("a" if side == "a" else "b", key, value)
        spool.put("a", "3", b"new")
        spool.put("b", "i\x00d", b"")
        assert list(spool.pairs()) == [
            Pair("1", b"x", None),
            Pair("2", None, b"y"),
            Pair("3", b"new", b"z"),
            Pair("i\x00d", None, b""),
        ]


def test_counting_goes_on_while_pairs_are_read() -> None:
    with Spool() as spool:
        for number in range(2_000):
            spool.put("a", f"{number:05}", b"x")
        for pair in spool.pairs():
            spool.count("section", ["all", pair.id[-1]])
        assert spool.counted("section", 2) == [("all", 2_000), ("0", 200)]
        assert spool.counted("another") == []


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken_off() -> None:
        with Spool() as spool:
            spool.put("a", "1", b"x")
            assert list(tmp_path.iterdir())
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        broken_off()
    assert not list(tmp_path.iterdir())


def test_python_holds_no_more_for_more_records() -> None:
    """SQLite's own cache has a size of its own; what would grow is what Python keeps."""

    def peak(records: int) -> int:
        tracemalloc.start()
        with Spool() as spool:
            for number in range(records):
                spool.put("a", f"{number:08}", b"x" * 1_000)
                spool.count("group", [f"{number:08}"])
            assert sum(1 for _ in spool.pairs()) == records
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)  # what is imported and cached once
    assert peak(10_000) < 2 * peak(1_000) + 100_000
