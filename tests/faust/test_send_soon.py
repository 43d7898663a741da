"""`send_soon` puts a record into a queue that has no end; the event counts as done, and is committed, long before."""

import asyncio
from pathlib import Path
from typing import Any

from tests.faust.bench import Bench, Engine, plain_app


def test_faust_commits_what_still_waits_in_its_own_queue(tmp_path: Path) -> None:
    async def main() -> None:
        app = plain_app(tmp_path)
        bench = Bench(app)
        out = app.topic("out", value_serializer="raw")

        async def agent(stream: Any) -> None:
            async for value in stream:
                out.send_soon(value=value)

        bench.agent(agent)
        bench.wire.room.clear()  # the client has no room: its broker does not answer
        buffer = bench.app.producer.buffer
        await buffer.maybe_start()
        async with bench:
            for offset in range(buffer.max_messages + 3):
                await bench.feed([offset])
                await bench.turns(10)
            # What Faust calls the most that it holds back is no limit: it only takes a tenth of a second more each.
            assert buffer.size > buffer.max_messages
            assert await bench.commit() == buffer.max_messages + 3
            assert bench.wire.taken == []

    asyncio.run(main())


def test_the_engine_takes_no_more_than_its_window(tmp_path: Path) -> None:
    async def main() -> None:
        async with Engine(tmp_path, batch_size=4, window=2) as engine:
            engine.wire.room.clear()
            feeding = asyncio.ensure_future(engine.feed(range(100)))
            await engine.until(lambda: len(engine.pool.begun) == 8)
            await engine.turns()
            assert len(engine.pool.begun) == 8
            assert not feeding.done()
            assert await engine.commit() is None
            engine.wire.room.set()
            await feeding
            await engine.until(lambda: len(engine.wire.acknowledged) == 100)
            await engine.turns()
            assert await engine.commit() == 100

    asyncio.run(main())
