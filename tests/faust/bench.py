"""Faust's own objects without a broker: app, conductor, stream, agent and consumer are the real ones.

Only the edges are replaced: the consumer's thread, which here says what is assigned and keeps what is committed, and
the producer's connection, which here acknowledges when the test lets it.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self, cast

import faust
from faust.types import TP, ConsumerMessage

from processor.contracts import Limits
from processor.engine.app import acknowledged_events, add_agent, build_app, sender
from processor.engine.layouts import LinkSpec
from processor.engine.link import Link
from processor.engine.outcome import Enriched, Outcome
from processor.engine.plan import Plan
from processor.engine.policy import FailurePolicy
from processor.engine.pool import EnrichmentPool
from processor.engine.records import Writer
from processor.observe.metrics import Metrics
from processor.settings import load_settings

TOPIC = "in"
PARTITION = TP(TOPIC, 0)

#: An agent as its users write it.
Agent = Callable[[Any], Awaitable[None]]


def plain_app(directory: Path, **changes: Any) -> faust.App:
    """Return an app as Faust makes it, with nothing changed that this test does not name."""
    options: dict[str, Any] = {"datadir": directory, "autodiscover": False, "web_enabled": False} | changes
    return faust.App("plain", broker="kafka://127.0.0.1:9", **options)


def engine_app(directory: Path, **settings: Any) -> faust.App:
    """Return an app as our engine makes it."""
    return build_app(load_settings(**settings), spec(), directory)


def spec() -> LinkSpec:
    """Return the one link that the tests use."""
    return LinkSpec(Plan(("stage",), (), Limits(1_000_000, 200_000, 32), 1_000_000), TOPIC, "out", "group")


class Thread:
    """Stands for the thread that talks to the broker."""

    def __init__(self) -> None:
        self.assigned: set[TP] = set()
        self.commits: list[int] = []
        self.position: int | None = None

    def assignment(self) -> set[TP]:
        return self.assigned

    def highwater(self, _tp: TP) -> int:
        return 0

    async def commit(self, offsets: Mapping[TP, int]) -> bool:
        self.commits.append(offsets[PARTITION])
        self.position = offsets[PARTITION]
        return True

    async def seek_to_committed(self) -> Mapping[TP, int | None]:
        return {PARTITION: self.position}

    def close(self) -> None: ...


class Wire:
    """Stands for aiokafka's producer: takes a record while it has room, acknowledges when the test says so."""

    def __init__(self) -> None:
        self.room = asyncio.Event()
        self.room.set()
        self.up = asyncio.Event()
        self.up.set()
        self.error: Exception | None = None
        self.taken: list[bytes] = []
        self.acknowledged: list[bytes] = []
        self._pending: set[asyncio.Future[None]] = set()
        self.client = None

    async def send(self, _topic: str, value: bytes, **_: Any) -> "asyncio.Future[None]":
        await self.room.wait()
        self.taken.append(value)
        delivery = asyncio.ensure_future(self._deliver(value))
        self._pending.add(delivery)
        return delivery

    async def _deliver(self, value: bytes) -> None:
        await self.up.wait()
        if self.error is not None:
            raise self.error
        self.acknowledged.append(value)

    async def flush(self) -> None:
        """Wait until nothing is on its way, as aiokafka does: whether it arrived is not asked."""
        if self._pending:
            await asyncio.wait(self._pending)


class Bench:
    """An app with its consumer and producer, fed by the test. Use as `async with`."""

    def __init__(self, app: faust.App, position: int | None = None) -> None:
        self.app = app
        self.thread = Thread()
        self.thread.position = position
        self.wire = Wire()
        self.consumer = cast(Any, app.consumer)
        self.consumer._thread = self.thread
        producer = cast(Any, app.producer)
        producer._producer = self.wire
        producer._started.set()  # or the first record would start it, and connect
        self.generation = 0

    def agent(self, agent: Agent, concurrency: int = 1) -> None:
        """Register an agent on the topic, as `@app.agent` does."""
        topic = self.app.topic(TOPIC, key_serializer="raw", value_serializer="raw")
        self.app.agent(topic, concurrency=concurrency)(agent)

    async def __aenter__(self) -> Self:
        for agent in self.app.agents.values():
            await agent.maybe_start()
        await self.turns()  # the actors' streams subscribe
        await cast(Any, self.app.topics)._update_indices()
        await self.assign()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let the end of the loop end the agents; to stop them as Faust does takes seconds where one hangs."""
        for agent in cast(Any, self.app.agents).values():
            agent._stopped.set()
            agent.supervisor._stopped.set()
        self.consumer._stopped.set()

    async def assign(self) -> None:
        """Give the partition to this member in a new generation, as the end of a rebalance does."""
        self.generation += 1
        self.app.consumer_generation_id = self.generation
        self.thread.assigned = {PARTITION}
        await self.app.topics.on_partitions_assigned({PARTITION})
        await self.consumer.perform_seek()
        self.consumer.resume_flow()
        self.app.flow_control.resume()

    async def revoke(self) -> None:
        """Take the partition away, as the start of a rebalance does."""
        self.app.on_rebalance_start()
        await within(self.consumer.on_partitions_revoked({PARTITION}))

    async def feed(self, offsets: Iterable[int], generation: int | None = None) -> None:
        """Hand over what was fetched, through Faust's conductor."""
        for offset in offsets:
            value = str(offset).encode()
            message = ConsumerMessage(
                TOPIC, 0, offset, 0.0, 0, [], value, value, None, tp=PARTITION,
                generation_id=self.generation if generation is None else generation,
            )  # fmt: skip
            await within(self.app.topics.on_message(message))

    async def commit(self) -> int | None:
        """Commit what can be committed; return the group's offset."""
        await within(self.consumer.commit())
        return self.thread.position

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return once `condition()` is true."""
        async with asyncio.timeout(10):
            while not condition():  # noqa: ASYNC110 - what is waited for is Faust's own
                await asyncio.sleep(0.001)

    async def turns(self, count: int = 100) -> None:
        """Give everything every chance to do what it must not do."""
        for _ in range(count):
            await asyncio.sleep(0)


async def within(work: Awaitable[Any], patience: float = 10.0) -> None:
    """Await what must not hang, and is left behind where it does: Faust swallows cancellations here and there."""
    task = asyncio.ensure_future(work)
    await asyncio.wait([task], timeout=patience)
    assert task.done(), f"not within {patience:g} s"
    await task


class Pool:
    """Stands for the process pool: an article is done when its gate opens, and every one is enriched."""

    def __init__(self) -> None:
        self.closed: dict[bytes, asyncio.Event] = {}
        self.error: Exception | None = None
        self.begun: deque[bytes] = deque()

    def hold(self, *offsets: int) -> None:
        """Let these articles take until `release`."""
        for offset in offsets:
            self.closed[str(offset).encode()] = asyncio.Event()

    def release(self) -> None:
        for gate in self.closed.values():
            gate.set()

    async def run(self, _link: int, value: bytes | None) -> Outcome:
        assert value is not None
        self.begun.append(value)
        if (gate := self.closed.get(value)) is not None:
            await gate.wait()
        if self.error is not None:
            raise self.error
        return Enriched(value.decode(), value, None, ())


class Engine(Bench):
    """The same with our engine on top: its settings, its agent, its link."""

    def __init__(self, directory: Path, position: int | None = None, **changes: Any) -> None:
        super().__init__(engine_app(directory, batch_size=changes.get("batch_size", 4)), position)
        self.pool = Pool()
        options: dict[str, Any] = {
            "batch_size": 4,
            "batch_bytes": 1_000_000,
            "batch_wait": 0.001,
            "window": 2,
            "patience": 60.0,
        } | changes
        self.link = Link(
            index=0,
            pool=cast(EnrichmentPool, self.pool),
            writer=Writer("stage", "out", "dead", "pipeline"),
            send=sender(self.app),
            policy=FailurePolicy(100, 1.0, 1000),
            metrics=Metrics(),
            on_stopped=lambda _: None,
            **options,
        )
        add_agent(self.app, spec(), self.link, acknowledged_events)

    async def __aenter__(self) -> Self:
        self.work = asyncio.ensure_future(self.link.work())
        self.work.add_done_callback(lambda work: work.cancelled() or work.exception())  # a test may not ask
        return await super().__aenter__()


@contextlib.asynccontextmanager
async def plain(
    directory: Path, agent: Agent, *, concurrency: int = 1, position: int | None = None, **changes: Any
) -> AsyncIterator[Bench]:
    """Give a bench with an agent on plain Faust, in a group that has committed `position`."""
    bench = Bench(plain_app(directory, **changes), position)
    bench.agent(agent, concurrency)
    async with bench:
        yield bench
