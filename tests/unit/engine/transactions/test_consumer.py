"""The consumer under leases, with the client's thread under the test's control: leases, then offsets, then records."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import faust
import pytest
from aiokafka.errors import ProducerFenced, TransactionalIdAuthorizationFailed
from faust.tables.recovery import RebalanceAgain
from faust.types import TP

from processor.engine.transactions.consumer import Consumer, read_in_transactions
from tests.unit.engine.transactions.fakes import Log, Producers

ZERO, ONE = TP("in", 0), TP("in", 1)


class Thread:
    """The part of Faust's consumer thread that asks the broker."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.committed: dict[TP, int | None] = {ZERO: 5, ONE: None}
        self.records: dict[TP, list[Any]] = {}
        self.tp_last_committed_at: dict[TP, float] = {}

    def assignment(self) -> set[TP]:
        return set(self.committed)

    def highwater(self, _: TP) -> int:
        return 100

    async def seek_to_committed(self) -> Mapping[TP, int | None]:
        self.log.append(("committed",))
        return self.committed

    async def seek_to_beginning(self, *places: Any) -> None:
        self.log.append(("beginning", *places))

    async def getmany(self, _active: set[TP], _timeout: float) -> dict[TP, list[Any]]:
        self.log.append(("fetch",))
        records, self.records = self.records, {}
        return records


@asynccontextmanager
async def reading(producers: Producers) -> AsyncIterator[tuple[Consumer, Thread]]:
    app = faust.App("group", broker="kafka://127.0.0.1:1", web_enabled=False)
    read_in_transactions(app, producers)
    consumer = cast(Consumer, app.consumer)
    thread = Thread(producers.log)
    consumer._thread = cast(Any, thread)
    consumer._set_active_tps({ZERO, ONE})
    yield consumer, thread
    consumer._end_leases()
    await asyncio.sleep(0)


def records(*offsets: int) -> list[Any]:
    fields = {"timestamp": 0, "timestamp_type": 0, "headers": (), "key": None, "value": b"{}", "checksum": None}
    sizes = {"serialized_key_size": 0, "serialized_value_size": 2}
    return [SimpleNamespace(topic="in", partition=0, offset=offset, **fields, **sizes) for offset in offsets]


async def fetched(consumer: Consumer) -> list[Any]:
    """Return what comes with the flow resumed, which Faust may do while the next rebalance is under way."""
    consumer.resume_flow()
    return [message async for _, message in consumer.getmany(0.1)]


def test_leases_are_taken_before_offsets_are_read() -> None:
    async def main() -> None:
        producers = Producers()
        async with reading(producers) as (consumer, _):
            await consumer.perform_seek()
            assert sorted(producers.log[:2]) == [("start", "group/in/0"), ("start", "group/in/1")]
            # Twice: what is answered first may have been asked before.
            assert producers.log[2:4] == [("committed",), ("committed",)]
            # Where nothing is committed the client's own idea of where it is does not count.
            assert producers.log[4] == ("beginning", ONE)

    asyncio.run(main())


def test_nothing_is_fetched_without_leases() -> None:
    async def main() -> None:
        producers = Producers()
        async with reading(producers) as (consumer, thread):
            thread.records = {ZERO: records(5)}
            assert await fetched(consumer) == []
            assert ("fetch",) not in producers.log
            await consumer.perform_seek()
            assert len(await fetched(consumer)) == 1

    asyncio.run(main())


def test_nothing_flows_until_the_recovery_that_took_the_leases_lets_it() -> None:
    """A recovery that this one overtook may have resumed the flow; what is buffered when this one ends is cleared."""

    async def main() -> None:
        async with reading(Producers()) as (consumer, _):
            consumer.resume_flow()
            await consumer.perform_seek()
            assert not consumer.flow_active

    asyncio.run(main())


def test_records_have_their_lease_and_are_numbered() -> None:
    async def main() -> None:
        async with reading(Producers()) as (consumer, thread):
            await consumer.perform_seek()
            thread.records = {ZERO: records(5, 6, 9)}
            messages = await fetched(consumer)
            thread.records = {ZERO: records(10)}
            messages += await fetched(consumer)
            assert [(message.offset, message.number) for message in messages] == [(5, 0), (6, 1), (9, 2), (10, 3)]
            assert {message.lease.transactional_id for message in messages} == {"group/in/0"}

    asyncio.run(main())


@pytest.mark.parametrize(("told", "error"), [(True, RebalanceAgain), (False, ProducerFenced)])
def test_whoever_is_barred_while_he_begins_gives_way_where_he_was_told_to(told: bool, error: type[Exception]) -> None:
    async def main() -> None:
        producers = Producers(lambda producer: setattr(producer, "start", barred))
        async with reading(producers) as (consumer, _):
            revoke = consumer.on_partitions_revoked

            async def barred_after_a_rebalance() -> None:
                if told:
                    await revoke({ZERO, ONE})
                raise ProducerFenced

            start.append(barred_after_a_rebalance)
            with pytest.raises(error):
                await consumer.perform_seek()
            assert await fetched(consumer) == []

    async def barred() -> None:
        await start[0]()

    start: list[Callable[[], Awaitable[None]]] = []
    asyncio.run(main())


def test_a_rebalance_ends_leases_and_what_was_fetched_under_them() -> None:
    async def main() -> None:
        producers = Producers()
        async with reading(producers) as (consumer, thread):
            await consumer.perform_seek()
            consumer.resume_flow()
            thread.records = {ZERO: records(5, 6, 7)}
            messages = []
            async for _, message in consumer.getmany(0.1):
                messages.append(message)
                await consumer.on_partitions_revoked({ZERO, ONE})
            assert [message.offset for message in messages] == [5]
            assert messages[0].lease.ended
            consumer.resume_partitions({ZERO, ONE})
            await consumer.perform_seek()
            thread.records = {ZERO: records(5)}
            (again,) = await fetched(consumer)
            assert not again.lease.ended
            assert again.number == 0

    asyncio.run(main())


def test_a_fetch_that_outlives_its_leases_is_dropped() -> None:
    """aiokafka's waits for the end of a rebalance, and then brings records of partitions that are new here."""

    async def main() -> None:
        async with reading(Producers()) as (consumer, thread):
            thread.committed = {ONE: 5}
            await consumer.perform_seek()

            async def late(*_: Any) -> dict[TP, list[Any]]:
                await consumer.on_partitions_revoked({ONE})
                return {ZERO: records(5)}

            thread.getmany = late  # type: ignore[method-assign, assignment]
            assert await fetched(consumer) == []

    asyncio.run(main())


def test_a_fetch_that_is_cancelled_ends_the_leases() -> None:
    """The client has moved on past what it gave to nobody: what comes after it must not be committed."""

    async def main() -> None:
        async with reading(Producers()) as (consumer, thread):
            await consumer.perform_seek()
            thread.records = {ZERO: records(5)}
            (message,) = await fetched(consumer)
            thread.getmany = lambda *_: asyncio.Event().wait()  # type: ignore[method-assign, assignment]
            fetching = asyncio.ensure_future(fetched(consumer))
            await asyncio.sleep(0.01)
            fetching.cancel()
            with pytest.raises(asyncio.CancelledError):
                await fetching
            assert message.lease.ended

    asyncio.run(main())


def test_a_rebalance_while_leases_are_taken_is_noticed() -> None:
    async def main() -> None:
        producers = Producers(lambda producer: setattr(producer, "hangs", "start"))
        async with reading(producers) as (consumer, _):
            seeking = asyncio.ensure_future(consumer.perform_seek())
            await asyncio.sleep(0.01)
            await consumer.on_partitions_revoked({ZERO, ONE})
            for producer in producers.made:
                producer.hangs = ""
            seeking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await seeking
            assert ("committed",) not in producers.log
            assert await fetched(consumer) == []

    asyncio.run(main())


def test_offsets_that_were_read_for_an_assignment_that_is_gone_do_not_count() -> None:
    async def main() -> None:
        producers = Producers()
        async with reading(producers) as (consumer, thread):
            gate = asyncio.Event()

            async def slowly() -> Mapping[TP, int | None]:
                await gate.wait()
                return thread.committed

            thread.seek_to_committed = slowly  # type: ignore[method-assign]
            seeking = asyncio.ensure_future(consumer.perform_seek())
            await asyncio.sleep(0.01)
            await consumer.on_partitions_revoked({ZERO, ONE})
            gate.set()
            with pytest.raises(RebalanceAgain):
                await seeking
            thread.records = {ZERO: records(5)}
            assert await fetched(consumer) == []

    asyncio.run(main())


def test_a_lease_that_is_refused_is_an_error() -> None:
    refusal = TransactionalIdAuthorizationFailed("group/in/0")

    async def main() -> None:
        producers = Producers(lambda producer: setattr(producer, "start_errors", [refusal]))
        async with reading(producers) as (consumer, _):
            with pytest.raises(TransactionalIdAuthorizationFailed, match="group/in/0"):
                await consumer.perform_seek()
            assert ("committed",) not in producers.log

    asyncio.run(main())


def test_a_commit_is_noted_where_metrics_look() -> None:
    async def main() -> None:
        async with reading(Producers()) as (consumer, thread):
            await consumer.perform_seek()
            thread.records = {ZERO: records(5)}
            (message,) = await fetched(consumer)
            await message.lease.commit([], [message.number], 6)
            assert consumer._committed_offset[ZERO] == 6
            assert ZERO in thread.tp_last_committed_at

    asyncio.run(main())
