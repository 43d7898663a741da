"""A broker that dies between a decision and its markers, and forgets them when it comes back (docs/upstream.md)."""

import asyncio
import time
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.record import MemoryRecords
from aiokafka.structs import TopicPartition

from processor.brokers.apache import LocalKafka
from processor.engine.records import Record
from processor.settings import Settings
from tests.support.leases import lease
from tests.support.topics_io import Reader
from tests.support.workers import topic_settings

#: In the value of a record of `__transaction_state` (versions 0 and 1): where the status is, and that of a decision.
_STATUS = 16
_PREPARE_COMMIT = 2
#: In some, the broker has written its markers before it dies; then there is nothing to forget.
_DEATHS = 4


def statuses(log: Path) -> list[int]:
    """Return the statuses that a partition of `__transaction_state` holds, in order."""
    batches, found = MemoryRecords(log.read_bytes()), []
    while batches.has_next():
        found += [record.value[_STATUS] for record in batches.next_batch() if record.value is not None]
    return found


def kill_when_decided(kafka: LocalKafka) -> None:
    """Kill the broker as soon as a transaction is decided that was not before."""
    logs = sorted((kafka.log_file.parent / "data").glob("__transaction_state-*/*.log"))
    before = {log: statuses(log).count(_PREPARE_COMMIT) for log in logs}
    deadline = time.monotonic() + 60
    while all(statuses(log).count(_PREPARE_COMMIT) == before[log] for log in logs):
        assert time.monotonic() < deadline
    kafka.kill()


async def committed(settings: Settings) -> int | None:
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.bootstrap_servers, group_id=settings.group_id)
    async with consumer:
        offset: int | None = await consumer.committed(TopicPartition(settings.topic_raw, 0))
        return offset


async def one_death(kafka: LocalKafka, settings: Settings, number: int) -> None:
    """Deliver article `number` as two workers do, the first of which loses the broker in the middle of its commit."""
    article = Record(settings.topic_enriched, b"%d" % number, b"{}", [])
    first, second = lease(settings), lease(settings)
    await first.begin()
    committing = asyncio.create_task(first.commit([article], [first.number()], number + 1))
    await asyncio.to_thread(kill_when_decided, kafka)
    stopping = first.end()
    await asyncio.to_thread(kafka.start)
    await second.begin()
    if (await committed(settings) or 0) <= number:
        assert await second.commit([article], [second.number()], number + 1) == []
    for ended in (committing, stopping, second.end()):
        assert ended is not None
        await asyncio.wait([ended], timeout=30)
    committing.cancelled() or committing.exception()


@pytest.mark.slow
def test_an_article_comes_once_though_the_broker_forgets_markers(own_kafka: LocalKafka, prefix: str) -> None:
    settings = topic_settings(own_kafka.bootstrap, prefix)

    async def main() -> None:
        for number in range(_DEATHS):
            await one_death(own_kafka, settings, number)

    asyncio.run(main())
    assert asyncio.run(committed(settings)) == _DEATHS
    with Reader(own_kafka.bootstrap, [settings.topic_enriched]) as reader:
        reader.until(lambda found: len(found) >= _DEATHS, patience=60)
        assert sorted(each.key or b"" for each in reader.rest()) == [b"%d" % number for number in range(_DEATHS)]
