"""The lag of a group as brokers tell it: right on Apache Kafka and on the embedded one, down to the last record."""

from collections.abc import Mapping
from typing import Any

import pytest

from processor.brokers.apache import LocalKafka
from processor.brokers.embedded import EmbeddedBroker
from processor.brokers.security import kafka_python_options
from processor.observe.lag import LagError, PartitionLag, group_lag
from tests.brokers import settings_for

PARTITIONS = 4


def options_for(bootstrap: str) -> dict[str, Any]:
    return kafka_python_options(settings_for(bootstrap, "lag."))


def make_topic(bootstrap: str, topic: str, counts: Mapping[int, int], size: int = 1_000) -> None:
    """Create a topic and put `counts[partition]` records into it, in batches of several."""
    from kafka import KafkaAdminClient, KafkaProducer

    admin = KafkaAdminClient(**options_for(bootstrap))
    admin.create_topics({topic: {"num_partitions": PARTITIONS, "replication_factor": 1}})
    admin.wait_for_topics([topic])
    admin.close()
    producer = KafkaProducer(**options_for(bootstrap), linger_ms=200)
    sent = [
        producer.send(topic, b"x" * size, partition=partition)
        for partition, count in counts.items()
        for _ in range(count)
    ]
    for future in sent:
        future.get(30)
    producer.close()


def commit(bootstrap: str, group: str, topic: str, offsets: Mapping[int, int]) -> None:
    from kafka import KafkaConsumer, TopicPartition
    from kafka.structs import OffsetAndMetadata

    consumer = KafkaConsumer(**options_for(bootstrap), group_id=group, enable_auto_commit=False)
    places = {TopicPartition(topic, partition): offset for partition, offset in offsets.items()}
    consumer.assign(list(places))
    consumer.commit({place: OffsetAndMetadata(offset, "", -1) for place, offset in places.items()})
    consumer.close()


def test_lag_of_full_partly_read_done_and_empty_partitions(any_bootstrap: str, prefix: str) -> None:
    topic, group = f"{prefix}raw", f"{prefix}group"
    make_topic(any_bootstrap, topic, {0: 500, 1: 500, 2: 3})
    commit(any_bootstrap, group, topic, {0: 499, 2: 3, 3: 0})

    found = group_lag(options_for(any_bootstrap), group, [topic])

    assert found == [
        PartitionLag(topic, 0, 499, 500),
        PartitionLag(topic, 1, None, 500),
        PartitionLag(topic, 2, 3, 3),
        PartitionLag(topic, 3, 0, 0),
    ]
    assert [place.lag for place in found] == [1, None, 0, 0]


def test_the_end_is_not_taken_from_list_offsets(tansu: EmbeddedBroker, prefix: str) -> None:
    from kafka import KafkaConsumer, TopicPartition

    topic = f"{prefix}raw"
    make_topic(tansu.bootstrap, topic, {0: 100})
    consumer = KafkaConsumer(**options_for(tansu.bootstrap))
    listed = consumer.end_offsets([TopicPartition(topic, 0)])[TopicPartition(topic, 0)]
    consumer.close()

    assert group_lag(options_for(tansu.bootstrap), "nobody", [topic])[0].highwater == 100
    assert listed < 100, "ListOffsets is right now: the reason for fetching in processor/observe/lag.py is gone"


def test_several_topics_are_sorted_and_asked_for_once(any_bootstrap: str, prefix: str) -> None:
    first, second = f"{prefix}a", f"{prefix}b"
    make_topic(any_bootstrap, first, {1: 2})
    make_topic(any_bootstrap, second, {0: 5})
    commit(any_bootstrap, f"{prefix}group", second, {0: 1})

    found = group_lag(options_for(any_bootstrap), f"{prefix}group", [second, first, second])

    assert [(place.topic, place.partition) for place in found] == [
        (topic, partition) for topic in (first, second) for partition in range(PARTITIONS)
    ]
    assert found[PARTITIONS].lag == 4


def test_large_records_are_not_in_the_way(any_bootstrap: str, prefix: str) -> None:
    topic = f"{prefix}raw"
    make_topic(any_bootstrap, topic, dict.fromkeys(range(PARTITIONS), 5), size=900_000)

    assert [place.highwater for place in group_lag(options_for(any_bootstrap), "nobody", [topic])] == [5] * PARTITIONS


def test_an_offset_beyond_the_end_is_no_lag(any_bootstrap: str, prefix: str) -> None:
    topic, group = f"{prefix}raw", f"{prefix}group"
    make_topic(any_bootstrap, topic, {0: 10})
    commit(any_bootstrap, group, topic, {0: 10_000})

    found = group_lag(options_for(any_bootstrap), group, [topic])[0]

    assert (found.committed, found.highwater, found.lag) == (10_000, 10, 0)


def test_deleted_records_do_not_count(kafka: LocalKafka, prefix: str) -> None:
    from kafka import KafkaAdminClient, TopicPartition

    topic, group = f"{prefix}raw", f"{prefix}group"
    make_topic(kafka.bootstrap, topic, {0: 100})
    commit(kafka.bootstrap, group, topic, {0: 10})
    admin = KafkaAdminClient(**options_for(kafka.bootstrap))
    admin.delete_records({TopicPartition(topic, 0): 50})
    admin.close()

    found = group_lag(options_for(kafka.bootstrap), group, [topic])[0]

    # The group's offset is gone; it would go on at 50. What it has lost is part of its lag, as in Kafka's own tools.
    assert (found.committed, found.highwater, found.lag) == (10, 100, 90)


def test_a_topic_that_does_not_exist_is_named_and_not_made(any_bootstrap: str, prefix: str) -> None:
    from kafka import KafkaAdminClient

    missing = f"{prefix}missing"
    for _ in range(2):
        with pytest.raises(LagError, match=rf"^topic {missing}: UnknownTopicOrPartitionError$"):
            group_lag(options_for(any_bootstrap), "nobody", [missing])
    admin = KafkaAdminClient(**options_for(any_bootstrap))
    assert missing not in admin.list_topics()
    admin.close()


def test_a_broker_that_hangs_is_told_in_time(own_kafka: LocalKafka, prefix: str) -> None:
    make_topic(own_kafka.bootstrap, f"{prefix}raw", {0: 1})
    own_kafka.pause()
    try:
        with pytest.raises(LagError, match="the broker did not tell the lag"):
            group_lag(options_for(own_kafka.bootstrap), "nobody", [f"{prefix}raw"], timeout=2.0)
    finally:
        own_kafka.resume()
    assert group_lag(options_for(own_kafka.bootstrap), "nobody", [f"{prefix}raw"])[0].highwater == 1


def test_looking_leaves_no_trace(kafka: LocalKafka, prefix: str) -> None:
    from kafka import KafkaAdminClient

    topic, group = f"{prefix}raw", f"{prefix}group"
    make_topic(kafka.bootstrap, topic, {0: 3})
    commit(kafka.bootstrap, group, topic, {0: 1})
    for _ in range(2):
        assert group_lag(options_for(kafka.bootstrap), group, [topic])[0].lag == 2
    admin = KafkaAdminClient(**options_for(kafka.bootstrap))
    described = admin.describe_groups([group])
    offsets = admin.list_group_offsets(group)[group]
    admin.close()
    assert not described[group]["members"]
    assert {place.partition: value.offset for place, value in offsets.items()} == {0: 1}
