"""Faust's consumer, that reads nothing between a rebalance and the return to what is committed.

Faust's recovery of one rebalance may still wait for its own return when the next one begins; it then lets records flow
again in the middle of it. What is fetched so after the second return, and before its end, is in a stream's buffer when
that end clears the buffers: the records are gone, what comes after them is committed, and they are lost.
docs/upstream.md has it as a patch.
"""

import asyncio
from typing import Any

import faust
from faust.tables.recovery import RebalanceAgain
from faust.transport.drivers import aiokafka as driver
from faust.types import TP


class Consumer(driver.Consumer):
    """Lets records flow only after a return to the commits that began and ended under the present assignment."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        #: Of revocations and assignments; whoever was interrupted by one sees by it that his turn is over.
        self._turn = 0
        self._returned: int | None = None

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """End the turn."""
        self._turn += 1
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Begin a turn, in which nothing flows yet, whoever let it flow since the revocation."""
        self._turn += 1
        self.stop_flow()
        await super().on_partitions_assigned(assigned, generation_id)

    async def perform_seek(self) -> None:
        """Go back to what is committed.

        Raises:
            RebalanceAgain: the assignment changed meanwhile; the recovery of the new one will go back itself.
            TimeoutError: the broker does not answer; the worker ends, and a new one tries.
        """
        turn = self._turn
        # Faust has a patience here as well, and when that ends waits for ever.
        async with asyncio.timeout(0.9 * self.app.conf.broker_request_timeout):
            await super().perform_seek()
        if turn != self._turn:
            raise RebalanceAgain
        self._returned = turn

    def resume_flow(self) -> None:
        """Let records flow, unless it is the end of a recovery whose turn is over."""
        if self._returned == self._turn:
            super().resume_flow()


class Transport(driver.Transport):
    """Faust's transport with that consumer."""

    Consumer = Consumer


def read_after_return(app: faust.App) -> None:
    """Let `app`, which is not started, read nothing before its return to the commits after each rebalance."""
    app.transport = Transport(app.conf.broker_consumer, app)
