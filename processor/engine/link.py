"""The link: from a source topic through one or more stages to a destination.

Three steps run side by side, joined by queues that are bounded in messages and in bytes, so that a slow pool slows the
reading:
- gather events into batches;
- run the stages on up to `window` batches at once;
- finish the batches strictly in the order they were read: deliver what came out, then acknowledge.
An event is acknowledged only when its record or its dead letter is delivered. Nothing raises into Faust, which would
acknowledge the event all the same.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from processor.brokers.batches import RefusedBatch
from processor.contracts import Reason
from processor.contracts.headers import ingested_at
from processor.engine.delivery import DeliveryError, Send, deliver
from processor.engine.outcome import DECODE, PUBLISH, Enriched, Outcome, Rejected
from processor.engine.policy import FailurePolicy
from processor.engine.pool import EnrichmentPool
from processor.engine.records import Received, Record, Writer
from processor.engine.room import Room
from processor.observe.logs import fields
from processor.observe.metrics import Metrics

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """A record in hand, and how to acknowledge it to whoever gave it."""

    received: Received
    ack: Callable[[], Awaitable[Any]]


@dataclass(slots=True)
class _Batch:
    events: list[Event]
    outcomes: "asyncio.Task[list[Outcome]]" = field(init=False)


class Link:
    """One link at work.

    Args:
        index: which of the pool's plans is this link's.
        batch_size, batch_bytes: most messages in a batch, and most bytes; a larger message is a batch of its own.
        window: batches in flight at once. With one more that is gathered they are all that the link holds.
        patience: seconds to try to deliver.
        on_stopped: called with the reason when the failure policy stops the link.
    """

    def __init__(
        self,
        *,
        index: int,
        pool: EnrichmentPool,
        writer: Writer,
        send: Send,
        policy: FailurePolicy,
        metrics: Metrics,
        on_stopped: Callable[[str], None],
        batch_size: int,
        batch_bytes: int,
        batch_wait: float,
        window: int,
        patience: float,
    ) -> None:
        self.name = writer.link
        self._index = index
        self._pool = pool
        self._writer = writer
        self._send = send
        self._policy = policy
        self._metrics = metrics
        self._on_stopped = on_stopped
        self._batch_size = batch_size
        self._batch_bytes = batch_bytes
        self._batch_wait = batch_wait
        self._patience = patience
        self._events: asyncio.Queue[Event] = asyncio.Queue(batch_size)
        self._room = Room(batch_bytes * (window + 1))
        self._next: Event | None = None
        self._batches: asyncio.Queue[_Batch] = asyncio.Queue()
        self._window = asyncio.Semaphore(window)
        self._gathering: asyncio.Task[None] | None = None
        self._held = 0

    async def read(self, events: AsyncIterator[Event]) -> None:
        """Take events until the source ends. Blocks while the pool has enough to do."""
        async for event in events:
            await self._room.take(event.received.size)
            await self._events.put(event)

    async def work(self) -> None:
        """Gather, process and acknowledge for ever.

        Raises:
            DeliveryError: a record cannot be delivered; the caller must end the process, since what is held stays
                unacknowledged and would block what comes after it.
        """
        async with asyncio.TaskGroup() as group:
            self._gathering = group.create_task(self._gather(group))
            group.create_task(self._finish())

    async def drain(self) -> None:
        """Begin no more batches, and wait until those begun are acknowledged. Other events are left as they are."""
        self._stop_gathering()
        await self._batches.join()

    def _stop_gathering(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()

    async def _gather(self, group: asyncio.TaskGroup) -> None:
        while True:
            await self._window.acquire()
            batch = _Batch(await self._next_events())
            self._hold(len(batch.events))
            self._metrics.consumed(self.name, len(batch.events))
            self._metrics.batch(self.name, len(batch.events))
            batch.outcomes = group.create_task(self._run(batch.events))
            self._batches.put_nowait(batch)

    async def _next_events(self) -> list[Event]:
        events = [self._next or await self._events.get()]
        size, self._next = events[0].received.size, None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._batch_wait):
                while len(events) < self._batch_size:
                    event = await self._events.get()
                    size += event.received.size
                    if size > self._batch_bytes:
                        self._next = event
                        break
                    events.append(event)
        return events

    async def _run(self, events: Sequence[Event]) -> list[Outcome]:
        return list(await asyncio.gather(*(self._outcome(event.received) for event in events)))

    async def _outcome(self, received: Received) -> Outcome:
        value = received.value
        if isinstance(value, RefusedBatch):
            return Rejected(None, DECODE, value.reason, None, value.detail)
        outcome = await self._pool.run(self._index, value)
        received.trace.processed()
        return outcome

    async def _finish(self) -> None:
        while True:
            batch = await self._batches.get()
            try:
                outcomes = await batch.outcomes
                if self._acceptable(outcomes):
                    await self._deliver(batch.events, outcomes)
                    for event in batch.events:
                        await event.ack()
                    self._hold(-len(batch.events))
                    self._room.give(sum(event.received.size for event in batch.events))
            finally:
                self._window.release()
                self._batches.task_done()

    async def _deliver(self, events: Sequence[Event], outcomes: list[Outcome]) -> None:
        started = time.monotonic()
        records = await self._written(events, outcomes)
        for index in await self._send_all(records):
            outcomes[index] = await self._deliver_too_large(events[index], records[index], outcomes[index])
        self._count(events, outcomes, records, time.monotonic() - started)

    async def _written(self, events: Sequence[Event], outcomes: Sequence[Outcome]) -> list[Record]:
        now = time.time()
        records = []
        for event, outcome in zip(events, outcomes, strict=True):
            records.append(self._writer.write(event.received, outcome, now))
            if isinstance(outcome, Rejected):
                await asyncio.sleep(0)  # a letter of a megabyte takes milliseconds to write: others want the loop too
        return records

    async def _send_all(self, records: Sequence[Record]) -> list[int]:
        """Deliver records; return the indices of those that the broker finds too large."""
        return await deliver(
            self._send, records, self._patience, lambda topic: self._metrics.delivery_failed(self.name, topic)
        )

    def _acceptable(self, outcomes: Sequence[Outcome]) -> bool:
        """Return whether to deliver a batch. Stops the link when too much has failed, before the batch that says so.

        What a stopped link holds stays unacknowledged: another worker, or this one started anew, will do it.
        """
        if self._policy.tripped is not None:
            return False
        for outcome in outcomes:
            self._policy.record(outcome.reason if isinstance(outcome, Rejected) else None)
        if self._policy.tripped is None:
            return True
        self._stop_gathering()
        logger.critical("link %s stopped: %s", self.name, self._policy.tripped)
        self._on_stopped(self._policy.tripped)
        return False

    async def _deliver_too_large(self, event: Event, record: Record, outcome: Outcome) -> Outcome:
        """Deliver the dead letter of a record that its topic does not take; where need be without the message."""
        if isinstance(outcome, Rejected):
            rejected = outcome
        else:
            rejected = self._too_large(record, outcome)
            if not await self._send_all([self._writer.write(event.received, rejected, time.time())]):
                return rejected
        letter = self._writer.write_bare(event.received, rejected, time.time())
        if await self._send_all([letter]):
            raise DeliveryError(f"topic {letter.topic} does not take {len(letter.value)} bytes")
        return rejected

    def _too_large(self, record: Record, outcome: Enriched) -> Rejected:
        detail = f"topic {record.topic} does not take {len(record.value)} bytes"
        return Rejected(outcome.id, PUBLISH, Reason.RECORD_TOO_LARGE, None, detail)

    def _count(
        self, events: Sequence[Event], outcomes: Sequence[Outcome], records: Sequence[Record], seconds: float
    ) -> None:
        now = time.time()
        for topic in {record.topic for record in records}:
            self._metrics.delivered(self.name, topic, seconds)
        for event, outcome in zip(events, outcomes, strict=True):
            received = event.received
            if isinstance(outcome, Enriched):
                self._metrics.enriched(self.name, 1)
                received.trace.enriched(outcome.id, outcome.runs)
                for run in outcome.runs:
                    self._metrics.stage_done(run.stage, run.status, run.seconds)
                # In the staged layout every later link sees language and entities again.
                stages = {run.stage for run in outcome.runs}
                if outcome.language and "language" in stages:
                    self._metrics.language(outcome.language)
                if "entities" in stages:
                    for kind in outcome.listed:
                        self._metrics.watchlist_hit(kind)
                    self._metrics.entities(outcome.entities)
                if "topics" in stages:
                    self._metrics.topics(outcome.topics)
            else:
                self._metrics.dead_letter(self.name, outcome.stage, outcome.reason)
                received.trace.rejected(outcome.id, outcome.stage, outcome.reason)
                source = received.source
                extra = fields(
                    link=self.name,
                    topic=source.topic,
                    partition=source.partition,
                    offset=source.offset,
                    article_id=outcome.id,
                    trace_id=received.trace.id,
                )
                logger.warning("dead letter: %s in %s", outcome.reason, outcome.stage, extra=extra)
            self._metrics.end_to_end(self.name, max(0.0, now - ingested_at(received.headers, received.timestamp)))

    def _hold(self, change: int) -> None:
        self._held += change
        self._metrics.in_flight(self.name, self._held)
