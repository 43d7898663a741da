"""The consumer between rebalances, on Faust's own recovery and fetcher; the client's thread is the test's."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from faust.tables.recovery import RebalanceAgain

from processor.engine.consumer import MissingRecordError
from tests.faust.bench import PARTITION, within
from tests.faust.rebalances import COMMITTED, Rebalances, engine


async def _reading(bench: Rebalances) -> None:
    """Let the bench read, every return answered."""
    bench.client.answers = True
    await bench.begin()
    assert bench.consumer.flow_active


def test_records_flow_after_an_ordinary_rebalance(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            await _reading(bench)
            bench.gate.set()
            await bench.fetch()
            await bench.revoke()
            assert not bench.consumer.flow_active
            await bench.begin()
            await bench.fetch()
            assert bench.seen == [49, 50, 49, 50]
            await bench.fetch()
            assert bench.seen[4:] == [51, 52]

    asyncio.run(main())


@pytest.mark.parametrize("change", ["revoke", "begin"])
def test_a_return_that_a_rebalance_overtook_says_so_and_lets_nothing_flow(tmp_path: Path, change: str) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            await bench.begin()
            returning = asyncio.ensure_future(bench.consumer.perform_seek())
            await bench.turns()
            await getattr(bench, change)()
            await bench.answer()
            with pytest.raises(RebalanceAgain):
                await within(returning)
            bench.app.flow_control.resume()  # as Faust's recovery does
            bench.consumer.resume_flow()
            assert not bench.consumer.flow_active
            assert not bench.app.flow_control.is_active()

    asyncio.run(main())


def test_there_is_no_return_while_the_partitions_are_revoked(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            await _reading(bench)
            await bench.revoke()
            with pytest.raises(RebalanceAgain):
                await bench.consumer.perform_seek()

    asyncio.run(main())


def test_an_error_of_the_client_under_an_assignment_that_is_gone_is_none(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            await bench.begin()
            await bench.revoke()
            bench.client.returns.pop(0).set_exception(AssertionError("No partitions are currently assigned"))
            bench.client.answers = True
            await bench.begin()
            assert not bench.app.should_stop
            assert bench.consumer.flow_active

    asyncio.run(main())


@pytest.mark.parametrize("answer", [None, KeyError("a defect")])
def test_a_return_that_fails_or_is_not_answered_crashes_the_app(tmp_path: Path, answer: Exception | None) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            bench.app.conf.broker_request_timeout = 0.05 if answer is None else 90.0
            await bench.begin()
            if answer is not None:
                bench.client.returns.pop(0).set_exception(answer)
            await bench.until(lambda: bench.app.should_stop)  # which ends the worker, see tests/faust/test_exit_code.py
            assert isinstance(bench.app.crash_reason, TimeoutError if answer is None else KeyError)

    asyncio.run(main())


def test_a_worker_without_partitions_flows_when_it_gets_one(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            bench.client.answers = True
            bench.gate.set()
            bench.generation += 1
            bench.app.consumer_generation_id = bench.generation
            await within(bench.consumer.on_partitions_assigned(set(), bench.generation))
            await bench.turns()
            assert not bench.consumer.flow_active
            await bench.revoke()
            await bench.begin()
            await bench.fetch()
            assert bench.seen == [49, 50]

    asyncio.run(main())


def test_a_return_goes_to_its_end_in_the_thread_before_the_next(tmp_path: Path) -> None:
    """Cancelled, it would go back in the middle of what is read after the next."""

    async def main() -> None:
        async with engine(tmp_path) as bench:
            await bench.begin()
            await bench.revoke()
            await bench.begin()
            assert len(bench.client.returns) == 1
            await bench.answer()
            assert len(bench.client.returns) == 1
            assert not bench.consumer.flow_active
            await bench.answer()
            assert bench.consumer.flow_active

    asyncio.run(main())


def test_nothing_is_acknowledged_over_a_record_that_is_missing(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            await _reading(bench)
            await bench.fetch()  # 49 in hand, 50 in the buffer
            bench.app.flow_control.clear()  # what Faust must not do here
            await bench.fetch()
            bench.gate.set()
            await bench.turns()
            assert bench.seen == [49, 51]
            assert isinstance(bench.failure, MissingRecordError)
            assert "in/0: offset 51 is record 2 of its reading, and 1 are done" in str(bench.failure)
            await bench.consumer.commit()
            assert bench.client.committed == 50

    asyncio.run(main())


def test_what_was_read_before_a_rebalance_counts_no_more(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            await _reading(bench)
            await bench.fetch(1)
            await bench.revoke()
            await bench.begin()
            bench.gate.set()
            await bench.turns()
            assert bench.seen == [49]
            await bench.consumer.commit()
            assert bench.client.committed == COMMITTED
            await bench.fetch(1)
            await bench.consumer.commit()
            assert bench.seen == [49, 49]
            assert bench.client.committed == 50

    asyncio.run(main())


def test_holes_of_the_log_are_none_of_the_reading(tmp_path: Path) -> None:
    async def main() -> None:
        async with engine(tmp_path) as bench:
            bench.gate.set()
            await _reading(bench)
            for position in (50, 54):  # what is before them was compacted, or is of a transaction
                bench.client.position = position
                await bench.fetch(1)
            await bench.consumer.commit()
            assert bench.seen == [50, 54]
            assert bench.failure is None
            assert bench.client.committed == 55

    asyncio.run(main())


def test_a_log_that_went_back_is_read_and_commits_do_not_follow_it(tmp_path: Path) -> None:
    """After an election that lost records; Faust drops all up to the offset where it was."""

    async def main() -> None:
        async with engine(tmp_path) as bench:
            bench.gate.set()
            await _reading(bench)
            await bench.fetch()
            await bench.consumer.commit()
            bench.client.position = 40
            await bench.fetch()
            await bench.consumer.commit()
            assert bench.seen == [49, 50, 40, 41]
            assert bench.failure is None
            assert bench.client.committed == 51

    asyncio.run(main())


def test_a_fetch_that_fails_ends_the_reading(tmp_path: Path) -> None:
    """The client has moved on past what it gave to nobody: what comes after it must not be read."""

    async def main() -> None:
        async with engine(tmp_path) as bench:
            await _reading(bench)

            async def failing(*_: Any) -> Any:
                bench.client.position += 2
                raise OSError("gone")

            bench.client.getmany = failing  # type: ignore[method-assign, assignment]
            await bench.until(lambda: bench.app.should_stop)
            bench.consumer.resume_flow()
            assert bench.consumer._reading is None
            assert PARTITION in bench.client.assigned
            assert bench.seen == []

    asyncio.run(main())
