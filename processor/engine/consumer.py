"""Faust's consumer, whose records come to the link in order and without a hole after each rebalance.

Faust reads on while a rebalance is under way. What the client gave out and Faust then dropped (records of a fetch that
ended too late, or a buffer that the end of a recovery clears) it takes for holes in the log, and commits what comes
after. Here the client is asked for records only between a return to what is committed and the next rebalance, which is
a reading; nothing else is read before the next return. Records are numbered in their reading, and acknowledging one
before those in front of it ends the worker. docs/upstream.md has Faust's part as a patch.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any, Final, cast

import faust
from aiokafka.structs import TopicPartition
from faust.tables.recovery import RebalanceAgain
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message

_PAUSE: Final = 0.1


class MissingRecordError(RuntimeError):
    """A record was read and did not come to be delivered: committing what comes after it would lose it."""


class Reading:
    """What is read from a return to the commits until the next rebalance: how many records, and how many are done."""

    def __init__(self) -> None:
        self.read: Counter[TP] = Counter()
        self.done: Counter[TP] = Counter()


class Consumer(driver.Consumer):
    """Reads from one return to the commits to the next rebalance."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        #: Of revocations and assignments; whoever was interrupted by one sees by it that his turn is over.
        self._turn = 0
        self._assigned = False
        self._reading: Reading | None = None
        #: A fetch and a return at once would leave it open which of them a record comes from.
        self._handing_out = asyncio.Lock()

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """End the reading: after a rebalance everything is read again from the commits, also what stays here."""
        self._next_turn(assigned=False)
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Begin a turn; the recovery that follows begins its reading."""
        self._next_turn(assigned=True)
        await super().on_partitions_assigned(assigned, generation_id)

    async def perform_seek(self) -> None:
        """Go back to what is committed, and begin a reading there.

        Raises:
            RebalanceAgain: the assignment changes; the recovery of the new one returns by itself.
            TimeoutError: the broker does not answer; the worker ends, and a new one tries.
        """
        turn = self._turn
        self._stop_reading()
        if not self._assigned:
            raise RebalanceAgain
        try:
            # Faust has a patience here as well, and when that ends waits for ever.
            async with asyncio.timeout(0.9 * self.app.conf.broker_request_timeout):
                await to_its_end(self._return(turn))
        except Exception as error:
            if turn != self._turn:
                raise RebalanceAgain from error
            raise
        if turn != self._turn:
            raise RebalanceAgain
        self._reading = Reading()

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Put the client back; where nothing was ever committed, which Faust leaves as it is, to the oldest record."""
        offsets = await super().seek_to_committed()
        new = [TopicPartition(*tp) for tp, offset in offsets.items() if not offset]
        if new:
            await self._thread.seek_to_beginning(*new)
        return offsets

    def resume_flow(self) -> None:
        """Let records flow, unless it is the end of a recovery whose turn is over, or without partitions."""
        if self._reading is not None:
            super().resume_flow()
        else:
            # Faust lets its streams flow just before it lets the consumer.
            self.app.flow_control.suspend()

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109 - Faust has it so
        """Yield what was fetched. What is left of it when the reading ends is not handed out: it is read again."""
        if not self.flow_active:
            await self.wait(cast(Any, self.can_resume_flow))
        async with self._handing_out:
            reading, active = self._reading, set(self._get_active_partitions())
            if reading is not None and active:
                for tp, record in self.scheduler.iterate(await self._fetched(active, timeout)):
                    if self.should_stop or not self.flow_active or self._reading is not reading:
                        self._reading = None
                        return
                    self.app.monitor.track_tp_end_offset(tp, self.highwater(tp))
                    yield tp, self._numbered(tp, record, reading)
                return
        await self.sleep(_PAUSE)

    def ack(self, message: Message) -> bool:
        """Let Faust commit a record of the present reading; one of an earlier reading is read again.

        Raises:
            MissingRecordError: a record in front of it was not acknowledged.
        """
        numbered: Any = message
        reading: Reading = numbered.reading
        if reading is not self._reading:
            return False
        if numbered.number != reading.done[message.tp]:
            raise MissingRecordError(
                f"{message.topic}/{message.partition}: offset {message.offset} is record {numbered.number} of its"
                f" reading, and {reading.done[message.tp]} are done"
            )
        reading.done[message.tp] += 1
        return bool(super().ack(message))

    def _next_turn(self, *, assigned: bool) -> None:
        self._turn += 1
        self._assigned = assigned
        self._stop_reading()

    def _stop_reading(self) -> None:
        self._reading = None
        self.stop_flow()

    async def _return(self, turn: int) -> None:
        async with self._handing_out:
            if turn == self._turn:
                await super().perform_seek()

    async def _fetched(self, active: set[TP], seconds: float) -> Any:
        try:
            return await self._getmany(active, seconds)
        except BaseException:
            # What the client has given out and nobody got is not given out again.
            self._reading = None
            raise

    def _numbered(self, tp: TP, record: Any, reading: Reading) -> Any:
        """Return a record as Faust's message, told its reading and its number there."""
        last = self._read_offset[tp]
        if last is not None and record.offset < last:
            # Nothing is read twice in a reading: the log itself went back. Faust would drop what it then brings.
            self._read_offset[tp] = None
        message: Any = self._to_message(tp, record)
        message.reading, message.number = reading, reading.read[tp]
        reading.read[tp] += 1
        return message


class Transport(driver.Transport):
    """Faust's transport with that consumer."""

    Consumer = Consumer


def read_after_return(app: faust.App) -> None:
    """Let `app`, which is not started, read nothing before its return to the commits after each rebalance."""
    app.transport = Transport(app.conf.broker_consumer, app)


async def to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Await `work`, which goes on where its caller is cancelled.

    What the client's thread was asked for it does in any case. A return that still holds its lock cannot fall into the
    next reading.
    """
    working = asyncio.ensure_future(work)
    working.add_done_callback(_looked_at)
    await asyncio.shield(working)


def _looked_at(task: "asyncio.Task[None]") -> None:
    """Take the exception of a task that nobody waits for, which asyncio would complain about."""
    if not task.cancelled():
        task.exception()
