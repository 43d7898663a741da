"""Sending records and hearing of each whether the broker has it. Nothing counts as sent before that."""

import contextlib
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar

if TYPE_CHECKING:
    from processor.settings import Settings

_Tag = TypeVar("_Tag")

#: Records, and bytes, that may wait for the broker's acknowledgement at once.
_MOST_RECORDS: Final = 2_000
_MOST_BYTES: Final = 32 * 1024 * 1024
#: Above every topic's limit, so that the topic decides what is too large, not the client.
_ANY_SIZE: Final = 100 * 1024 * 1024
_LINGER_MS: Final = 5


@dataclass(frozen=True, slots=True)
class Delivery(Generic[_Tag]):
    """What became of a record: its place in the topic, or the error.

    Attributes:
        tag: what the sender gave to recognise it by.
        hopeless: the broker cannot be reached or answers no more; what follows will fare no better.
    """

    tag: _Tag
    topic: str
    partition: int | None = None
    offset: int | None = None
    error: str | None = None
    hopeless: bool = False


class RecordSender(Generic[_Tag]):
    """A producer with a bounded number of records under way. Use it as a context manager, and `finish` it.

    Raises:
        BrokerUnreachableError, SettingsError: there is no broker, or the topic does not exist (see `require_topics`).
    """

    def __init__(self, settings: "Settings") -> None:
        from kafka import KafkaProducer

        from processor.brokers.security import kafka_python_options

        options = kafka_python_options(settings)
        delivery_ms = round(settings.delivery_timeout * 1000)
        # The client wants its parts to fit into the whole.
        options["request_timeout_ms"] = max(1, min(options["request_timeout_ms"], delivery_ms - _LINGER_MS))
        self._producer = KafkaProducer(
            **options,
            client_id="samachar-producer",
            acks="all",
            # With idempotence kafka-python 3.0 fails every record under way when the broker refuses one for its size.
            # Without it a retry may send a record twice, which gives the same enriched record; one request at a time
            # keeps the order of an article's versions.
            enable_idempotence=False,
            max_in_flight_requests_per_connection=1,
            compression_type=None if settings.compression == "none" else settings.compression,
            linger_ms=_LINGER_MS,
            batch_size=256 * 1024,
            max_request_size=_ANY_SIZE,
            max_block_ms=delivery_ms,
            delivery_timeout_ms=max(delivery_ms, options["request_timeout_ms"] + _LINGER_MS),
            allow_auto_create_topics=False,
        )
        self._room = threading.Condition()
        self._records = 0
        self._bytes = 0
        self._told: deque[Delivery[_Tag]] = deque()

    def send(
        self,
        tag: _Tag,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        """Hand over a record; blocks while too many are under way. What becomes of it is told by `deliveries`."""
        from kafka.errors import KafkaError

        size = len(value or b"")
        with self._room:
            self._room.wait_for(lambda: self._has_room(size))
            self._records += 1
            self._bytes += size
        try:
            future = self._producer.send(topic, value=value, key=key, headers=list(headers))
        except (KafkaError, ValueError) as error:  # too large for any request, or neither key nor value
            self._over(size, _failure(tag, topic, size, error))
            return
        future.add_callback(lambda at: self._over(size, Delivery(tag, topic, at.partition, at.offset)))
        future.add_errback(lambda error: self._over(size, _failure(tag, topic, size, error)))

    def deliveries(self) -> list[Delivery[_Tag]]:
        """Return what has become known since the last call."""
        return [self._told.popleft() for _ in range(len(self._told))]

    def finish(self) -> list[Delivery[_Tag]]:
        """Wait until the fate of every record is known and return what was not told yet."""
        self._producer.flush()
        with self._room:
            self._room.wait_for(lambda: not self._records)
        return self.deliveries()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from kafka.errors import KafkaError

        # After an error or Ctrl-C nobody waits for what is still under way; the client complains of it.
        with contextlib.suppress(KafkaError):
            self._producer.close(timeout=None if kind is None else 0)

    def _has_room(self, size: int) -> bool:
        return not self._records or (self._records < _MOST_RECORDS and self._bytes + size <= _MOST_BYTES)

    def _over(self, size: int, delivery: Delivery[_Tag]) -> None:
        with self._room:
            self._told.append(delivery)
            self._records -= 1
            self._bytes -= size
            self._room.notify_all()


def _failure(tag: _Tag, topic: str, size: int, error: Any) -> Delivery[_Tag]:
    from kafka.errors import AuthorizationError, KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

    if isinstance(error, MessageSizeTooLargeError | RecordListTooLargeError):
        return Delivery(tag, topic, error=f"{size:,} bytes are more than topic {topic} takes (max.message.bytes)")
    hopeless = isinstance(error, AuthorizationError) or (isinstance(error, KafkaError) and bool(error.retriable))
    return Delivery(tag, topic, error=str(error) or type(error).__name__, hopeless=hopeless)
