"""What a worker knows of its partitions: assigned or not, how far behind, how far committed."""

import asyncio
import logging
from typing import Any, Final, cast

import faust
from faust.types import TP

from processor.observe.health import Health
from processor.observe.lag import lag
from processor.observe.logs import fields
from processor.observe.metrics import Metrics

logger = logging.getLogger(__name__)

#: Seconds between two looks at the lag.
_INTERVAL: Final = 2.0


class PartitionWatch:
    """Follows the assignments of one link's app and reports lag and commits until the app stops."""

    def __init__(self, app: faust.App, link: str, metrics: Metrics, health: Health) -> None:
        self._app = app
        self._link = link
        self._metrics = metrics
        self._health = health
        self._assigned: frozenset[TP] = frozenset()
        self._begun: dict[TP, int] = {}

    def connect(self) -> None:
        """Subscribe to the app's signals; they keep this object alive."""

        # Faust's types want a `signal` parameter that its own calls do not always give.
        self._app.on_partitions_assigned.connect(cast(Any, self._on_assigned), weak=False)
        self._app.on_partitions_revoked.connect(cast(Any, self._on_revoked), weak=False)
        self._app.task(self._watch)

    async def _on_assigned(self, _app: Any, assigned: set[TP], **_: Any) -> None:
        self._assigned = frozenset(assigned)
        self._health.partitions_assigned[self._link] = True
        self._metrics.rebalances(self._link)
        shown = ", ".join(sorted(f"{tp.topic}/{tp.partition}" for tp in assigned)) or "none, others have them all"
        logger.info("ready; partitions: %s", shown, extra=fields(link=self._link))

    async def _on_revoked(self, _app: Any, revoked: set[TP], **_: Any) -> None:
        self._assigned -= revoked
        self._health.partitions_assigned[self._link] = False
        for tp in revoked:
            # What another worker does from now on is unknown here; a stale figure would come back some day.
            self._app.monitor.tp_read_offsets.pop(tp, None)
            self._begun.pop(tp, None)
            self._metrics.forget_partition(self._link, tp.topic, tp.partition)

    async def _watch(self) -> None:
        while not self._app.should_stop:
            for tp in self._assigned:
                self._report(tp)
            await asyncio.sleep(_INTERVAL)

    def _report(self, tp: TP) -> None:
        # Private, but the only place that also knows what this group had committed before this process began.
        committed: int | None = cast(Any, self._app.consumer)._committed_offset.get(tp)
        if committed is not None:
            self._metrics.committed(self._link, tp.topic, tp.partition, committed)
        else:
            # A group that never committed begins where this process first read.
            committed = (
                self._begun.setdefault(tp, read) if (read := self._app.monitor.tp_read_offsets.get(tp)) else None
            )
        behind = lag(self._app.consumer.highwater(tp), committed)
        if behind is not None:
            self._metrics.lag(self._link, tp.topic, tp.partition, behind)
