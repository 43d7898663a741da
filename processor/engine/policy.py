"""When to stop: a bad deploy must not drain a topic into the dead-letter topic.

Only what the pipeline does to good messages counts. An invalid message is its producer's, and neither fills nor clears
the record: whoever floods us with rubbish can neither stop the link nor hide that it fails.
"""

from collections import deque

from processor.contracts import Reason
from processor.contracts.errors import INVALID_INPUT


class FailurePolicy:
    """Counts failures in the order of articles.

    Args:
        run: failures in a row at which it trips.
        ratio, window: share of failures among the last `window` articles at which it trips.
        invalid_counts: whether an invalid message is a failure of ours; so it is where we wrote it.
    """

    def __init__(self, run: int, ratio: float, window: int, *, invalid_counts: bool = False) -> None:
        self._invalid_counts = invalid_counts
        self._run = run
        self._ratio = ratio
        self._recent: deque[bool] = deque(maxlen=window)
        self._in_a_row = 0
        self.tripped: str | None = None

    def record(self, failure: Reason | None) -> None:
        """Count one article; `failure` is why it became a dead letter, None where it did not."""
        if self.tripped is not None or (failure in INVALID_INPUT and not self._invalid_counts):
            return
        failed = failure is not None
        self._recent.append(failed)
        self._in_a_row = self._in_a_row + 1 if failed else 0
        if self._in_a_row >= self._run:
            self.tripped = f"{self._in_a_row} articles in a row failed, the last with {failure}"
        elif len(self._recent) == self._recent.maxlen and sum(self._recent) >= self._ratio * len(self._recent):
            self.tripped = f"{sum(self._recent)} of the last {len(self._recent)} articles failed"
