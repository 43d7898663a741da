"""A rebalance begins while Faust still returns to the commits of the one before: what is read meanwhile is lost."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faust.rebalances import COMMITTED, END, Rebalances, engine, plain

Make = Callable[..., Rebalances]


async def _overlapping(bench: Rebalances) -> None:
    """Let a recovery be overtaken by a rebalance, and fetch before the return of the second has its answer."""
    await bench.begin()
    await bench.revoke()
    await bench.answer()  # the first recovery goes on
    await bench.begin()
    await bench.fetch()  # 49 is in the agent's hand, 50 in the buffer
    await bench.answer()  # the second recovery clears the buffer
    await _settle(bench)


async def _settle(bench: Rebalances) -> None:
    """Let everything come to its end: no more rebalances, every return answered, every record handed out."""
    bench.client.answers = True
    while bench.client.returns:
        await bench.answer()
    bench.gate.set()
    for _ in range(2 * END):
        await bench.fetch()
        await bench.consumer.commit()
        if bench.client.committed == END or bench.failure:
            return


def test_faust_commits_what_it_cleared_from_its_buffer(tmp_path: Path) -> None:
    async def main() -> None:
        async with plain(tmp_path) as bench:
            await _overlapping(bench)
            assert 50 not in bench.seen
            assert bench.client.committed == END

    asyncio.run(main())


def test_the_engine_reads_it_after_the_return(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            await _overlapping(bench)
            assert bench.seen == list(range(COMMITTED, END))
            assert bench.client.committed == END

    asyncio.run(main())


async def _first_read(bench: Rebalances) -> None:
    """A fetch waits while a group that has committed nothing rebalances, and its records come before the return."""
    await bench.begin()
    await bench.answer()
    await bench.revoke()
    bench.client.allowed = 2
    await bench.begin()
    await bench.turns()
    bench.client.allowed = 0
    await _settle(bench)


def test_faust_commits_what_it_dropped_where_nothing_was_committed(tmp_path: Path) -> None:
    async def main() -> None:
        async with plain(tmp_path, None) as bench:
            await _first_read(bench)
            assert bench.seen[0] == 2
            assert bench.client.committed == END

    asyncio.run(main())


def test_the_engine_reads_from_the_oldest(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path, None) as bench:
            await _first_read(bench)
            assert bench.seen == list(range(END))
            assert bench.client.committed == END

    asyncio.run(main())


def _orders(length: int) -> Iterator[tuple[str, ...]]:
    """Yield every order of events in which revocations and assignments take turns."""
    for order in itertools.product(("revoke", "begin", "answer", "fetch"), repeat=length):
        changes = [step for step in order if step in ("revoke", "begin")]
        if all(step == ("revoke", "begin")[n % 2] for n, step in enumerate(changes)):
            yield order


async def _loses(make: Make, directory: Path, order: tuple[str, ...], committed: int | None) -> bool:
    """Return whether the group passed what nobody saw. Fails where it does not come to the end."""
    async with make(directory, committed) as bench:
        await bench.begin()
        for step in order:
            await getattr(bench, step)()
        if sum(step in ("revoke", "begin") for step in order) % 2:
            await bench.begin()
        await _settle(bench)
        assert bench.client.committed == END, (order, bench.seen, bench.client.committed, bench.failure)
        return not set(bench.seen) >= set(range(committed or 0, END))


def test_faust_loses_in_exactly_that_order_of_81(tmp_path: Path) -> None:
    async def main() -> None:
        losing = [order for order in _orders(4) if await _loses(plain, tmp_path, order, COMMITTED)]
        assert losing == [("revoke", "answer", "begin", "fetch")]

    asyncio.run(main())


@pytest.mark.parametrize("committed", [COMMITTED, None])
def test_no_order_of_events_loses_a_record_or_stops_the_engine(tmp_path: Path, committed: int | None) -> None:
    async def main() -> None:
        for order in _orders(5):
            assert not await _loses(engine, tmp_path, order, committed), order

    asyncio.run(main())
