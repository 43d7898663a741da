"""A partition is taken away while articles are in hand, and comes back: Faust has forgotten where it stood."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.faust.bench import Engine, plain


def test_faust_commits_over_what_is_in_hand(tmp_path: Path) -> None:
    done: list[bytes] = []
    eleven = asyncio.Event()

    async def agent(stream: Any) -> None:
        async for value in stream:
            if value == b"10":
                await asyncio.Event().wait()
            await eleven.wait()
            done.append(value)

    async def main() -> None:
        async with plain(tmp_path, agent, concurrency=3, position=9) as bench:
            await bench.feed([9, 10, 11])
            await bench.turns()
            assert await bench.commit() == 9
            revoking = asyncio.ensure_future(bench.revoke())
            await bench.turns()
            eleven.set()
            await bench.until(lambda: sorted(done) == [b"11", b"9"])
            await bench.until(lambda: bench.thread.position == 12)
            revoking.cancel()

    asyncio.run(main())


def test_the_engine_commits_only_what_is_delivered(tmp_path: Path) -> None:
    async def main() -> None:
        async with Engine(tmp_path, position=9, window=4) as engine:
            engine.pool.hold(10)
            await engine.feed([9, 10, 11])
            await engine.until(lambda: len(engine.pool.begun) == 3)
            await engine.revoke()
            await engine.turns()
            assert await engine.commit() == 9
            await engine.assign()
            await engine.feed([9, 10, 11, 12])
            await engine.until(lambda: len(engine.pool.begun) == 7)
            await engine.turns()
            assert await engine.commit() == 9
            engine.pool.release()
            await engine.until(lambda: len(engine.wire.acknowledged) == 7)
            await engine.turns()
            assert await engine.commit() == 13
            # Done twice, and recognisable as the same.
            assert engine.wire.acknowledged == [b"9", b"10", b"11", b"9", b"10", b"11", b"12"]

    asyncio.run(main())


def test_faust_without_its_extension_acknowledges_what_it_only_skips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faust.streams._CStreamIterator", None)
    seen: list[bytes] = []

    async def agent(stream: Any) -> None:
        async for value in stream:
            seen.append(value)  # noqa: PERF401 - the stream does not end

    async def main() -> None:
        async with plain(tmp_path, agent) as bench:
            await bench.feed([5], generation=bench.generation - 1)
            await bench.turns()
            assert await bench.commit() == 6

    asyncio.run(main())
    assert seen == []


@pytest.mark.parametrize("extension", [True, False])
def test_the_engine_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: bool) -> None:
    if not extension:
        monkeypatch.setattr("faust.streams._CStreamIterator", None)

    async def main() -> None:
        async with Engine(tmp_path) as engine:
            await engine.feed([5], generation=engine.generation - 1)
            await engine.turns()
            assert await engine.commit() is None
            await engine.feed([0, 1])
            await engine.until(lambda: len(engine.wire.acknowledged) == 2)
            await engine.turns()
            assert await engine.commit() == 2

    asyncio.run(main())
