"""Long histories become short ones that show the same."""

from pathlib import Path

from tests.faults.harness.checker import check
from tests.faults.harness.history import Commit, Ended, Event, Place, Struck, load, save
from tests.faults.harness.shrink import around, shrink
from tests.unit.harness.histories import FUSED, good, sent, stored


def long_history() -> list[Event]:
    """Two hundred articles, one of which is committed before it is delivered."""
    late = {120}
    return [
        *(sent(serial) for serial in range(200)),
        *(stored("raw", serial) for serial in range(200)),
        *(stored("out", serial, at=serial + (5.0 if serial in late else 0.5)) for serial in range(200)),
        *(Commit("g", Place("raw", 0, serial + 1), serial + 1.0) for serial in range(200)),
    ]


def test_the_shortest_history_shows_the_violation_and_nothing_can_be_left_out() -> None:
    history = long_history()
    (violation,) = check(history, FUSED)
    assert violation[:2] == ("committed early", "article 120")
    short = shrink(history, FUSED, violation)
    # The article, its record that came too late, and the commit.
    assert short == [stored("raw", 120), stored("out", 120, at=125.0), Commit("g", Place("raw", 0, 121), 121.0)]
    for event in short:
        assert violation not in check([other for other in short if other != event], FUSED)


def test_what_happened_around_it_is_kept() -> None:
    near, far = Struck("kill", "", 95.0, 96.0), Struck("kill", "", 10.0, 11.0)
    over, end = Struck("pause", "", 50.0, 150.0), Ended("0.1", 1, "", ready=True, fatal=True, at=105.0)
    assert around([near, far, over, end, *good()], [100.0]) == [near, over, end]


def test_a_history_can_be_saved(tmp_path: Path) -> None:
    history: list[Event] = [*good(), Struck("kill", "worker 1", 1.0, 2.0)]
    save(history, tmp_path / "history.jsonl")
    assert load(tmp_path / "history.jsonl") == history
