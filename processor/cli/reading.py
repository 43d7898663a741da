"""Reading topics for people: from the beginning or from now, to the end or for ever, without disturbing any worker.

The end of a partition is the high watermark that comes with every fetch; the "end offsets" of ListOffsets are wrong on
the embedded broker (see `processor.observe.lag`).
"""

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from processor.cli.failures import CommandError
from processor.engine.exits import Exit

if TYPE_CHECKING:
    from processor.brokers.rights import Right
    from processor.settings import Settings

_POLL_MS: Final = 500
#: Seconds without an answer, short of the end, after which a broker counts as gone.
_PATIENCE: Final = 60.0
#: Kafka's codes for a topic that does not exist, and for a name that none can have.
_NO_TOPIC: Final = (3, 17)
_ANY_SIZE: Final = 100 * 1024 * 1024

Place = tuple[str, int]


class StoredRecord(Protocol):
    """What we use of kafka-python's ConsumerRecord. `timestamp` is in milliseconds since 1970."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes]]: ...


def place(record: StoredRecord) -> str:
    """Return `topic:partition:offset`."""
    return f"{record.topic}:{record.partition}:{record.offset}"


def require_topics(
    settings: "Settings", topics: Sequence[str], right: "Right" = "READ", *, group: str | None = None
) -> None:
    """Find out early, and in one line, whether a broker answers, has these topics, and lets us use them.

    Args:
        right: what is to be done to the topics.
        group: the consumer group that is to be joined.

    Raises:
        BrokerUnreachableError, TopicError, AccessError, SettingsError
    """
    from processor.brokers.errors import AccessError, TopicError
    from processor.brokers.reach import admin_client
    from processor.brokers.rights import denied_groups, denied_topics

    with admin_client(settings) as admin:
        described = admin.describe_topics(topics)
        denied = denied_topics(settings, described, dict.fromkeys(topics, (right,)))
        denied += denied_groups(settings, admin, [group] if group else [])
    if denied:
        raise AccessError("\n".join(denied))
    unknown = {topic["name"] for topic in described if topic["error_code"] in _NO_TOPIC}
    missing = [topic for topic in topics if topic in unknown]
    if missing:
        hint = "`samachar topics create` makes the topics of the settings"
        raise TopicError("\n".join(f"topic {topic} does not exist; {hint}" for topic in missing))


class TopicReader:
    """Reads topics. Use it as a context manager.

    Args:
        follow: go on for ever; otherwise end where the topics ended when the reading began.
        latest: begin with what arrives from now on.
        last: with `latest`, begin so many records earlier, shared out among the partitions.
        group: share the partitions with other readers of this group, and go on after what the group has committed.
        starts: read these partitions alone, each from an offset.

    Raises:
        BrokerUnreachableError, TopicError, AccessError, SettingsError: on entry.
    """

    def __init__(
        self,
        settings: "Settings",
        topics: Sequence[str],
        *,
        follow: bool = False,
        latest: bool = False,
        last: int = 0,
        group: str | None = None,
        starts: Mapping[Place, int] | None = None,
    ) -> None:
        self._settings = settings
        self._topics = tuple(topics)
        self._follow = follow
        self._latest = latest
        self._last = last
        self._group = group
        self._starts = starts
        self._ends: dict[Any, int] = {}
        self._done: dict[Any, Any] = {}
        self._consumer: Any = None

    def __enter__(self) -> Self:
        from kafka import KafkaConsumer, TopicPartition

        from processor.brokers.security import kafka_python_options

        require_topics(self._settings, self._topics, group=self._group)
        consumer = KafkaConsumer(
            **kafka_python_options(self._settings),
            client_id="samachar-reader",
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            fetch_max_bytes=_ANY_SIZE,
            # What a worker wrote and another has begun anew is no record: shown, or replayed, it would come twice.
            isolation_level="read_committed" if self._settings.guarantee == "exactly_once" else "read_uncommitted",
            session_timeout_ms=round(self._settings.session_timeout * 1000),
            heartbeat_interval_ms=round(self._settings.session_timeout * 1000 / 6),
        )
        self._consumer = consumer
        if self._group is not None:
            consumer.subscribe(list(self._topics))
            return self
        every = [(topic, number) for topic in self._topics for number in consumer.partitions_for_topic(topic) or ()]
        chosen = {place: self._starts[place] for place in every if place in self._starts} if self._starts else {}
        consumer.assign([TopicPartition(*place) for place in sorted(chosen if self._starts else every)])
        for place, offset in chosen.items():
            consumer.seek(TopicPartition(*place), offset)
        if self._latest:
            self._skip_to_the_end()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._commit()
        self._consumer.close(autocommit=False)

    def __iter__(self) -> Iterator[StoredRecord]:
        """Yield the records, those of a partition in order.

        Raises:
            CommandError: the broker stopped answering before the end.
        """
        heard = time.monotonic()
        while True:
            found = self.poll()
            yield from found
            if self._follow:
                continue
            if self._at_the_end():
                return
            if found:
                heard = time.monotonic()
            elif time.monotonic() - heard > _PATIENCE:
                raise CommandError(
                    f"the broker at {self._settings.bootstrap_servers} has sent nothing for {_PATIENCE:g} s", Exit.FATAL
                )

    def poll(self) -> list[StoredRecord]:
        """Return what has arrived, nothing where nothing did within half a second."""
        self._commit()
        return [record for records in self._consumer.poll(timeout_ms=_POLL_MS).values() for record in records]

    def done(self, record: StoredRecord) -> None:
        """Let the group go on after this record; committed before the next is fetched, and at the end."""
        from kafka import OffsetAndMetadata, TopicPartition

        where = TopicPartition(record.topic, record.partition)
        self._done[where] = OffsetAndMetadata(record.offset + 1, "", -1)

    def _commit(self) -> None:
        from kafka.errors import CommitFailedError

        if self._done:
            # The partition is another member's by now, who will show these records once more.
            with contextlib.suppress(CommitFailedError):
                self._consumer.commit(self._done)
            self._done = {}

    def _at_the_end(self) -> bool:
        """Tell whether all that was there when each partition first answered has been read."""
        assigned = self._consumer.assignment()
        for partition in assigned:
            if partition not in self._ends and (end := self._consumer.highwater(partition)) is not None:
                self._ends[partition] = end
        # A group gives partitions when it is ready to.
        return bool(assigned or self._group is None) and all(
            partition in self._ends and (self._consumer.position(partition) or 0) >= self._ends[partition]
            for partition in assigned
        )

    def _skip_to_the_end(self) -> None:
        waiting = set(self._consumer.assignment())
        back = -(-self._last // max(len(waiting), 1))
        deadline = time.monotonic() + _PATIENCE
        while waiting and time.monotonic() < deadline:
            self._consumer.poll(timeout_ms=_POLL_MS, max_records=1)
            for partition in list(waiting):
                end = self._consumer.highwater(partition)
                if end is not None:
                    # What retention has taken meanwhile is out of range, and begins with the oldest there is.
                    self._consumer.seek(partition, max(end - back, 0))
                    waiting.discard(partition)
