"""Losses that must not happen: kill -9 of a worker, a broker that goes away."""

import contextlib
import threading
import time
from pathlib import Path

import orjson
import pytest

from processor.brokers.apache import LocalKafka
from tests.support.topics_io import Read, Reader, push
from tests.support.workers import WorkerProcess, topic_settings

LETTERS = "tests.support.stages:Letters"


def articles(count: int) -> list[bytes]:
    return [
        orjson.dumps({"id": f"a{number}", "text": f"Article {number}\n" + f"word {number} " * 200})
        for number in range(count)
    ]


def keys(records: list[Read]) -> set[bytes | None]:
    return {record.key for record in records}


def assert_repeats_identical(records: list[Read]) -> int:
    """Check that records of one key have the same bytes and partition; return how many are repeats."""
    first: dict[bytes | None, Read] = {}
    for record in records:
        known = first.setdefault(record.key, record)
        assert (record.value, record.partition) == (known.value, known.partition)
    return len(records) - len(first)


@pytest.mark.slow
def test_one_of_two_workers_is_killed(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, stages=f"language,{LETTERS}", session_timeout=10, workers=1)
    with (
        Reader(bootstrap, [settings.topic_enriched, settings.topic_dead_letter]) as reader,
        WorkerProcess(settings, tmp_path / "one.log") as one,
        WorkerProcess(settings, tmp_path / "two.log") as two,
    ):
        one.wait_ready()
        two.wait_ready()
        push(bootstrap, settings.topic_raw, articles(5000))
        # In the middle: both have published, and most is still to come.
        reader.until(lambda records: len(records) > 500, patience=60)
        one.wait_for(lambda: one.metric("samachar_articles_enriched_total") > 0, patience=60)
        one.kill()
        records = reader.until(lambda records: len(keys(records)) == 5000, patience=60)
        assert two.terminate() == 0
        records = reader.rest()
    assert keys(records) == {f"a{number}".encode() for number in range(5000)}
    assert all(record.topic == settings.topic_enriched for record in records)
    assert_repeats_identical(records)


@pytest.mark.slow
def test_the_broker_is_away_for_twenty_seconds(own_kafka: LocalKafka, prefix: str, tmp_path: Path) -> None:
    bootstrap = own_kafka.bootstrap
    settings = topic_settings(bootstrap, prefix, stages=LETTERS, session_timeout=10, workers=1)
    logs = (tmp_path / "one.log", tmp_path / "two.log")
    workers = [WorkerProcess(settings, log) for log in logs]
    with Reader(bootstrap, [settings.topic_enriched]) as reader, contextlib.ExitStack() as stack:
        for worker in workers:
            stack.enter_context(worker).wait_ready()
        arguments = (bootstrap, settings.topic_raw, articles(3000))
        producer = threading.Thread(target=push, args=arguments, kwargs={"pause": 0.002})
        producer.start()
        reader.until(lambda records: len(records) > 300, patience=60)
        own_kafka.stop()
        time.sleep(20)
        own_kafka.start()
        producer.join(120)
        assert not producer.is_alive()
        deadline = time.monotonic() + 180
        while len(keys(reader.records)) < 3000:
            reader.poll()
            assert time.monotonic() < deadline, f"{len(keys(reader.records))} of 3000 arrived"
            for index, worker in enumerate(workers):
                # A worker may give up, but then it says so, and a new one goes on.
                if (code := worker.process.poll()) is not None:
                    assert code != 0, worker.tail()
                    workers[index] = stack.enter_context(WorkerProcess(settings, logs[index]))
        assert [worker.terminate() for worker in workers] == [0, 0]
        records = reader.rest()
    assert keys(records) == {f"a{number}".encode() for number in range(3000)}
    assert_repeats_identical(records)
