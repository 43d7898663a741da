"""Faust's consumer where offsets are committed by transactions, not by Faust.

It reads committed records only, and nothing before each assigned partition has a lease and has been put back to what is
committed then. Each record it hands out names the lease that it was read under, and its number in it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import Any, Final, cast

import faust
from aiokafka.structs import TopicPartition
from faust.tables.recovery import RebalanceAgain
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from processor.engine.consumer import to_its_end
from processor.engine.transactions.lease import Lease, NewProducer

_PAUSE: Final = 0.1
_STOP_PATIENCE: Final = 3.0


class Consumer(driver.Consumer):
    """Reads under leases."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # For Faust's consumer this is the isolation level, and the end of a partition being its last stable offset.
        self.in_transaction = True
        self._leases: dict[TP, Lease] = {}
        #: Of taking leases and giving them up; whoever was interrupted sees by it that his turn is over.
        self._turn = 0
        #: A fetch and a seek at once would leave it open which of them a record comes from.
        self._fetching = asyncio.Lock()
        self._stopping: set[asyncio.Task[None]] = set()

    def on_init_dependencies(self) -> Iterable[Any]:
        return []  # not Faust's own transactions

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """End all leases: after a rebalance everything is read again from the commits, also what stays here."""
        self._end_leases()
        await super().on_partitions_revoked(revoked)

    async def perform_seek(self) -> None:
        """Take the leases of all assigned partitions; only then read what is committed, and go there.

        In the other order a worker that was given up could commit between the two, and the same would be done twice.

        Raises:
            RebalanceAgain: the partitions were taken away meanwhile.
        """
        self._end_leases()
        # A recovery that this one overtook may have let records flow, and Faust clears its buffers when this one ends.
        self.stop_flow()
        turn = self._turn
        leases = {tp: self._new_lease(tp) for tp in self.assignment()}
        try:
            # Faust has this patience as well, and when it ends waits for ever.
            async with asyncio.timeout(0.9 * self.app.conf.broker_request_timeout):
                await asyncio.gather(*(lease.begin() for lease in leases.values()))
                await to_its_end(self._return(turn, leases))
            if turn != self._turn:
                raise RebalanceAgain
            self._leases = leases
        except Exception as error:
            if turn != self._turn:
                raise RebalanceAgain from error  # whoever has the partitions now has barred these leases
            raise
        finally:
            if self._leases is not leases:
                self._end(leases.values())

    async def _return(self, turn: int, partitions: Iterable[TP]) -> None:
        async with self._fetching:
            if turn == self._turn:
                # One asked before the leases may be under way still: aiokafka takes its answer for that of the next.
                await self.seek_to_committed()
                await super().perform_seek()
                await self._seek_to_beginning(tp for tp in partitions if self._committed_offset[tp] is None)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109 - Faust has it so
        """Yield what was fetched. What is left of it when the leases end is not handed out: it is read again."""
        if not self.flow_active:
            await self.wait(cast(Any, self.can_resume_flow))
        leases, messages = await self._fetched(timeout)
        for message in messages:
            if self.should_stop or not self.flow_active or self._leases is not leases:
                return
            self.app.monitor.track_tp_end_offset(message.tp, self.highwater(message.tp))
            yield message.tp, message

    async def _fetched(self, seconds: float) -> tuple[dict[TP, Lease], list[Any]]:
        """Return records, each told its lease and its number there, and the leases that they were fetched under."""
        async with self._fetching:
            leases, active = self._leases, set(self._get_active_partitions())
            if leases and active:
                try:
                    records = await self._getmany(active, seconds)
                except BaseException:
                    # What the client has given out and nobody got is not given out again.
                    self._end_leases()
                    raise
                if self._leases is not leases:  # a rebalance came meanwhile, and these may be of its partitions
                    return leases, []
                return leases, [self._leased(tp, record, leases[tp]) for tp, record in self.scheduler.iterate(records)]
        await self.sleep(_PAUSE)
        return leases, []

    def _leased(self, tp: TP, record: Any, lease: Lease) -> Any:
        message: Any = self._to_message(tp, record)
        message.lease, message.number = lease, lease.number()
        return message

    async def _seek_to_beginning(self, partitions: Iterable[TP]) -> None:
        """Go to the oldest record where nothing was ever committed, wherever the client has got to."""
        found = [TopicPartition(*tp) for tp in partitions]
        if found:
            await self._thread.seek_to_beginning(*found)

    def _new_lease(self, tp: TP) -> Lease:
        transport = cast("Transport", self.transport)
        return Lease(TopicPartition(*tp), self.app.conf.id, transport.new_producer, self._on_commit)

    def _on_commit(self, partition: TopicPartition, offset: int) -> None:
        """Note a commit where Faust's own would be: for metrics, and for its watch on consumers that are stuck."""
        tp = TP(partition.topic, partition.partition)
        self._committed_offset[tp] = offset
        self._thread.tp_last_committed_at[tp] = monotonic()
        self.app.monitor.on_tp_commit({tp: offset})

    def _end_leases(self) -> None:
        self._turn += 1
        ended, self._leases = self._leases, {}
        self._end(ended.values())

    def _end(self, leases: Iterable[Lease]) -> None:
        for lease in leases:
            stopping = lease.end()
            if stopping is not None:
                self._stopping.add(stopping)
                stopping.add_done_callback(self._stopping.discard)

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Keep no account of offsets without a record, which Faust does to commit over them: there are ever more."""

    async def on_stop(self) -> None:
        self._end_leases()
        await super().on_stop()
        if self._stopping:
            await asyncio.wait(self._stopping, timeout=_STOP_PATIENCE)


class Transport(driver.Transport):
    """Faust's transport with that consumer; `new_producer` makes the producers of its leases."""

    Consumer = Consumer
    new_producer: NewProducer


def read_in_transactions(app: faust.App, new_producer: NewProducer) -> None:
    """Let `app`, which is not started, read under leases."""
    transport = Transport(app.conf.broker_consumer, app)
    transport.new_producer = new_producer
    app.transport = transport
