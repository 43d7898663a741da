"""The link where each article comes out once: delivering a partition's part of a batch and committing it are one."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import faust
from aiokafka.errors import KafkaError
from faust.types import StreamT

from processor.engine.app import received
from processor.engine.delivery import DeliveryError
from processor.engine.link import Event, Link
from processor.engine.outcome import Outcome, Rejected
from processor.engine.records import Record
from processor.engine.transactions.lease import Lease, LeaseEndedError


@dataclass(frozen=True, slots=True)
class LeasedEvent(Event):
    """A record that was read under a lease, and its number there."""

    lease: Lease
    number: int


class TransactionalLink(Link):
    """Delivers by the leases of events. Partitions go side by side: each has a producer and transactions of its own."""

    async def _deliver(self, events: Sequence[Event], outcomes: list[Outcome]) -> None:
        parts: dict[Lease, list[int]] = defaultdict(list)
        for index, event in enumerate(events):
            parts[cast(LeasedEvent, event).lease].append(index)
        async with asyncio.TaskGroup() as group:
            for lease, indices in parts.items():
                part = [cast(LeasedEvent, events[index]) for index in indices]
                group.create_task(self._commit(lease, part, [outcomes[index] for index in indices]))

    async def _commit(self, lease: Lease, events: list[LeasedEvent], outcomes: list[Outcome]) -> None:
        """Deliver and commit, or do nothing where the partition was taken away: whoever has it does it all again."""
        if lease.ended:
            return
        started = time.monotonic()
        records = await self._written(events, outcomes)
        numbers = [event.number for event in events]
        end = cast(int, events[-1].received.source.offset) + 1
        bare: set[int] = set()
        try:
            async with asyncio.timeout(self._patience):
                while too_large := await lease.commit(records, numbers, end):
                    for index in too_large:
                        records[index] = self._smaller(events[index], records[index], outcomes, index, bare)
        except LeaseEndedError:
            return
        except (KafkaError, TimeoutError, AssertionError) as error:  # aiokafka asserts that a transaction can go on
            raise DeliveryError(f"{lease.partition.topic}/{lease.partition.partition}: {error!r}") from error
        self._count(events, outcomes, records, time.monotonic() - started)

    def _smaller(self, event: Event, record: Record, outcomes: list[Outcome], index: int, bare: set[int]) -> Record:
        """Return what to deliver instead of a record that is too large: its letter, then that without the message."""
        outcome = outcomes[index]
        if not isinstance(outcome, Rejected):
            outcomes[index] = rejected = self._too_large(record, outcome)
            return self._writer.write(event.received, rejected, time.time())
        if index in bare:
            raise DeliveryError(f"topic {record.topic} does not take {len(record.value)} bytes")
        bare.add(index)
        return self._writer.write_bare(event.received, outcome, time.time())


async def leased_events(_app: faust.App, stream: StreamT[bytes]) -> AsyncIterator[Event]:
    """Yield the events of a stream that reads under leases. There is nothing to acknowledge."""
    async for event in stream.events():
        message: Any = event.message
        yield LeasedEvent(received(event), _nothing, message.lease, message.number)


async def _nothing() -> None:
    pass
