"""`Consumer._new_offset` wants a gap of two before it stops: one article in hand can be committed over."""

import asyncio
from pathlib import Path
from typing import Any

from tests.faust.bench import Engine, plain


def test_faust_commits_over_the_one_article_in_hand(tmp_path: Path) -> None:
    done: list[bytes] = []

    async def agent(stream: Any) -> None:
        async for value in stream:
            if value == b"10":
                await asyncio.Event().wait()
            done.append(value)

    async def main() -> None:
        async with plain(tmp_path, agent, concurrency=2, position=10) as bench:
            await bench.feed([10, 11])
            await bench.until(lambda: done == [b"11"])
            await bench.turns()
            assert await bench.commit() == 12

    asyncio.run(main())


def test_the_engine_acknowledges_in_order(tmp_path: Path) -> None:
    async def main() -> None:
        async with Engine(tmp_path, position=10, batch_size=1, window=4) as engine:
            engine.pool.hold(10)
            await engine.feed(range(10, 14))
            await engine.until(lambda: len(engine.pool.begun) == 4)
            await engine.turns()
            assert await engine.commit() == 10
            engine.pool.release()
            await engine.until(lambda: len(engine.wire.acknowledged) == 4)
            await engine.turns()
            assert await engine.commit() == 14

    asyncio.run(main())
