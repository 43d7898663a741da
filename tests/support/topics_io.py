"""Kafka as an outsider sees it: plain confluent-kafka producers and consumers, none of our own code."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast

from confluent_kafka import Consumer, KafkaError, Message, Producer, TopicPartition

LARGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """A record as it was read."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: dict[str, bytes]


def push(
    bootstrap: str,
    topic: str,
    values: Iterable[bytes | None],
    *,
    headers: list[tuple[str, bytes]] | None = None,
    pause: float = 0.0,
) -> int:
    """Produce values without keys and return their number once all are acknowledged."""
    failures: list[KafkaError] = []

    def note(error: KafkaError | None, _: Message) -> None:
        if error is not None:
            failures.append(error)

    options: dict[str, Any] = {"bootstrap.servers": bootstrap, "acks": "all", "message.max.bytes": LARGE}
    producer = Producer(
        {**options, "enable.idempotence": True, "compression.type": "lz4", "linger.ms": 5, "log_level": 2}
    )
    own: list[tuple[str, str | bytes | None]] = list(headers or ())
    count = 0
    for value in values:
        while True:
            try:
                producer.produce(topic, value, headers=own, on_delivery=note)
                break
            except BufferError:
                producer.poll(0.1)
        producer.poll(0)
        count += 1
        if pause:
            time.sleep(pause)
    assert producer.flush(120) == 0
    assert not failures, failures[0]
    return count


class Reader:
    """Reads topics from their beginning, without a group."""

    def __init__(self, bootstrap: str, topics: Sequence[str]) -> None:
        self._consumer = Consumer(
            {
                "bootstrap.servers": bootstrap,
                "group.id": "outside",
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "log_level": 2,  # a broker that is away is part of some tests
                "fetch.message.max.bytes": LARGE,
                "receive.message.max.bytes": 2 * LARGE,
            }
        )
        metadata = self._consumer.list_topics(timeout=30)
        self._consumer.assign(
            [TopicPartition(topic, partition, 0) for topic in topics for partition in metadata.topics[topic].partitions]
        )
        self.records: list[Read] = []

    def poll(self, timeout: float = 1.0) -> list[Read]:
        """Return what has come since the last call, waiting up to `timeout` seconds for the first."""
        found = []
        for message in self._consumer.consume(1000, timeout):
            if message.error():
                continue  # a broker that is away; librdkafka goes on trying
            headers = dict(cast(list[tuple[str, bytes]], message.headers() or []))
            topic, partition, offset = message.topic(), message.partition(), message.offset()
            assert topic is not None
            assert partition is not None
            assert offset is not None
            found.append(Read(topic, partition, offset, message.key(), message.value() or b"", headers))
        self.records += found
        return found

    def until(self, done: Callable[[list[Read]], bool], *, patience: float) -> list[Read]:
        """Return all records once `done` says so.

        Raises:
            AssertionError: nothing new has come for `patience` seconds.
        """
        last = time.monotonic()
        while not done(self.records):
            if self.poll():
                last = time.monotonic()
            assert time.monotonic() - last < patience, f"{len(self.records)} records, no more for {patience:g} s"
        return self.records

    def rest(self, quiet: float = 3.0) -> list[Read]:
        """Return all records once nothing has come for `quiet` seconds."""
        while self.poll(quiet):
            pass
        return self.records

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._consumer.close()
