"""Delivery: what is sent again, what is not, and that nothing counts as sent before it is acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError, TopicAuthorizationFailedError
from faust.exceptions import ProducerSendError

from processor.engine.delivery import DeliveryError, deliver
from processor.engine.records import Record

RECORDS = [Record("out", str(number).encode(), b"{}", []) for number in range(3)]


class Broker:
    """Answers each attempt to send a record with the next of its answers: an exception, or an acknowledgement."""

    def __init__(self, answers: dict[bytes, list[Exception]]) -> None:
        self.answers = answers
        self.attempts: list[bytes] = []
        self.acknowledged: list[bytes] = []

    async def send(self, record: Record) -> Awaitable[Any]:
        key = record.key or b""
        self.attempts.append(key)
        waiting = self.answers.get(key, [])
        answer = waiting.pop(0) if waiting else None
        if isinstance(answer, ProducerSendError):
            raise answer
        return asyncio.ensure_future(self._acknowledge(key, answer))

    async def _acknowledge(self, key: bytes, answer: Exception | None) -> None:
        await asyncio.sleep(0)
        if answer is not None:
            raise answer
        self.acknowledged.append(key)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processor.engine.delivery._PAUSE", 0.0)


def test_all_are_acknowledged_before_it_returns() -> None:
    broker = Broker({})
    assert asyncio.run(deliver(broker.send, RECORDS, patience=5)) == []
    assert sorted(broker.acknowledged) == [b"0", b"1", b"2"]


def test_only_what_failed_is_sent_again() -> None:
    broker = Broker({b"1": [KafkaTimeoutError(), KafkaTimeoutError()]})
    assert asyncio.run(deliver(broker.send, RECORDS, patience=60)) == []
    assert sorted(broker.acknowledged) == [b"0", b"1", b"2"]
    assert broker.attempts.count(b"1") == 3
    assert broker.attempts.count(b"0") == 1


def test_patience_ends() -> None:
    broker = Broker({b"1": [KafkaTimeoutError()] * 100})
    with pytest.raises(DeliveryError, match="topic out: KafkaTimeoutError"):
        asyncio.run(deliver(broker.send, RECORDS, patience=0))


def test_what_cannot_succeed_is_not_tried_again() -> None:
    broker = Broker({b"2": [TopicAuthorizationFailedError()]})
    with pytest.raises(DeliveryError, match="TopicAuthorizationFailedError"):
        asyncio.run(deliver(broker.send, RECORDS, patience=60))
    assert broker.attempts.count(b"2") == 1


def _wrapped() -> ProducerSendError:
    error = ProducerSendError("wrapped as Faust wraps")
    error.__cause__ = MessageSizeTooLargeError()
    return error


@pytest.mark.parametrize("error", [MessageSizeTooLargeError, _wrapped])
def test_too_large_records_are_named_and_the_others_delivered(error: Callable[[], Exception]) -> None:
    broker = Broker({b"1": [error()]})
    assert asyncio.run(deliver(broker.send, RECORDS, patience=60)) == [1]
    assert sorted(broker.acknowledged) == [b"0", b"2"]


def test_later_versions_of_an_article_stay_later() -> None:
    versions = [Record("out", b"same", version, []) for version in (b"1", b"2", b"3")]
    arrived: list[bytes] = []
    failures = [KafkaTimeoutError()]

    async def send(record: Record) -> Awaitable[Any]:
        async def acknowledge() -> None:
            if record.value == b"2" and failures:
                raise failures.pop()
            arrived.append(record.value)

        return asyncio.ensure_future(acknowledge())

    failed: list[str] = []
    assert asyncio.run(deliver(send, versions, 60, failed.append)) == []
    assert arrived == [b"1", b"3", b"2", b"3"]
    assert failed == ["out"]


def test_a_client_that_blocks_is_not_asked_for_every_record() -> None:
    asked: list[bytes] = []

    async def send(record: Record) -> Awaitable[Any]:
        asked.append(record.key or b"")
        raise KafkaTimeoutError  # as aiokafka does after half a minute without a broker

    with pytest.raises(DeliveryError):
        asyncio.run(deliver(send, RECORDS, patience=0))
    assert asked == [b"0"]
