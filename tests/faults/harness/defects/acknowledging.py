"""Defects of acknowledging: too early, and over a gap."""

import asyncio
from collections.abc import Sequence

from processor.engine.link import Event, Link
from processor.engine.outcome import Outcome


def ack_before_delivery() -> None:
    """Acknowledge a batch, then deliver it: a kill between the two loses it."""
    deliver = Link._deliver

    async def early(self: Link, events: Sequence[Event], outcomes: list[Outcome]) -> None:
        for event in events:
            await event.ack()
        await deliver(self, events, outcomes)

    Link._deliver = early  # type: ignore[method-assign]


def commit_over_a_gap() -> None:
    """Finish batches as they come out of the pool, and commit the highest offset that is acknowledged."""
    from faust.transport.consumer import Consumer
    from faust.types import TP

    from processor.engine import consumer

    finish = Link._finish

    async def as_they_come(self: Link) -> None:
        await asyncio.gather(*(finish(self) for _ in range(4)))

    def highest(self: Consumer, tp: TP) -> int | None:
        acked = self._acked[tp]
        if not acked:
            return None
        offset: int = max(acked) + 1
        acked.clear()
        self._acked_index[tp].clear()
        return offset

    Link._finish = as_they_come  # type: ignore[method-assign]
    Consumer._new_offset = highest  # type: ignore[method-assign]
    consumer.Consumer.ack = Consumer.ack  # type: ignore[method-assign]
