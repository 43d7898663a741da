"""Results survive between runs, and the tables say what they hold."""

from pathlib import Path

from tests.faults.harness import report, results
from tests.faults.harness.checker import Violation, check
from tests.faults.harness.history import Event, Struck
from tests.faults.harness.measures import measure
from tests.faults.harness.run import Outcome
from tests.faults.harness.schedule import draw
from tests.unit.harness.histories import FUSED, good, sent, stored, without


def outcome(seed: int, history: list[Event], *violations: Violation) -> Outcome:
    return Outcome(draw(seed), history, FUSED, list(violations), measure(history, FUSED), 40.0)


def test_measures_of_a_history() -> None:
    history = [*good(), stored("out", 0, offset=7, at=9.0), Struck("kill", "", 0.5, 1.2), Struck("kill", "", 1.0, 1.1)]
    found = measure(history, FUSED)
    assert (found.acknowledged, found.enriched, found.letters, found.lost, found.repeats) == (3, 2, 1, 0, 1)
    # Article 1 came before the second fault ended, at 1.1, and was delivered at 1.5.
    assert found.recovery == 0.4
    assert found.faults == {"kill": 2}


def test_a_fault_that_nobody_recovers_from() -> None:
    found = measure([*without(good(), stored("out", 1)), Struck("kill", "", 0.5, 1.2)], FUSED)
    assert (found.lost, found.recovery) == (1, None)


def test_a_key_is_stale_when_an_older_version_came_last() -> None:
    history: list[Event] = [
        *(sent(serial, key="k") for serial in range(2)),
        *(stored("raw", serial, key="k") for serial in range(2)),
        *(stored("out", serial, offset=offset, key="k") for offset, serial in enumerate((0, 1, 0))),
    ]
    assert measure(history, FUSED).stale == 1
    assert measure(history[:-1], FUSED).stale == 0


def test_a_failing_run_is_told_with_its_seed_schedule_and_shortest_history() -> None:
    history = [*without(good(), stored("out", 1)), Struck("kill -9 of a worker", "worker 1", 0.5, 1.2)]
    violations = check(history, FUSED)
    text = report.failure(outcome(7, history, *violations))
    assert text.startswith("seed 7: fused")
    assert "lost: article 1: read from raw/0/1, neither enriched nor a dead letter" in text
    assert ">    1.000 s" in text
    assert "kill -9 of a worker" in text
    assert "committed early: 1 in all" in text
    assert text.endswith("--seed 7 --seconds 25")
    assert '"serial":0' not in text.partition("committed early")[0]


def test_results_are_appended_and_made_into_tables(tmp_path: Path) -> None:
    file, page = tmp_path / "results.jsonl", tmp_path / "reliability.md"
    assert results.seeds(file, None) == set()
    results.append(file, outcome(1, good()), None)
    results.append(file, outcome(2, good()), None)
    results.append(file, outcome(5, good()), "lost dead letter")
    results.append(file, outcome(6, good(), Violation("lost", "article 1", "")), "lost dead letter")
    assert results.seeds(file, None) == {1, 2}
    assert results.seeds(file, "lost dead letter") == {5, 6}

    once = Outcome(draw(8, guarantee="exactly_once"), good(), FUSED, [], measure(good(), FUSED), 40.0)
    results.append(file, once, None)
    assert results.seeds(file, None, "exactly_once") == {8}
    assert results.seeds(file, None) == {1, 2}

    page.write_text(f"before\n{results.BEGIN}\nold\n{results.END}\nafter\n")
    results.write_table(file, page)
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert f"| `{results.code()}`, as it is | fused | 1 | 3 | 2 | 1 | 0 | 0 | 0 | 0 |" in text
    assert "| all | both | 2 | 6 | 4 | 2 | 0 | 0 | 0 | 0 |" in text
    assert "| lost dead letter | 2 | lost |" in text

    results.write_table(file, page, "exactly_once")
    assert "| all | both | 1 | 3 | 2 | 1 | 0 | 0 | 0 | 0 |" in page.read_text()
    assert "planted defect" not in page.read_text()
