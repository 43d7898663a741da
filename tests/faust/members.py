"""Members of a real group, in this process: Faust apps that are started, and hold what they read until told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import faust
from confluent_kafka.admin import AdminClient
from faust.types import TP

from processor.engine.app import acknowledged_events, add_agent, build_app, sender
from processor.engine.consumer import read_after_return
from processor.engine.layouts import link_specs
from processor.engine.link import Link
from processor.engine.policy import FailurePolicy
from processor.engine.pool import EnrichmentPool
from processor.engine.records import Writer
from processor.observe.metrics import Metrics
from processor.settings import Settings
from tests.faust.bench import Pool


class Member:
    """An app, what it has begun, and the assignments it was given."""

    def __init__(self, app: faust.App) -> None:
        self.app = app
        self.begun: list[bytes] = []
        self.gate = asyncio.Event()
        self.assignments: list[frozenset[TP]] = []
        app.on_partitions_assigned.connect(cast(Any, self._assigned), weak=False)

    async def _assigned(self, _app: Any, assigned: set[TP], **_: Any) -> None:
        self.assignments.append(frozenset(assigned))

    async def hold(self, value: bytes) -> None:
        """Take up an article, which is done when the gate opens."""
        self.begun.append(value)
        await self.gate.wait()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Member"]:
        """Start the app; at the end let go of everything and stop it."""
        await self.app.start()
        try:
            yield self
        finally:
            self.gate.set()
            with contextlib.suppress(TimeoutError):  # a Faust that was thrown out of its group takes a minute
                async with asyncio.timeout(5):
                    await self.app.stop()


def plain_member(settings: Settings, directory: Path, **changes: Any) -> Member:
    """Return a member whose agent is written as Faust's manual writes it."""
    app = faust.App(
        settings.group_id,
        broker=f"kafka://{settings.bootstrap_servers}",
        datadir=directory,
        autodiscover=False,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=0.5,
        **changes,
    )
    member = Member(app)

    async def agent(stream: Any) -> None:
        async for value in stream:
            await member.hold(value)

    topic = app.topic(settings.topic_raw, key_serializer="raw", value_serializer="raw", internal=False)
    app.agent(topic)(agent)
    return member


class HeldPool(Pool):
    """A process pool whose articles the member holds."""

    def __init__(self, member: Member) -> None:
        super().__init__()
        self._member = member

    async def run(self, link: int, value: bytes | None) -> Any:
        assert value is not None
        await self._member.hold(value)
        return await super().run(link, value)


@contextlib.asynccontextmanager
async def engine_member(settings: Settings, directory: Path) -> AsyncIterator[Member]:
    """Give a running member made by our engine: its app, its agent, its link."""
    (spec,) = link_specs(settings)
    app = build_app(settings, spec, directory)
    member = Member(app)
    link = Link(
        index=0,
        pool=cast(EnrichmentPool, HeldPool(member)),
        writer=Writer(spec.plan.name, spec.destination, settings.topic_dead_letter, "pipeline"),
        send=sender(app),
        policy=FailurePolicy(100, 1.0, 1000),
        metrics=Metrics(),
        on_stopped=lambda _: None,
        batch_size=settings.batch_size,
        batch_bytes=settings.batch_bytes,
        batch_wait=settings.batch_wait,
        window=settings.window,
        patience=30.0,
    )
    read_after_return(app)
    add_agent(app, spec, link, acknowledged_events)
    work = asyncio.ensure_future(link.work())
    try:
        async with member.running():
            yield member
    finally:
        work.cancel()


async def until(condition: Callable[[], bool], patience: float = 60.0) -> None:
    """Return once `condition()` is true."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110 - what is waited for is the broker's and Faust's
            await asyncio.sleep(0.05)


async def left(settings: Settings) -> None:
    """Return once the broker counts no member in the group."""
    async with asyncio.timeout(60):
        while await group_size(settings):  # noqa: ASYNC110 - the broker tells nobody
            await asyncio.sleep(0.05)


async def group_size(settings: Settings) -> int:
    """Return how many members the broker counts in the group."""
    admin = AdminClient({"bootstrap.servers": settings.bootstrap_servers})
    answer = admin.describe_consumer_groups([settings.group_id])[settings.group_id]
    group = await asyncio.to_thread(answer.result, 30)
    return len(group.members)
