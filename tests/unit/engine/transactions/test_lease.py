"""A lease's promises, with a producer under the test's control: all or nothing, in order, and only while it lasts."""

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, ProducerFenced
from aiokafka.structs import TopicPartition

from processor.engine.consumer import MissingRecordError
from processor.engine.transactions import lease as module
from processor.engine.transactions.lease import Lease, LeaseEndedError
from tests.unit.engine.transactions.fakes import FakeProducer, Producers, record

PLACE = TopicPartition("in", 3)


def leased(producers: Producers) -> tuple[Lease, list[int]]:
    commits: list[int] = []
    return Lease(PLACE, "group", producers, lambda _place, offset: commits.append(offset)), commits


def test_records_and_offset_are_one_transaction() -> None:
    async def main() -> None:
        producers = Producers()
        lease, commits = leased(producers)
        await lease.begin()
        assert await lease.commit([record(b"a"), record(b"b")], [0, 1], 42) == []
        assert producers.log == [
            ("start", "group/in/3"),
            ("begin",),
            ("send", "out", b"a"),
            ("send", "out", b"b"),
            ("offsets", "group", {PLACE: 42}),
            ("commit",),
        ]
        assert commits == [42]

    asyncio.run(main())


def test_a_record_that_does_not_arrive_leaves_the_transaction_open() -> None:
    async def main() -> None:
        producers = Producers(lambda producer: producer.failures.update({b"b": ProducerFenced()}))
        lease, commits = leased(producers)
        await lease.begin()
        with pytest.raises(ProducerFenced):
            await lease.commit([record(b"a"), record(b"b")], [0, 1], 42)
        assert producers.log[-1] == ("send", "out", b"b")
        assert commits == []

    asyncio.run(main())


@pytest.mark.parametrize("way", ["refused", "failures"])
def test_what_is_too_large_aborts_and_a_new_producer_does_it_again(way: str) -> None:
    """The broker counts what it refuses: after a gap in its sequence numbers it takes nothing of the old producer."""

    async def main() -> None:
        producers = Producers(lambda producer: getattr(producer, way).update({b"big": MessageSizeTooLargeError()}))
        lease, commits = leased(producers)
        await lease.begin()
        assert await lease.commit([record(b"a"), record(b"big")], [0, 1], 42) == [1]
        assert producers.log[-3:] == [("abort",), ("stop", "group/in/3"), ("start", "group/in/3")]
        assert commits == []
        assert await lease.commit([record(b"a"), record(b"small")], [0, 1], 42) == []
        assert len(producers.made) == 2
        assert commits == [42]

    asyncio.run(main())


@pytest.mark.parametrize("hangs", ["begin", "send", "offsets", "commit"])
def test_a_lease_that_ends_leaves_its_commit_to_its_fate(hangs: str) -> None:
    async def main() -> None:
        producers = Producers(lambda producer: setattr(producer, "hangs", hangs))
        lease, commits = leased(producers)
        await lease.begin()
        work = asyncio.ensure_future(lease.commit([record(b"a")], [0], 42))
        await asyncio.sleep(0.01)
        stopping = lease.end()
        with pytest.raises(LeaseEndedError):
            await work
        assert stopping is not None
        await stopping
        assert producers.log[-1] == ("stop", "group/in/3")
        assert ("abort",) not in producers.log
        assert commits == []
        with pytest.raises(LeaseEndedError):
            await lease.commit([record(b"a")], [0], 42)

    asyncio.run(main())


@pytest.mark.parametrize("numbers", [[1], [1, 2], [0, 2]])
def test_nothing_is_committed_over_a_record_that_did_not_come(numbers: list[int]) -> None:
    async def main() -> None:
        producers = Producers()
        lease, commits = leased(producers)
        await lease.begin()
        with pytest.raises(MissingRecordError):
            await lease.commit([record(b"a")] * len(numbers), numbers, 42)
        assert commits == []

    asyncio.run(main())


def test_records_are_numbered_from_commit_to_commit() -> None:
    async def main() -> None:
        lease, commits = leased(Producers())
        await lease.begin()
        assert [lease.number() for _ in range(3)] == [0, 1, 2]
        await lease.commit([record(b"a"), record(b"b")], [0, 1], 8)
        await lease.commit([record(b"c")], [2], 9)
        assert commits == [8, 9]

    asyncio.run(main())


def test_a_lease_waits_for_a_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSE", 0.0)
    errors = [[KafkaConnectionError()], [KafkaConnectionError()], []]

    async def main() -> None:
        producers = Producers(lambda producer: setattr(producer, "start_errors", errors.pop(0)))
        lease, _ = leased(producers)
        await lease.begin()
        assert producers.log == [("stop", "group/in/3"), ("stop", "group/in/3"), ("start", "group/in/3")]

    asyncio.run(main())


def test_a_lease_that_ends_before_it_began_has_no_producer_left() -> None:
    async def main() -> None:
        producers = Producers(lambda producer: setattr(producer, "hangs", "start"))
        lease, _ = leased(producers)
        beginning = asyncio.ensure_future(lease.begin())
        await asyncio.sleep(0.01)
        assert lease.end() is None
        beginning.cancel()
        with pytest.raises(asyncio.CancelledError):
            await beginning
        assert producers.log == [("stop", "group/in/3")]

    asyncio.run(main())


def test_a_producer_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_STOP_PATIENCE", 0.01)

    async def main() -> None:
        log: list[tuple[object, ...]] = []
        producer = FakeProducer("id", log)
        producer.hangs = "stop"
        await module.stop(producer)
        assert log == [("close", "id")]

    asyncio.run(main())
