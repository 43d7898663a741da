"""A lease: the right to write what comes of one input partition, until somebody else takes it.

It is a producer whose `transactional.id` is that of group, topic and partition. Beginning one bars every earlier
producer of that id, wherever it runs, and ends what transaction it had open. The offset that is read after that is
final: it goes on only by this lease.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError
from aiokafka.structs import OffsetAndMetadata, TopicPartition

from processor.brokers.security import aiokafka_options
from processor.brokers.topics import RECORD_OVERHEAD
from processor.engine.consumer import MissingRecordError
from processor.engine.delivery import TOO_LARGE
from processor.engine.records import Record
from processor.engine.transactions.producer import MarkingProducer
from processor.settings import Settings

_PAUSE: Final = 0.5
#: After it the broker ends a transaction whose worker is gone. Until then, or until the partition has a new worker,
#: readers of committed records wait.
_TRANSACTION_TIMEOUT_MS: Final = 60_000
#: Seconds that a producer may take to stop; what it had open is ended by whoever has the next lease.
_STOP_PATIENCE: Final = 5.0

NewProducer = Callable[[str], AIOKafkaProducer]


class LeaseEndedError(Exception):
    """The partition was taken away meanwhile; its articles are read again from where the commits are."""


class Lease:
    """One partition's producer.

    Args:
        new_producer: makes a producer that has a transactional id, not started.
        on_commit: called with the partition and its new offset after each commit.
    """

    def __init__(
        self,
        partition: TopicPartition,
        group: str,
        new_producer: NewProducer,
        on_commit: Callable[[TopicPartition, int], None],
    ) -> None:
        self.partition = partition
        self._group = group
        self._new_producer = new_producer
        self._on_commit = on_commit
        self._producer: AIOKafkaProducer | None = None
        self._ended = asyncio.Event()
        self._read = 0
        self._done = 0

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    @property
    def transactional_id(self) -> str:
        return f"{self._group}/{self.partition.topic}/{self.partition.partition}"

    async def begin(self) -> None:
        """Bar all others. Returns when whatever transaction they had is ended; tries for as long as it is let."""
        while not self.ended:
            producer = self._new_producer(self.transactional_id)
            try:
                await producer.start()
            except KafkaConnectionError:
                await stop(producer)
                await asyncio.sleep(_PAUSE)
                continue
            except BaseException:
                await stop(producer)
                raise
            if self.ended:
                await stop(producer)
            else:
                self._producer = producer
            return

    def end(self) -> "asyncio.Task[None] | None":
        """Commit no more; a commit under way is left to its fate. Returns the stopping of the producer, if it has one.

        The producer does not end its transaction: the next lease does, and only it knows when that is.
        """
        self._ended.set()
        producer, self._producer = self._producer, None
        return None if producer is None else asyncio.create_task(stop(producer))

    def number(self) -> int:
        """Return the number of a record that is read now: 0, 1, 2..."""
        self._read += 1
        return self._read - 1

    async def commit(self, records: Sequence[Record], numbers: Sequence[int], offset: int) -> list[int]:
        """Write records and the source offset after them, all or nothing.

        Args:
            numbers: of the records read that these are of.

        Returns:
            The indices of records that the broker finds too large; nothing is written where there are any.

        Raises:
            LeaseEndedError: the lease ended before or meanwhile.
            MissingRecordError: what was read between the last commit and this one is not in it.
            KafkaError: the transaction failed; the lease can do nothing more.
        """
        if self.ended:
            raise LeaseEndedError
        if list(numbers) != list(range(self._done, self._done + len(numbers))):
            raise MissingRecordError(f"{self.partition}: read up to {self._done}, to be delivered: {list(numbers)}")
        too_large = await self._unless_ended(self._write(records, offset))
        if not too_large:
            self._done += len(numbers)
            self._on_commit(self.partition, offset)
        return too_large

    async def _write(self, records: Sequence[Record], offset: int) -> list[int]:
        producer = self._started()
        await producer.begin_transaction()
        deliveries: list[Awaitable[Any]] = []
        for record in records:
            try:
                deliveries.append(
                    await producer.send(record.topic, record.value, record.key, headers=list(record.headers))
                )
            except TOO_LARGE as error:
                deliveries.append(_failed(error))
        results = await asyncio.gather(*deliveries, return_exceptions=True)
        too_large = [index for index, result in enumerate(results) if isinstance(result, TOO_LARGE)]
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, TOO_LARGE):
                raise result
        if too_large:
            await producer.abort_transaction()
            # Of a batch that the broker refuses the sequence numbers are used up, and it takes none after them.
            self._producer = None
            await stop(producer)
            await self.begin()
            return too_large
        await producer.send_offsets_to_transaction({self.partition: OffsetAndMetadata(offset, "")}, self._group)
        await producer.commit_transaction()
        return []

    def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            raise LeaseEndedError
        return self._producer

    async def _unless_ended(self, work: Coroutine[Any, Any, list[int]]) -> list[int]:
        """Return the result of `work`. Where the lease ends before it does, nobody waits for it any more."""
        working, ended = asyncio.ensure_future(work), asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait([working, ended], return_when=asyncio.FIRST_COMPLETED)
            if self.ended:
                raise LeaseEndedError
            return working.result()
        finally:
            ended.cancel()
            working.cancel()
            working.add_done_callback(_looked_at)


def new_producer(settings: Settings, group: str, topics: Sequence[str], transactional_id: str) -> AIOKafkaProducer:
    """Return a transactional producer of a group that writes to these topics, not started."""
    return MarkingProducer(
        group=group,
        topics=topics,
        **aiokafka_options(settings),
        transactional_id=transactional_id,
        transaction_timeout_ms=_TRANSACTION_TIMEOUT_MS,
        compression_type=None if settings.compression == "none" else settings.compression,
        max_request_size=settings.max_record_bytes + RECORD_OVERHEAD,
        max_batch_size=256 * 1024,
        # While the partition is entered into the transaction there is time enough to fill a batch.
        linger_ms=0,
    )


async def stop(producer: AIOKafkaProducer) -> None:
    """Stop a producer, and leave it behind where it hangs, as it does without a broker."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(_STOP_PATIENCE):
            await producer.stop()
        return
    with contextlib.suppress(Exception):
        async with asyncio.timeout(_STOP_PATIENCE):
            await producer.client.close()


async def _failed(error: BaseException) -> None:
    raise error


def _looked_at(task: "asyncio.Task[list[int]]") -> None:
    """Take the exception of a task that nobody waits for, which asyncio would complain about."""
    if not task.cancelled():
        task.exception()
