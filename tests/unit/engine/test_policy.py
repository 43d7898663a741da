"""The failure policy: what trips it, and what must not."""

from processor.contracts import Reason
from processor.engine.policy import FailurePolicy


def tripped_after(outcomes: list[Reason | None], *, run: int, ratio: float, window: int) -> int | None:
    """Return after how many articles the policy trips, None where it does not."""
    policy = FailurePolicy(run, ratio, window)
    for count, outcome in enumerate(outcomes, start=1):
        policy.record(outcome)
        if policy.tripped:
            return count
    return None


def test_a_run_of_failures_trips() -> None:
    outcomes: list[Reason | None] = [None, Reason.STAGE_ERROR, Reason.STAGE_TIMEOUT, Reason.STAGE_CRASH]
    assert tripped_after(outcomes, run=3, ratio=1.0, window=100) == 4


def test_one_good_article_ends_a_run() -> None:
    outcomes = [Reason.STAGE_ERROR, Reason.STAGE_ERROR, None] * 50
    assert tripped_after(outcomes, run=3, ratio=0.9, window=30) is None


def test_a_share_of_failures_trips_once_the_window_is_full() -> None:
    outcomes = [Reason.STAGE_ERROR, None] * 10
    assert tripped_after(outcomes, run=100, ratio=0.5, window=10) == 10


def test_invalid_messages_neither_trip_nor_hide_failures() -> None:
    rubbish: list[Reason | None] = [Reason.NOT_JSON] * 1000
    assert tripped_after(rubbish, run=3, ratio=0.1, window=10) is None
    mixed: list[Reason | None] = [Reason.STAGE_ERROR, Reason.EMPTY_TEXT] * 3
    assert tripped_after(mixed, run=3, ratio=1.0, window=100) == 5


def test_the_reason_says_what_happened() -> None:
    policy = FailurePolicy(run=1, ratio=1.0, window=10)
    policy.record(Reason.STAGE_TIMEOUT)
    assert policy.tripped == "1 articles in a row failed, the last with stage_timeout"


def test_where_we_wrote_the_messages_an_invalid_one_is_our_failure() -> None:
    policy = FailurePolicy(run=3, ratio=1.0, window=100, invalid_counts=True)
    for _ in range(3):
        policy.record(Reason.MISSING_FIELD)
    assert policy.tripped == "3 articles in a row failed, the last with missing_field"
