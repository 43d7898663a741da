"""Faust's `send` waits until the record is in the client's buffer; what becomes of it there, nobody asks."""

import asyncio
from pathlib import Path
from typing import Any

from aiokafka.errors import TopicAuthorizationFailedError

from tests.faust.bench import Bench, Engine, plain_app


def test_faust_commits_what_the_broker_refused(tmp_path: Path) -> None:
    async def main() -> None:
        app = plain_app(tmp_path)
        bench = Bench(app)
        out = app.topic("out", value_serializer="raw")
        sent: list[Any] = []

        async def agent(stream: Any) -> None:
            async for value in stream:
                sent.append(await out.send(value=value))  # noqa: PERF401 - the stream does not end

        bench.agent(agent)
        async with bench:
            bench.wire.error = TopicAuthorizationFailedError()
            await bench.feed(range(3))
            await bench.until(lambda: len(bench.wire.taken) == 3)
            await bench.turns()
            assert await bench.commit() == 3
            assert bench.wire.acknowledged == []
            assert [type(delivery.exception()) for delivery in sent] == [TopicAuthorizationFailedError] * 3

    asyncio.run(main())


def test_the_engine_ends_instead(tmp_path: Path) -> None:
    async def main() -> None:
        async with Engine(tmp_path) as engine:
            engine.wire.error = TopicAuthorizationFailedError()
            await engine.feed(range(3))
            await engine.until(engine.work.done)
            assert engine.wire.taken
            assert await engine.commit() is None

    asyncio.run(main())


def test_the_engine_waits_for_the_acknowledgement(tmp_path: Path) -> None:
    async def main() -> None:
        async with Engine(tmp_path) as engine:
            engine.wire.up.clear()
            await engine.feed(range(3))
            await engine.until(lambda: len(engine.wire.taken) == 3)
            await engine.turns()
            assert await engine.commit() is None
            engine.wire.up.set()
            await engine.until(lambda: len(engine.wire.acknowledged) == 3)
            await engine.turns()
            assert await engine.commit() == 3

    asyncio.run(main())
