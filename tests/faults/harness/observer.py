"""Reads everything that a run left in the broker, with clients and decoding of its own: nothing of the engine's."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

import orjson
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

from tests.faults.harness import commits
from tests.faults.harness.articles import SERIAL
from tests.faults.harness.history import Event, Left, Letter, Pipe, Place, Stored

_LARGE: Final = 64 * 1024 * 1024
_PATIENCE: Final = 60.0


class Observer:
    """Looks at one broker, past the proxy. Where a pipe promises each article once, it reads committed records only."""

    def __init__(self, bootstrap: str, pipe: Pipe) -> None:
        self._bootstrap = bootstrap
        self._pipe = pipe

    def left(self) -> list[Left]:
        """Return how far each group is now. It joins no group. A broker that has just started may need some tries."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._left()
            except KafkaException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def _left(self) -> list[Left]:
        found = []
        for hop in self._pipe.hops:
            consumer = self._consumer(hop.group)
            try:
                partitions = _partitions(consumer, hop.source)
                for place in consumer.committed(partitions, timeout=_PATIENCE):
                    if place.error is not None:
                        raise KafkaException(place.error)
                    _, end = consumer.get_watermark_offsets(place, timeout=_PATIENCE)
                    committed = place.offset if place.offset >= 0 else None
                    if self._pipe.once and end > (committed or 0) and self._nothing_after(place, committed or 0, end):
                        end = committed or 0
                    found.append(Left(hop.group, Place(place.topic, place.partition, end), committed))
            finally:
                consumer.close()
        return found

    def _nothing_after(self, partition: TopicPartition, offset: int, end: int) -> bool:
        """Tell whether a partition has nothing from `offset` on that a reader gets: markers and aborted records."""
        consumer = self._consumer("harness-observer", committed=True)
        try:
            consumer.assign([TopicPartition(partition.topic, partition.partition, offset)])
            message = consumer.poll(_PATIENCE)
            if message is None or (error := message.error()) is None:
                return False
            # The end of what can be read is that of the partition only where no transaction is open.
            return error.code() == KafkaError._PARTITION_EOF and message.offset() == end
        finally:
            consumer.close()

    def events(self) -> list[Event]:
        """Return every record, dead letter and commit of the run."""
        topics = {self._pipe.raw, self._pipe.dead_letters, *(hop.destination for hop in self._pipe.hops)}
        found: list[Event] = []
        for message in self._all((*sorted(topics), commits.TOPIC)):
            event = self._event(message)
            if event is not None:
                found.append(event)
        return found

    def _event(self, message: Message) -> Event | None:
        topic, partition, offset = message.topic(), message.partition(), message.offset()
        assert topic is not None
        assert partition is not None
        assert offset is not None
        place = Place(topic, partition, offset)
        at = message.timestamp()[1] / 1000
        key: bytes | None = message.key()
        value: bytes | None = message.value()
        if topic == commits.TOPIC:
            return commits.decode(key or b"", value, at)
        if topic == self._pipe.dead_letters:
            return _letter(place, at, key, value or b"", _serial(message))
        body = None if topic == self._pipe.raw else _body(value or b"")
        return Stored(place, at, _text(key), _serial(message), body, _digest(value))

    def _all(self, topics: Sequence[str]) -> Iterator[Message]:
        """Yield every record of some topics up to their ends."""
        consumer = self._consumer("harness-observer", committed=self._pipe.once)
        try:
            partitions = [place for topic in topics for place in _partitions(consumer, topic)]
            unfinished = {(place.topic, place.partition) for place in partitions}
            consumer.assign([TopicPartition(*place, OFFSET_BEGINNING) for place in unfinished])
            quiet = time.monotonic()
            while unfinished:
                messages = consumer.consume(1000, 0.2)
                quiet = time.monotonic() if messages else quiet
                assert time.monotonic() - quiet < _PATIENCE, f"nothing more came of {unfinished}"
                for message in messages:
                    error = message.error()
                    if error is None:
                        yield message
                    elif error.code() == KafkaError._PARTITION_EOF:
                        unfinished.discard((message.topic() or "", message.partition() or 0))
                    elif not error.retriable():
                        raise KafkaException(error)
        finally:
            consumer.close()

    def _consumer(self, group: str, *, committed: bool = False) -> Consumer:
        options: dict[str, Any] = {
            "bootstrap.servers": self._bootstrap,
            "group.id": group,
            # Else a watermark is the first offset of an open transaction.
            "isolation.level": "read_committed" if committed else "read_uncommitted",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "earliest",
            "log_level": 2,
            "fetch.message.max.bytes": _LARGE,
            "receive.message.max.bytes": 2 * _LARGE,
        }
        return Consumer(options)


def _partitions(consumer: Consumer, topic: str) -> list[TopicPartition]:
    known = consumer.list_topics(topic, timeout=_PATIENCE).topics[topic].partitions
    return [TopicPartition(topic, partition) for partition in sorted(known)]


def _letter(place: Place, at: float, key: bytes | None, value: bytes, serial: int | None) -> Letter:
    letter = orjson.loads(value)
    read = letter["source"]
    source = Place(read["topic"], read["partition"], read["offset"])
    return Letter(place, at, _text(key), serial, source, letter["stage"], letter["reason"], _digest(value))


def _serial(message: Message) -> int | None:
    headers = cast(list[tuple[str, bytes]], message.headers() or [])
    return next((int(value) for name, value in headers if name == SERIAL), None)


def _body(value: bytes) -> int | None:
    try:
        serial = orjson.loads(value)["article"]["metadata"]["serial"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return serial if isinstance(serial, int) else None


def _text(key: bytes | None) -> str | None:
    return None if key is None else key.decode(errors="backslashreplace")


def _digest(value: bytes | None) -> str:
    return "null" if value is None else hashlib.sha256(value).hexdigest()[:24]
