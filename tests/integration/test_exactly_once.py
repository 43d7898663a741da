"""Transactions on Apache Kafka: who has a partition bars everybody before, and readers see what was committed alone."""

import asyncio
import signal
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from aiokafka.errors import KafkaError

from processor.brokers.topics import ensure, specs
from processor.engine.exits import Exit
from processor.engine.records import Record
from processor.engine.transactions.lease import Lease
from processor.settings import Settings
from tests.brokers import settings_for
from tests.support.articles import generated_messages
from tests.support.leases import lease
from tests.support.shell import running_worker, shell_for
from tests.support.topics_io import Reader, push
from tests.support.workers import topic_settings


def record(settings: Settings, name: str, size: int = 0) -> Record:
    return Record(settings.topic_enriched, name.encode(), orjson.dumps({"id": name, "x": "x" * size}), [])


async def left_open(lease: Lease, records: list[Record]) -> None:
    """Write records, and stop short of the commit: as a worker does that is killed or given up."""
    producer = lease._started()
    await producer.begin_transaction()
    for each in records:
        await producer.send_and_wait(each.topic, each.value, each.key)


def test_who_begins_a_lease_bars_whoever_had_it(bootstrap: str, prefix: str) -> None:
    settings = topic_settings(bootstrap, prefix)

    async def main() -> None:
        zombie, heir = lease(settings), lease(settings)
        await zombie.begin()
        await left_open(zombie, [record(settings, "zombie")])
        await heir.begin()
        with pytest.raises(KafkaError):
            await zombie._started().commit_transaction()
        assert await heir.commit([record(settings, "heir")], [heir.number()], 7) == []
        for each in (zombie, heir):
            stopping = each.end()
            assert stopping is not None
            await stopping

    asyncio.run(main())
    with Reader(bootstrap, [settings.topic_enriched]) as reader:
        reader.until(lambda found: len(found) >= 1, patience=60)
        assert [each.key for each in reader.rest()] == [b"heir"]


def test_what_the_broker_finds_too_large_costs_nothing_else(bootstrap: str, prefix: str) -> None:
    settings = settings_for(bootstrap, prefix, compression="none")
    ensure(settings, [replace(spec, max_message_bytes=20_000) for spec in specs(settings)])

    async def main() -> None:
        mine = lease(settings)
        await mine.begin()
        both = [record(settings, "small"), record(settings, "large", 100_000)]
        numbers = [mine.number(), mine.number()]
        too_large = await mine.commit(both, numbers, 2)
        assert 1 in too_large
        assert await mine.commit([record(settings, "small"), record(settings, "letter")], numbers, 2) == []
        stopping = mine.end()
        assert stopping is not None
        await stopping

    asyncio.run(main())
    with Reader(bootstrap, [settings.topic_enriched]) as reader:
        reader.until(lambda found: len(found) >= 2, patience=60)
        assert sorted(each.key or b"" for each in reader.rest()) == [b"letter", b"small"]


def test_aborted_articles_are_not_read_and_not_shown(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    """Both ends of a worker: what a transactional producer took back, and what a worker did not get to commit."""
    shell = shell_for(bootstrap, prefix, tmp_path, guarantee="exactly_once")
    settings = settings_for(bootstrap, prefix)
    ensure(settings)

    async def main() -> None:
        given_up = lease(settings)
        await given_up.begin()
        raw = Record(settings.topic_raw, b"k", orjson.dumps({"id": "aborted", "text": "not to be read"}), [])
        await left_open(given_up, [raw, record(settings, "half done")])
        await lease(settings).begin()

    asyncio.run(main())
    push(bootstrap, settings.topic_raw, generated_messages(seed=3, count=50))
    with (
        Reader(bootstrap, [settings.topic_enriched, settings.topic_dead_letter]) as reader,
        running_worker(shell) as worker,
    ):
        reader.until(lambda found: len(found) >= 50, patience=120)
        names = [orjson.loads(each.value)["id"] for each in reader.rest()]
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == Exit.OK
    assert len(names) == len(set(names)) == 50
    assert "aborted" not in names
    shown = [orjson.loads(line)["id"] for line in shell.ok("consume", "--json").splitlines()]
    assert sorted(shown) == sorted(names)
