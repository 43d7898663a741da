"""Planted defects, which the checker must find.

Each changes the product in the memory of a worker that the harness starts; the product knows nothing of them.
"""

from collections.abc import Callable
from typing import Final

from tests.faults.harness.defects.acknowledging import ack_before_delivery, commit_over_a_gap
from tests.faults.harness.defects.delivering import lost_letter, reversed_batches, swallowed_exception
from tests.faults.harness.defects.writing import clock_in_the_record, gives_up_with_zero

DEFECTS: Final[dict[str, Callable[[], None]]] = {
    "ack before delivery": ack_before_delivery,
    "commit over a gap": commit_over_a_gap,
    "swallowed exception": swallowed_exception,
    "clock in the record": clock_in_the_record,
    "lost dead letter": lost_letter,
    "reversed batches": reversed_batches,
    "gives up with 0": gives_up_with_zero,
}
