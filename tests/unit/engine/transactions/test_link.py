"""The transactional link: what it hands to each lease, and what it does when a lease ends or cannot go on."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from aiokafka.errors import ProducerFenced
from aiokafka.structs import TopicPartition

from processor.contracts import Reason, Source, decode_dead_letter
from processor.engine.delivery import DeliveryError
from processor.engine.outcome import Enriched, Outcome, Rejected
from processor.engine.policy import FailurePolicy
from processor.engine.pool import EnrichmentPool
from processor.engine.records import Received, Record, Writer
from processor.engine.transactions.lease import Lease, LeaseEndedError
from processor.engine.transactions.link import LeasedEvent, TransactionalLink
from processor.observe.metrics import Metrics


class FakeLease:
    """Takes what it is given; `limit` is what its topics take, in bytes; `error` is raised by commits."""

    def __init__(self, partition: int) -> None:
        self.partition = TopicPartition("in", partition)
        self.ended = False
        self.limit = 1_000_000
        self.error: Exception | None = None
        self.commits: list[tuple[list[Record], list[int], int]] = []

    async def commit(self, records: Sequence[Record], numbers: Sequence[int], offset: int) -> list[int]:
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        too_large = [index for index, record in enumerate(records) if len(record.value) > self.limit]
        if not too_large:
            self.commits.append((list(records), list(numbers), offset))
        return too_large


class Pool:
    """Every message is enriched, except `bad`."""

    async def run(self, _link: int, value: bytes | None) -> Outcome:
        assert value is not None
        if value == b"bad":
            return Rejected("bad", "decode", Reason.NOT_JSON, None, "no")
        return Enriched(value[:8].decode(), b"{" + value + b"}", "en", ())


def event(lease: FakeLease, number: int, value: bytes | None = None, offset: int | None = None) -> LeasedEvent:
    place = Source("in", lease.partition.partition, number if offset is None else offset)

    async def ack() -> None:
        pass

    received = Received(b"key", f"{number}".encode() if value is None else value, [], place, 0.0)
    return LeasedEvent(received, ack, cast(Lease, lease), number)


async def deliver(events: Sequence[LeasedEvent], patience: float = 60.0) -> None:
    """Let a link read events and do all of them, or raise what it raises."""

    async def source() -> Any:
        for each in events:
            yield each

    async def send(_: Record) -> Any:
        raise AssertionError("outside of a transaction")

    link = TransactionalLink(
        index=0,
        pool=cast(EnrichmentPool, Pool()),
        writer=Writer("link", "out", "dead", "pipeline"),
        send=send,
        policy=FailurePolicy(100, 1.0, 1000),
        metrics=Metrics(),
        on_stopped=lambda _: None,
        batch_size=len(events),
        batch_bytes=1_000_000,
        batch_wait=0.05,
        window=2,
        patience=patience,
    )
    work = asyncio.ensure_future(link.work())
    await link.read(source())
    await asyncio.wait([work], timeout=0.3)
    if work.done():
        await work
    await link.drain()
    work.cancel()


def test_each_partition_gets_its_part_in_order() -> None:
    first, second = FakeLease(0), FakeLease(1)
    events = [event(first, 0), event(second, 0), event(first, 1, b"bad"), event(second, 1, offset=7)]
    asyncio.run(deliver(events))
    ((records, numbers, offset),) = first.commits
    assert [record.topic for record in records] == ["out", "dead"]
    assert (numbers, offset) == ([0, 1], 2)
    ((records, numbers, offset),) = second.commits
    assert [record.value for record in records] == [b"{0}", b"{1}"]
    assert (numbers, offset) == ([0, 1], 8)


@pytest.mark.parametrize("ended", [True, False])
def test_what_a_lease_that_ended_has_is_left_to_others(*, ended: bool) -> None:
    gone, held = FakeLease(0), FakeLease(1)
    gone.ended, gone.error = ended, LeaseEndedError()
    asyncio.run(deliver([event(gone, 0), event(held, 0)]))
    assert gone.commits == []
    assert [offset for _, _, offset in held.commits] == [1]


@pytest.mark.parametrize("error", [ProducerFenced(), AssertionError("Invalid state transition")])
def test_a_transaction_that_fails_ends_the_worker(error: Exception) -> None:
    lease = FakeLease(0)
    lease.error = error
    with pytest.raises(ExceptionGroup) as raised:
        asyncio.run(deliver([event(lease, 0)]))
    assert raised.group_contains(DeliveryError, match="in/0")


def test_a_transaction_that_does_not_end_ends_the_worker() -> None:
    class Hanging(FakeLease):
        async def commit(self, *_: Any) -> list[int]:
            await asyncio.Event().wait()
            return []

    with pytest.raises(ExceptionGroup) as raised:
        asyncio.run(deliver([event(Hanging(0), 0)], patience=0.01))
    assert raised.group_contains(DeliveryError, match="TimeoutError")


def test_a_record_that_is_too_large_becomes_a_letter_in_the_same_transaction() -> None:
    lease = FakeLease(0)
    lease.limit = 2_000
    asyncio.run(deliver([event(lease, 0), event(lease, 1, b"x" * 3_000), event(lease, 2)]))
    ((records, numbers, offset),) = lease.commits
    assert [record.topic for record in records] == ["out", "dead", "out"]
    letter = decode_dead_letter(records[1].value)
    assert letter.reason is Reason.RECORD_TOO_LARGE
    assert letter.payload is None  # with the message the letter would be too large as well
    assert (numbers, offset) == ([0, 1, 2], 3)


def test_where_not_even_the_bare_letter_is_taken_the_worker_ends() -> None:
    lease = FakeLease(0)
    lease.limit = 10
    with pytest.raises(ExceptionGroup) as raised:
        asyncio.run(deliver([event(lease, 0, b"x" * 100)]))
    assert raised.group_contains(DeliveryError, match="does not take")
