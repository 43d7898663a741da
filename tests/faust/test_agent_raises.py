"""Faust acknowledges what its agent raised on: acknowledgements run in a `finally`."""

import asyncio
from pathlib import Path
from typing import Any

from tests.faust.bench import Engine, plain


def test_faust_commits_a_whole_batch_that_its_agent_raised_on(tmp_path: Path) -> None:
    seen: list[int] = []

    async def agent(stream: Any) -> None:
        async for events in stream.take_events(10, within=5):
            seen.append(len(events))
            raise ValueError("the model is broken")

    async def main() -> None:
        async with plain(tmp_path, agent) as bench:
            await bench.feed(range(10))
            await bench.until(lambda: bool(seen))
            await bench.turns()
            assert await bench.commit() == 10

    asyncio.run(main())
    assert seen == [10]


def test_the_engine_ends_and_leaves_the_batch_where_it_was(tmp_path: Path) -> None:
    async def main() -> None:
        async with Engine(tmp_path, batch_size=10) as engine:
            engine.pool.error = ValueError("a defect of ours")
            await engine.feed(range(10))
            await engine.until(engine.work.done)
            assert isinstance(engine.work.exception(), ExceptionGroup)
            await engine.turns()
            assert await engine.commit() is None
            assert engine.wire.taken == []

    asyncio.run(main())
