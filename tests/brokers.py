"""What tests do to a broker: settings for it, records in and out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from processor.brokers.security import kafka_python_options
from processor.settings import Settings

#: Above every topic's limit, so that the topic decides, not the client.
_ANY_SIZE = 200 * 1024 * 1024


@dataclass(frozen=True)
class Received:
    """One record as a consumer sees it."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def settings_for(bootstrap: str, prefix: str, **overrides: Any) -> Settings:
    """Return settings for one test: its broker, and topics and group named after it."""
    names = {
        "topic_raw": f"{prefix}raw",
        "topic_language": f"{prefix}language",
        "topic_entities": f"{prefix}entities",
        "topic_enriched": f"{prefix}enriched",
        "topic_dead_letter": f"{prefix}dead-letter",
        "group_id": f"{prefix}group",
    }
    return Settings(**{"bootstrap_servers": bootstrap, **names, **overrides})


def produce(settings: Settings, topic: str, records: Iterable[tuple[bytes | None, bytes | None]]) -> int:
    """Produce records (key, value) and return how many the broker acknowledged, all replicas included.

    Raises:
        kafka.errors.KafkaError: the first delivery that failed.
    """
    from kafka import KafkaProducer

    producer = KafkaProducer(
        **kafka_python_options(settings), acks="all", compression_type="lz4", linger_ms=5, max_request_size=_ANY_SIZE
    )
    try:
        futures = [producer.send(topic, key=key, value=value) for key, value in records]
        for future in futures:
            future.get(30)
    finally:
        producer.close()
    return len(futures)


def read_all(settings: Settings, topic: str, count: int, *, timeout: float = 30.0) -> list[Received]:
    """Return the records of a topic from its beginning: `count`, or fewer when `timeout` seconds pass without one.

    No group takes part, so nothing is committed.
    """
    from kafka import KafkaConsumer, TopicPartition

    consumer = KafkaConsumer(
        **kafka_python_options(settings),
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=round(timeout * 1000),
        fetch_max_bytes=_ANY_SIZE,
        max_partition_fetch_bytes=_ANY_SIZE,
    )
    received: list[Received] = []
    try:
        consumer.assign(
            [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
        )
        for record in consumer:
            received.append(
                Received(record.partition, record.offset, record.key, record.value, tuple(record.headers or ()))
            )
            if len(received) >= count:
                break
    finally:
        consumer.close()
    return received
