"""Four short runs of the fault harness. `make faults` makes more, `make soak` runs for hours."""

from pathlib import Path

import pytest

from tests.faults.harness import report
from tests.faults.harness.run import run
from tests.faults.harness.schedule import Guarantee, draw

SECONDS = 12.0


@pytest.mark.slow
@pytest.mark.usefixtures("kafka")  # of which each run has one of its own; without any there is nothing to run
@pytest.mark.parametrize(
    ("seed", "guarantee"), [(4, "at_least_once"), (7, "at_least_once"), (12, "at_least_once"), (4, "exactly_once")]
)
def test_a_seeded_run_keeps_every_promise(seed: int, guarantee: Guarantee, tmp_path: Path) -> None:
    outcome = run(draw(seed, seconds=SECONDS, guarantee=guarantee), tmp_path / "run")
    assert not outcome.violations, report.failure(outcome)
    found = outcome.measures
    assert found.lost == 0
    # The run was one: faults struck, and something came through.
    assert sum(found.faults.values()) >= 3
    assert found.enriched + found.letters >= found.acknowledged > 100
