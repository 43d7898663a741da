"""A rebalance waits for the articles in hand; one that never ends stops every consumer of the process."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from tests.faust.bench import Engine, plain


def test_faust_stops_consuming_for_one_article_that_hangs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    begun: list[bytes] = []

    async def agent(stream: Any) -> None:
        async for value in stream:
            begun.append(value)
            await asyncio.Event().wait()

    async def main() -> None:
        # The time after which Faust says that a task timed out, and does no more than say it.
        async with plain(tmp_path, agent, broker_session_timeout=0.2) as bench:
            await bench.feed([0])
            await bench.until(lambda: begun == [b"0"])
            revoking = asyncio.ensure_future(bench.revoke())
            await bench.until(lambda: "Task timed out" in caplog.text)
            assert not revoking.done()
            assert not bench.app.flow_control.is_active()
            revoking.cancel()

    with caplog.at_level(logging.WARNING):
        asyncio.run(main())


def test_the_engine_lets_the_rebalance_go_on_and_reads_on(tmp_path: Path) -> None:
    async def main() -> None:
        async with Engine(tmp_path, window=3) as engine:
            engine.pool.hold(0)
            await engine.feed([0])
            await engine.until(lambda: len(engine.pool.begun) == 1)
            await engine.revoke()
            await engine.assign()
            await engine.feed([0, 1, 2])
            await engine.until(lambda: len(engine.pool.begun) == 4)
            engine.pool.release()
            await engine.until(lambda: len(engine.wire.acknowledged) == 4)
            await engine.turns()
            assert await engine.commit() == 3

    asyncio.run(main())
