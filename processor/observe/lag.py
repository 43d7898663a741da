"""Consumer lag: how many records a group has yet to do, partition by partition.

The end of a partition is taken from the high watermark that every answer to a Fetch carries, never from ListOffsets
(the "end offsets" of most clients). On Tansu, the embedded broker, ListOffsets answers the first offset of the last
batch plus one, 497 for 500 records in batches of four: a group that is behind by up to a batch would seem to be done.
On Apache Kafka both agree.

A lag counts offsets. Transaction markers and records that compaction removed count too, as in Kafka's own tools.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

#: Longest single poll, seconds: the grain in which we look whether all watermarks are in.
_POLL: Final = 0.05
_RETRY: Final = 0.2
# A fetch is made for its watermark: ask for no record, and get the one batch that the protocol guarantees. Tansu never
# answers a wait of 0 ms, both brokers answer at once when no byte is waited for.
_FETCH: Final = {"fetch_min_bytes": 0, "fetch_max_bytes": 1, "max_partition_fetch_bytes": 1}

_Result = TypeVar("_Result")


class LagError(RuntimeError):
    """The broker did not say. The text is one line for the person at the command line."""


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """How far a group is in one partition.

    Attributes:
        committed: the next offset that the group will read, None when it never committed one.
        highwater: the offset that the next record will get, None when the partition did not answer in time.
    """

    topic: str
    partition: int
    committed: int | None
    highwater: int | None

    @property
    def lag(self) -> int | None:
        """Records to do, None when either offset is not known."""
        return lag(self.highwater, self.committed)


def lag(highwater: int | None, next_offset: int | None) -> int | None:
    """Return the records between `next_offset` (committed, or the position) and `highwater`, None where one is unknown.

    Never negative: a group that has committed more than there is, because the topic was made anew, has nothing to do.
    """
    if highwater is None or next_offset is None or highwater < 0 or next_offset < 0:
        return None
    return max(0, highwater - next_offset)


def group_lag(
    options: dict[str, Any], group: str, topics: Sequence[str], *, timeout: float = 10.0
) -> list[PartitionLag]:
    """Ask the broker how far `group` is in `topics`; return every partition, sorted by topic and number.

    It joins no group and commits nothing, so it never disturbs a worker.

    Args:
        options: connection options of kafka-python's clients.
        timeout: seconds for the connection, for each request, and for all watermarks together.

    Raises:
        LagError: no broker answered, a topic does not exist, or the user may not see it or the group.
    """
    from kafka import KafkaAdminClient, KafkaConsumer

    if not topics:  # to a broker, no topic means every topic
        return []
    limits = {"bootstrap_timeout_ms": round(timeout * 1000), "request_timeout_ms": round(timeout * 1000)}
    common = options | limits | {"client_id": "samachar-lag"}
    with _explained(group):
        admin = KafkaAdminClient(**common)
        try:
            partitions = _partitions(admin, topics)
            # Before the watermarks: a record that comes in between makes the lag larger, never wrong by being negative.
            committed = _retried(lambda: _committed(admin, group, partitions), timeout)
        finally:
            admin.close()
        consumer = KafkaConsumer(
            **common,
            **_FETCH,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",  # where a committed offset has been deleted meanwhile
            allow_auto_create_topics=False,
        )
        try:
            ends = _highwaters(consumer, {place: committed.get(place) or 0 for place in partitions}, timeout)
        finally:
            consumer.close()
    return [PartitionLag(topic, number, committed.get((topic, number)), ends[topic, number]) for topic, number in ends]


_Place = tuple[str, int]


def _partitions(admin: Any, topics: Iterable[str]) -> list[_Place]:
    from kafka.errors import for_code

    places: list[_Place] = []
    for topic in admin.describe_topics(sorted(set(topics))):
        if topic["error_code"]:
            raise LagError(f"topic {topic['name']}: {for_code(topic['error_code']).__name__}")
        places.extend((topic["name"], partition["partition_index"]) for partition in topic["partitions"])
    return sorted(places)


def _committed(admin: Any, group: str, places: Iterable[_Place]) -> dict[_Place, int]:
    from kafka import TopicPartition

    answer = admin.list_group_offsets({group: [TopicPartition(*place) for place in places]})
    found = answer.get(group, {})
    return {(place.topic, place.partition): value.offset for place, value in found.items() if value.offset >= 0}


def _highwaters(consumer: Any, starts: dict[_Place, int], timeout: float) -> dict[_Place, int | None]:
    from kafka import TopicPartition

    waiting = {place: TopicPartition(*place) for place in starts}
    consumer.assign(list(waiting.values()))
    for place, start in starts.items():
        consumer.seek(waiting[place], start)
    ends: dict[_Place, int | None] = dict.fromkeys(starts)
    deadline = time.monotonic() + timeout
    while waiting and time.monotonic() < deadline:
        consumer.poll(timeout_ms=round(_POLL * 1000))
        for place, partition in list(waiting.items()):
            ends[place] = consumer.highwater(partition)
            if ends[place] is not None:
                del waiting[place]
                consumer.pause(partition)  # what it holds is of no use to us
    return ends


def _retried(ask: Callable[[], _Result], timeout: float) -> _Result:
    """A broker that has just started says for some seconds that it has no coordinator yet."""
    from kafka.errors import KafkaError

    deadline = time.monotonic() + timeout
    while True:
        try:
            return ask()
        except KafkaError as error:
            if not getattr(error, "retriable", False) or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY)


@contextmanager
def _explained(group: str) -> Iterator[None]:
    from kafka.errors import GroupAuthorizationFailedError, KafkaError

    try:
        yield
    except GroupAuthorizationFailedError as error:
        raise LagError(f"consumer group {group}: our user may not DESCRIBE it") from error
    except KafkaError as error:
        raise LagError(f"the broker did not tell the lag: {error}") from error
