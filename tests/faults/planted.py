"""Every planted defect is caught. `make defects` runs this file; `make test` does not, for it takes long."""

from pathlib import Path

import pytest

from tests.faults.harness.defects import DEFECTS
from tests.faults.harness.run import run
from tests.faults.harness.schedule import draw

#: Runs, with seeds from `FIRST` on, within which each must be caught.
FIRST, WITHIN = 8, 5
#: What each must be caught as; it may show in other ways too.
RULES = {
    "ack before delivery": "committed early",
    "commit over a gap": "committed early",
    "swallowed exception": "lost",
    "clock in the record": "repeat differs",
    "lost dead letter": "lost",
    "reversed batches": "out of order",
    "gives up with 0": "wrong end",
}


@pytest.mark.slow
@pytest.mark.usefixtures("kafka")
@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_a_planted_defect_is_caught(defect: str, tmp_path: Path) -> None:
    seen = []
    for seed in range(FIRST, FIRST + WITHIN):
        rules = {violation.rule for violation in run(draw(seed), tmp_path / str(seed), defect=defect).violations}
        if RULES[defect] in rules:
            return
        seen.append((seed, sorted(rules)))
    pytest.fail(f"{defect}: {seen}")
