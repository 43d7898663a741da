"""A bench whose rebalances are Faust's own: listener's callbacks, recovery, fetcher. The client's thread is the test's.

It has a log of one partition, of which `committed` is committed, and answers when it is let.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self, cast

import faust
from faust.types import TP

from processor.engine.consumer import read_after_return
from tests.faust.bench import PARTITION, TOPIC, Bench, engine_app, plain_app, within

COMMITTED, END = 49, 56


class Client:
    """Stands for the client's thread: a position, and fetches and returns that wait for the test."""

    def __init__(self, bench: "Rebalances") -> None:
        self._bench = bench
        self.assigned: set[TP] = set()
        self.committed: int | None = COMMITTED
        self.position = 0
        self.rebalancing = False
        #: Of records that may be handed out.
        self.allowed = 0
        #: Returns that were asked for and not answered.
        self.returns: list[asyncio.Future[None]] = []
        #: Whether each return is answered at once.
        self.answers = False
        self.tp_last_committed_at: dict[TP, float] = {}

    def assignment(self) -> set[TP]:
        return set(self.assigned)

    def highwater(self, _: TP) -> int:
        return END

    def begin(self) -> None:
        """End a rebalance as aiokafka does: from what is committed, or the oldest."""
        self.rebalancing = False
        self.assigned = {PARTITION}
        self.position = self.committed or 0

    async def seek_to_committed(self) -> Mapping[TP, int | None]:
        committed = self.committed
        if committed:  # aiokafka leaves the position where it is otherwise
            self.position = committed
        if not self.answers:
            answer = asyncio.get_running_loop().create_future()
            self.returns.append(answer)
            await asyncio.shield(answer)  # what the thread was asked for it does, whoever still waits
        return {PARTITION: committed}

    async def seek_to_beginning(self, *_: Any) -> None:
        self.position = 0

    def answer(self) -> None:
        """Answer the oldest return."""
        if self.returns:
            self.returns.pop(0).set_result(None)

    async def getmany(self, _active: set[TP], _timeout: float) -> dict[TP, list[Any]]:
        """Hand out at most two records, once allowed; a fetch waits through a rebalance, as aiokafka's does."""
        if not self._bench.consumer.flow_active:
            return {}
        waited = 0
        while waited < 20:
            if not self.rebalancing and self.assigned and (count := min(2, self.allowed, END - self.position)) > 0:
                self.allowed -= count
                self.position += count
                return {PARTITION: [_record(offset) for offset in range(self.position - count, self.position)]}
            waited += not self.rebalancing
            await asyncio.sleep(0)
        return {}

    async def commit(self, offsets: Mapping[TP, int]) -> bool:
        self.committed = offsets[PARTITION]
        return True

    def close(self) -> None: ...


class Rebalances(Bench):
    """A bench with an agent that takes an article at a time and acknowledges it when `gate` is open."""

    def __init__(self, app: faust.App, committed: int | None = COMMITTED) -> None:
        super().__init__(app)
        self.client = Client(self)
        self.client.committed = committed
        self.consumer._thread = self.client
        self.consumer.sleep = _briefly  # where there is nothing to fetch from
        self.gate = asyncio.Event()
        self.seen: list[int] = []
        self.failure: Exception | None = None

        async def agent(stream: Any) -> None:
            stream.enable_acks = False
            async for event in stream.events():
                self.seen.append(event.message.offset)
                await self.gate.wait()
                try:
                    event.message.ack(self.consumer)
                except RuntimeError as error:  # the link's end, which is the worker's
                    self.failure = error
                    await asyncio.Event().wait()

        self.agent(cast(Callable[[Any], Awaitable[None]], agent))

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        cast(Any, self.app.topics)._subscription_done = None  # nobody is there to subscribe
        await within(cast(Any, self.app.tables).recovery.maybe_start())
        return self

    async def __aexit__(self, *details: object) -> None:
        for service in (cast(Any, self.app)._fetcher, cast(Any, self.app.tables).recovery):
            service._stopped.set()
        await super().__aexit__(*details)
        await self.turns(5)

    async def assign(self) -> None:
        """The bench's beginning: nothing is assigned yet."""

    async def begin(self) -> None:
        """End a rebalance with the partition."""
        self.generation += 1
        self.client.begin()
        self.app.consumer_generation_id = self.generation
        await within(self.consumer.on_partitions_assigned(self.client.assignment(), self.generation))
        await self.turns(30)

    async def revoke(self) -> None:
        """Begin a rebalance; the client still has its partitions until it ends."""
        self.client.rebalancing = True
        self.app.on_rebalance_start()
        await within(self.consumer.on_partitions_revoked(self.client.assignment()))
        await self.turns(30)

    async def fetch(self, count: int = 2) -> None:
        """Let records be handed out, if anybody asks for them."""
        self.client.allowed = count
        await self.turns(40)
        self.client.allowed = 0

    async def answer(self) -> None:
        """Answer a return."""
        self.client.answer()
        await self.turns(30)


def plain(directory: Path, committed: int | None = COMMITTED) -> Rebalances:
    """Return a bench on Faust's consumer."""
    return Rebalances(plain_app(directory, stream_wait_empty=False), committed)


def engine(directory: Path, committed: int | None = COMMITTED) -> Rebalances:
    """Return a bench on the engine's app and consumer."""
    app = engine_app(directory)
    read_after_return(app)
    return Rebalances(app, committed)


async def _briefly(_seconds: float) -> None:
    await asyncio.sleep(0)


def _record(offset: int) -> Any:
    value = str(offset).encode()
    return SimpleNamespace(
        topic=TOPIC, partition=0, offset=offset, timestamp=0, timestamp_type=0, headers=(), key=value, value=value,
        checksum=None, serialized_key_size=2, serialized_value_size=2,
    )  # fmt: skip
