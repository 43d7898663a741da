"""Record batches as they are fetched, made safe to read: `limit_batches` puts this in front of aiokafka's own reader.

aiokafka unpacks a batch whole, however large it becomes, and raises when one cannot be read. Both end the process, and
so does every process that is started after it, on the same batch: whoever may write to a topic could stop it for ever.
Here a batch that becomes too large, or that was accepted by the broker and still cannot be read, is handed on as
`RefusedBatch` in the place of its messages, and becomes a dead letter that keeps its bytes.

Format: https://kafka.apache.org/documentation/#recordbatch (version 2, of Kafka 0.11 and later). Older ones, which no
broker since Kafka 4.0 takes from a producer, are read by aiokafka as before.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import TopicPartition

from processor.brokers.codecs import NONE, TooLargeError, decompress
from processor.contracts import Reason

#: A message takes seven bytes at least: more than this many in one batch are no articles, but would be as many letters.
MOST_MESSAGES: Final = 100_000

_LENGTH: Final = struct.Struct(">qi")
_HEADER: Final = struct.Struct(">qiibIhiqqqhii")
_ATTRIBUTES_AT: Final = 21
_CODEC: Final = 0b0111
_LOG_APPEND_TIME: Final = 0b1000
_CONTROL: Final = 0b100000
_MAGIC_AT: Final = 16


class RefusedBatch(bytes):
    """The bytes of a batch, in the place of the message at its last offset.

    Attributes:
        reason: BATCH_TOO_LARGE or BATCH_UNREADABLE.
        detail: one sentence for whoever looks for its messages.
    """

    reason: Reason
    detail: str

    @classmethod
    def of(cls, data: bytes, reason: Reason, detail: str) -> "RefusedBatch":
        """Return `data` with why it is refused."""
        batch = cls(data)
        batch.reason, batch.detail = reason, detail
        return batch


def limit_batches(most: int) -> None:
    """Let every aiokafka consumer of this process refuse batches that become larger than `most` bytes.

    aiokafka has no setting for it and builds its reader itself, so two names in the module that does are replaced.
    """

    class Limited(_Records):
        limit = most

    fetcher.MemoryRecords = Limited
    fetcher.PartitionRecords = _Partition


class _Partition(fetcher.PartitionRecords):  # type: ignore[misc]  # aiokafka's fetcher is not typed
    """aiokafka's walk through the batches of a partition, with an error that says where it was."""

    _tp: TopicPartition
    next_fetch_offset: int

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except CorruptRecordException as error:
            topic, partition = self._tp
            raise CorruptRecordException(
                f"topic {topic}, partition {partition}: the batch with offset {self.next_fetch_offset}"
                " does not match its checksum; docs/runbooks/worker-restarts.md says how to skip it"
            ) from error


class _Records:
    """What a fetch answered for a partition: whole batches, and perhaps the beginning of one more."""

    limit: int

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def size_in_bytes(self) -> int:
        return len(self._data)

    def has_next(self) -> bool:
        return self._end() is not None

    def next_batch(self) -> Any:
        end = self._end()
        if end is None:
            return None
        data = bytes(self._data[self._at : end])
        self._at = end
        batch = MemoryRecords(data).next_batch()
        if data[_MAGIC_AT] < 2 or batch is None or batch.is_control_batch:
            return batch
        return _Batch(data, batch, self.limit)

    def _end(self) -> int | None:
        if self._at + _LENGTH.size > len(self._data):
            return None
        end = self._at + _LENGTH.size + int(_LENGTH.unpack_from(self._data, self._at)[1])
        return end if end <= len(self._data) else None


@dataclass(frozen=True, slots=True)
class _Record:
    """A message as aiokafka's reader expects it."""

    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]
    checksum: None = None


class _Batch:
    """One batch: what aiokafka knows of it, and its messages, unpacked within the limit."""

    def __init__(self, data: bytes, batch: Any, limit: int) -> None:
        self._data = data
        self._batch = batch
        self._limit = limit
        (self.base_offset, _, _, _, _, self._attributes, delta, *times, _, _, _, self._count) = _HEADER.unpack_from(
            data
        )
        self._first_time, self._last_time = times
        self.next_offset = self.base_offset + delta + 1
        self.producer_id = batch.producer_id
        self.is_control_batch = False
        self.is_transactional = batch.is_transactional

    def validate_crc(self) -> bool:
        return bool(self._batch.validate_crc())

    def __iter__(self) -> Iterator[Any]:
        if self._count > MOST_MESSAGES:
            yield from self._refused(Reason.BATCH_TOO_LARGE, f"it has more than {MOST_MESSAGES} messages")
            return
        try:
            plain = self._decompressed()
        except TooLargeError:
            yield from self._refused(Reason.BATCH_TOO_LARGE, f"decompressed it has more than {self._limit} bytes")
            return
        except Exception as error:  # of whichever library: what a stranger compressed must not end us
            yield from self._refused(Reason.BATCH_UNREADABLE, f"it cannot be decompressed: {_told(error)}")
            return
        try:
            yield from self._in_order(iter(type(self._batch)(plain)))
            return
        except Exception:  # noqa: S110 - the slow reader says what is wrong, if it finds anything wrong
            pass
        # What was handed on above comes once more, and aiokafka leaves out offsets that it has passed.
        done = self.base_offset
        try:
            for record in self._in_order(_lenient(plain, self)):
                done = record.offset + 1
                yield record
        except Exception as error:
            yield from self._refused(Reason.BATCH_UNREADABLE, f"it cannot be read: {_told(error)}", done)

    def _decompressed(self) -> bytes:
        """Return the batch as it would be if it had not been compressed."""
        codec = self._attributes & _CODEC
        if codec == NONE:
            return self._data
        header = bytearray(self._data[: _HEADER.size])
        header[_ATTRIBUTES_AT + 1] &= ~_CODEC & 0xFF
        return bytes(header) + decompress(codec, self._data[_HEADER.size :], self._limit)

    def _in_order(self, records: Iterator[Any]) -> Iterator[Any]:
        """Hand records on; offsets may be missing (compaction), but one that comes twice would hide a message."""
        least = self.base_offset
        for record in records:
            if not least <= record.offset < self.next_offset:
                raise ValueError(f"offset {record.offset} does not follow {least - 1}")
            least = record.offset + 1
            yield record

    def _refused(self, reason: Reason, what: str, start: int | None = None) -> Iterator[_Record]:
        """Stand in for the messages from `start` on: one for all, as long as they are not absurdly many.

        Faust lists offsets that are passed over one by one, so millions in one step would take all memory.
        """
        first = self.base_offset if start is None else start
        while first < self.next_offset:
            last = min(first + MOST_MESSAGES, self.next_offset) - 1
            detail = f"the batch of offsets {first} to {last} was refused: {what}; the payload is the batch"
            yield self.record(last - self.base_offset, 0, None, RefusedBatch.of(self._data, reason, detail), [])
            first = last + 1

    def record(
        self, delta: int, later: int, key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes | None]]
    ) -> _Record:
        """Return a message by how far its offset and time are from the batch's first."""
        if self._attributes & _LOG_APPEND_TIME:
            return _Record(self.base_offset + delta, self._last_time, 1, key, value, headers)
        return _Record(self.base_offset + delta, self._first_time + later, 0, key, value, headers)

    def __len__(self) -> int:
        return int(self._count)


def _lenient(plain: bytes, batch: _Batch) -> Iterator[_Record]:
    """Read messages whose headers have names that are no UTF-8, which brokers take and aiokafka does not."""
    reader = _Reader(plain, _HEADER.size)
    for _ in range(len(batch)):
        end = reader.number() + reader.at
        reader.take(1)  # attributes, of which there are none
        later, delta = reader.number(), reader.number()
        key, value = reader.sized(), reader.sized()
        headers = []
        for _ in range(reader.number()):
            name = reader.sized()
            if name is None:
                raise ValueError("a header without a name")
            headers.append((name.decode("utf-8", "replace"), reader.sized()))
        if reader.at != end:
            raise ValueError("a message has another length than it says")
        yield batch.record(delta, later, key, value, headers)


class _Reader:
    """Bytes, read from `at` on."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > len(self._data):
            raise ValueError("a message is longer than its batch")
        self.at += count
        return self._data[self.at - count : self.at]

    def number(self) -> int:
        """Return a zig-zag number of seven bits a byte, the least first."""
        value = shift = 0
        while shift < 70:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (value >> 1) ^ -(value & 1)
            shift += 7
        raise ValueError("a number has too many bytes")

    def sized(self) -> bytes | None:
        """Return bytes that stand behind their length, None where that is -1."""
        length = self.number()
        return None if length == -1 else self.take(length)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
