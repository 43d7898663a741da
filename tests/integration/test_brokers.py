"""Brokers as they really are: topics made and checked, absence told in one line, and what survives a broker's end."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from processor.brokers.apache import LocalKafka
from processor.brokers.embedded import EmbeddedBroker
from processor.brokers.errors import BrokerStartError, BrokerUnreachableError, TopicError
from processor.brokers.process import free_port
from processor.brokers.topics import check, ensure, specs
from tests.brokers import produce, read_all, settings_for


def test_topics_are_created_once_and_then_found(any_bootstrap: str, prefix: str) -> None:
    settings = settings_for(any_bootstrap, prefix, layout="staged", topic_partitions=3)

    created = ensure(settings)
    again = ensure(settings)

    assert [state.name for state in created] == [spec.name for spec in specs(settings)]
    assert all(state.created and state.partitions == 3 and not state.notes for state in created)
    assert not any(state.created or state.notes for state in again)
    assert check(settings) == again


def test_only_the_missing_topics_are_created(any_bootstrap: str, prefix: str) -> None:
    settings = settings_for(any_bootstrap, prefix)
    ensure(settings, specs(settings)[:1])

    assert [state.created for state in ensure(settings)] == [False, True, True]


def test_check_creates_nothing_and_names_what_is_missing(any_bootstrap: str, prefix: str) -> None:
    settings = settings_for(any_bootstrap, prefix)

    for _ in range(2):
        with pytest.raises(TopicError) as caught:
            check(settings)
        assert str(caught.value).splitlines() == [f"topic {spec.name} does not exist" for spec in specs(settings)]


def test_a_topic_for_smaller_messages_does_not_fit(any_bootstrap: str, prefix: str) -> None:
    settings = settings_for(any_bootstrap, prefix)
    raw, *others = specs(settings)
    ensure(settings, [replace(raw, max_message_bytes=100_000), *others])

    for look in (ensure, check):
        with pytest.raises(TopicError, match=r"raw takes messages of at most 100,000 bytes; at least 2,1") as caught:
            look(settings)
        assert "SAMACHAR_MAX_MESSAGE_BYTES" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_other_differences_are_notes(any_bootstrap: str, prefix: str) -> None:
    settings = settings_for(any_bootstrap, prefix, topic_partitions=2, topic_retention_hours=24)
    ensure(
        settings, [replace(spec, partitions=5, retention_ms=3_600_000, cleanup="compact") for spec in specs(settings)]
    )

    for state in ensure(settings):
        assert state.partitions == 5
        assert state.notes == (
            "has 5 partitions, where a topic that we create has 2",
            "keeps records 1 hours, where a topic that we create keeps them 24",
            "has cleanup.policy=compact, where a topic that we create has delete",
        )


def test_a_broker_that_does_not_tell_the_limit_gets_a_note(tansu: EmbeddedBroker, prefix: str) -> None:
    from kafka import KafkaAdminClient

    settings = settings_for(tansu.bootstrap, prefix)
    admin = KafkaAdminClient(bootstrap_servers=tansu.bootstrap)
    admin.create_topics({spec.name: {"num_partitions": 4, "replication_factor": 1} for spec in specs(settings)})
    admin.close()

    assert {state.notes for state in ensure(settings)} == {("the broker does not tell its max.message.bytes",)}


def test_too_many_replicas_names_the_setting(bootstrap: str, prefix: str) -> None:
    settings = settings_for(bootstrap, prefix, topic_replication=3)

    with pytest.raises(TopicError) as caught:
        ensure(settings)

    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert all("replication factor of 3" in line and "SAMACHAR_TOPIC_REPLICATION" in line for line in lines)


def test_a_message_over_the_limit_still_reaches_the_raw_topic(any_bootstrap: str, prefix: str) -> None:
    settings = settings_for(any_bootstrap, prefix)
    ensure(settings)
    # Random, so that compression does not help it through.
    sizes = {settings.topic_raw: settings.max_message_bytes * 2, settings.topic_enriched: 8 * 1024 * 1024}
    for topic, size in sizes.items():
        value = os.urandom(size)
        produce(settings, topic, [(b"id", value)])
        assert [record.value for record in read_all(settings, topic, 1)] == [value]


def test_kafka_holds_to_the_limit_of_the_topic(bootstrap: str, prefix: str) -> None:
    from kafka.errors import MessageSizeTooLargeError

    settings = settings_for(bootstrap, prefix)
    raw = specs(settings)[0]
    ensure(settings)

    with pytest.raises(MessageSizeTooLargeError):
        produce(settings, raw.name, [(b"id", os.urandom(raw.max_message_bytes + 1))])


def _closed_port() -> str:
    return f"127.0.0.1:{free_port()}"


def test_an_absent_broker_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    address = _closed_port()
    threads = threading.active_count()
    for look in (ensure, check):
        with pytest.raises(BrokerUnreachableError) as caught:
            look(settings_for(address, "absent."), timeout=0.5)
        assert str(caught.value) == (
            f"No Kafka broker answers ({address}: connection refused). Waited 0.5 s;"
            " KAFKA_BOOTSTRAP_SERVERS says where it is."
        )
    assert not caplog.records  # kafka-python would tell of each attempt, with tracebacks
    assert threading.active_count() == threads


def test_something_that_is_no_broker_is_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(BrokerUnreachableError, match="does not let us in; see SAMACHAR_SECURITY_PROTOCOL"):
            check(settings_for(address, "absent."), timeout=0.5)


def test_one_broker_that_answers_is_enough(bootstrap: str, prefix: str) -> None:
    ensure(settings_for(f"{_closed_port()},{bootstrap}", prefix))


_RECORDS = [(f"key-{number}".encode(), f"value-{number}".encode()) for number in range(500)]


def _stop(kafka: LocalKafka) -> None:
    kafka.stop()


def _kill(kafka: LocalKafka) -> None:
    kafka.kill()


@pytest.mark.parametrize("end", [_stop, _kill])
def test_what_kafka_acknowledged_survives_its_end(
    own_kafka: LocalKafka, prefix: str, end: Callable[[LocalKafka], None]
) -> None:
    settings = settings_for(own_kafka.bootstrap, prefix)
    ensure(settings)
    before, first = own_kafka.bootstrap, own_kafka.pid
    assert produce(settings, settings.topic_raw, _RECORDS) == len(_RECORDS)

    end(own_kafka)
    assert not own_kafka.running
    with pytest.raises(BrokerUnreachableError, match="connection refused"):
        check(settings, timeout=0.5)
    own_kafka.start()

    assert own_kafka.bootstrap == before
    assert own_kafka.pid != first
    assert produce(settings, settings.topic_raw, [(b"after", b"after")]) == 1
    received = read_all(settings, settings.topic_raw, len(_RECORDS) + 1)
    assert sorted((record.key, record.value) for record in received) == sorted([*_RECORDS, (b"after", b"after")])


def test_a_paused_kafka_is_silent_and_then_goes_on(own_kafka: LocalKafka, prefix: str) -> None:
    settings = settings_for(own_kafka.bootstrap, prefix)
    ensure(settings)

    own_kafka.pause()
    # Its port still accepts connections, as that of a machine that hangs.
    with pytest.raises(BrokerUnreachableError, match="does not let us in"):
        check(settings, timeout=0.5)
    own_kafka.resume()

    assert len(check(settings)) == 3
    assert produce(settings, settings.topic_raw, _RECORDS) == len(_RECORDS)


def test_a_paused_kafka_can_be_stopped(own_kafka: LocalKafka) -> None:
    own_kafka.pause()
    own_kafka.stop()
    assert not own_kafka.running


def test_two_kafkas_on_one_port_is_a_clear_error(kafka: LocalKafka) -> None:
    with pytest.raises(BrokerStartError, match=f"port {kafka.port} is taken"), LocalKafka(port=kafka.port):
        pass


@pytest.mark.usefixtures("kafka")  # skips, or fails, where there is no Kafka
def test_kafka_tells_why_it_does_not_start() -> None:
    broken = LocalKafka(properties={"metric.reporters": "no.such.Reporter"})
    with pytest.raises(BrokerStartError, match=r"ended with code 1; it wrote:\n(.*\n)*.*no\.such\.Reporter"), broken:
        pass

    assert not broken.running
    assert not broken.log_file.exists()


def test_tansu_gives_back_what_it_was_given(tansu: EmbeddedBroker, prefix: str) -> None:
    settings = settings_for(tansu.bootstrap, prefix, topic_partitions=2)
    ensure(settings)

    assert produce(settings, settings.topic_raw, _RECORDS) == len(_RECORDS)

    received = read_all(settings, settings.topic_raw, len(_RECORDS))
    assert sorted((record.key, record.value) for record in received) == sorted(_RECORDS)
    assert {record.partition for record in received} == {0, 1}
    for partition in (0, 1):
        offsets = [record.offset for record in received if record.partition == partition]
        assert offsets == list(range(len(offsets)))


def test_tansu_ends_with_its_context() -> None:
    with EmbeddedBroker() as broker:
        pid, address = broker.pid, broker.bootstrap
        assert check(settings_for(address, "t."), ()) == ()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(BrokerUnreachableError, match="connection refused"):
        check(settings_for(address, "t."), timeout=0.5)
