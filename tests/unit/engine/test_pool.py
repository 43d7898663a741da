"""The process pool with stages that raise, hang, die: exactly the guilty article is rejected."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Sequence

import orjson
import pytest

from processor.contracts import Limits, Reason
from processor.engine.memory import MIB
from processor.engine.outcome import Enriched, Outcome, Rejected
from processor.engine.plan import Plan
from processor.engine.pool import EnrichmentPool, PoolError

STAGES = ("tests.support.stages:Letters", "tests.support.stages:Trap")


def plan(stages: Sequence[str] = STAGES, max_record_bytes: int = 1_000_000) -> Plan:
    return Plan(tuple(stages), (), Limits(), max_record_bytes)


def message(number: int, trap: str = "") -> bytes:
    return orjson.dumps({"id": f"a{number}", "text": f"article {number}", "metadata": {"trap": trap}})


def run_all(
    values: Sequence[bytes], *, timeout: float = 30.0, the_plan: Plan | None = None, workers: int = 2, memory: int = 0
) -> tuple[list[Outcome], list[str]]:
    """Return the outcomes of messages, in order, and why processes were replaced."""
    restarts: list[str] = []
    pool = EnrichmentPool(
        [the_plan or plan()], workers=workers, timeout=timeout, memory=memory * MIB, on_restart=restarts.append
    )

    async def main() -> list[Outcome]:
        async with pool:
            await pool.start()
            return await asyncio.gather(*(pool.run(0, value) for value in values))

    return asyncio.run(main()), restarts


def test_order_is_kept() -> None:
    outcomes, _ = run_all([message(number) for number in range(50)])
    assert [outcome.id for outcome in outcomes] == [f"a{number}" for number in range(50)]
    assert all(isinstance(outcome, Enriched) for outcome in outcomes)


def test_only_the_guilty_are_rejected_and_the_step_is_named() -> None:
    traps = {3: "raise", 7: "exit", 11: "hang", 15: "exit"}
    outcomes, restarts = run_all([message(number, traps.get(number, "")) for number in range(30)], timeout=2.0)
    rejected = {number: outcome for number, outcome in enumerate(outcomes) if isinstance(outcome, Rejected)}
    assert {number: (outcome.id, outcome.stage, outcome.reason) for number, outcome in rejected.items()} == {
        3: ("a3", "trap", Reason.STAGE_ERROR),
        7: ("a7", "trap", Reason.STAGE_CRASH),
        11: ("a11", "trap", Reason.STAGE_TIMEOUT),
        15: ("a15", "trap", Reason.STAGE_CRASH),
    }
    # A crash is tried once more, since a process can also be killed without its article's fault.
    assert sorted(restarts) == ["crash"] * 4 + ["timeout"]


def run_disturbed(trap: str, timeout: float, disturb: Callable[[], None]) -> tuple[Outcome, list[str]]:
    """Return the outcome of one article, with something that happens half a second after its process took it up."""
    restarts: list[str] = []

    async def main() -> Outcome:
        async with EnrichmentPool([plan()], workers=1, timeout=timeout, on_restart=restarts.append) as pool:
            await pool.start()
            asyncio.get_running_loop().call_later(0.5, disturb)
            return await pool.run(0, message(1, trap))

    return asyncio.run(main()), restarts


def test_processes_that_take_nothing_up_end_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped while it is idle, a process has no article whose time could run out."""
    monkeypatch.setattr("processor.engine.pool._END", 0.5)

    async def main() -> None:
        async with EnrichmentPool([plan()], workers=1, timeout=0.5, startup_timeout=30.0) as pool:
            await pool.start()
            monkeypatch.setattr(pool, "_startup_timeout", 0.5)
            first = await pool.run(0, message(1))
            assert isinstance(first, Enriched)
            (process,) = {pool._board.owners[slot] for slot in range(2)} - {0}  # who took up the first
            os.kill(process, signal.SIGSTOP)
            await pool.run(0, message(2))

    with pytest.raises(PoolError, match="no pool process has taken up"):
        asyncio.run(main())


def test_a_process_that_ends_unseen_costs_one_try() -> None:
    """pebble loses a task whose process it has stopped for the task before, or that ended before it knew of it."""
    restarts: list[str] = []

    async def main() -> Outcome:
        async with EnrichmentPool([plan()], workers=1, timeout=4.0, on_restart=restarts.append) as pool:
            await pool.start()
            article = asyncio.ensure_future(pool.run(0, message(1, "slow:2")))
            await asyncio.sleep(1.0)
            (process,) = pool._pool._pool_manager.worker_manager.workers.copy()
            del pool._pool._pool_manager.worker_manager.workers[process]
            os.kill(process, signal.SIGKILL)
            return await article

    assert isinstance(asyncio.run(main()), Enriched)
    assert restarts == ["crash"]


@pytest.mark.parametrize("seconds", [3600.0, -3600.0])
def test_a_clock_that_is_set_costs_no_article(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = time.time
    outcome, restarts = run_disturbed(
        "slow:2", 10.0, lambda: monkeypatch.setattr(time, "time", lambda: clock() + seconds)
    )
    assert isinstance(outcome, Enriched)
    assert restarts == []


def test_a_clock_that_is_set_back_does_not_let_a_stage_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, began = time.time, time.monotonic()
    outcome, restarts = run_disturbed("hang", 2.0, lambda: monkeypatch.setattr(time, "time", lambda: clock() - 60.0))
    assert isinstance(outcome, Rejected)
    assert outcome.reason is Reason.STAGE_TIMEOUT
    assert restarts == ["timeout"]
    assert time.monotonic() - began < 30


def test_time_in_which_we_did_not_run_is_not_the_articles() -> None:
    """As when the machine sleeps, or an operator stops the worker: nobody has looked, so nobody may judge."""
    outcome, restarts = run_disturbed("slow:4", 2.0, lambda: time.sleep(3.0))
    assert isinstance(outcome, Enriched)
    assert restarts == []


CRASH, MEMORY = Reason.STAGE_CRASH, Reason.STAGE_MEMORY


@pytest.mark.parametrize(
    ("tries", "verdict"),
    [
        ([MEMORY, CRASH, MEMORY], MEMORY),
        ([CRASH, MEMORY, MEMORY], MEMORY),
        ([MEMORY, CRASH, CRASH], CRASH),
        ([CRASH, MEMORY, None], None),
        ([CRASH, CRASH, None], CRASH),
        ([CRASH, Reason.STAGE_TIMEOUT, None], Reason.STAGE_TIMEOUT),
    ],
)
def test_one_process_that_is_killed_does_not_change_the_verdict(
    monkeypatch: pytest.MonkeyPatch, tries: list[Reason | None], verdict: Reason | None
) -> None:
    """What an operator does to a process in the middle of an article must not show in its dead letter."""
    outcomes = iter(tries)

    async def run(*_: object) -> Outcome:
        if (reason := next(outcomes)) is None:
            return Enriched("a1", b"{}", "en", (), (), (), ())
        return Rejected("a1", "trap", reason, None, "")

    pool = EnrichmentPool([plan()], workers=1)
    monkeypatch.setattr(pool, "_run", run)
    outcome = asyncio.run(pool.run(0, message(1)))
    assert (outcome.reason if isinstance(outcome, Rejected) else None) is verdict


def test_an_invalid_message_is_rejected_with_its_field() -> None:
    outcomes, restarts = run_all([b'{"id": "x", "text": 1}', message(1)])
    assert outcomes[0] == Rejected("x", "decode", Reason.WRONG_TYPE, "text", "text: Input should be a valid string")
    assert isinstance(outcomes[1], Enriched)
    assert restarts == []


def test_a_record_larger_than_its_topic_is_rejected() -> None:
    outcomes, _ = run_all([message(1, "grow:5000"), message(2)], the_plan=plan(max_record_bytes=4000))
    assert isinstance(outcomes[0], Rejected)
    assert (outcomes[0].stage, outcomes[0].reason) == ("publish", Reason.RECORD_TOO_LARGE)
    assert isinstance(outcomes[1], Enriched)


@pytest.mark.parametrize("stage", ["no.such.module:Stage", "tests.support.stages:NoSuchStage", "nonsense"])
def test_a_stage_that_cannot_be_loaded_is_a_clear_error(stage: str) -> None:
    async def main() -> None:
        async with EnrichmentPool([plan([stage])], workers=1) as pool:
            await pool.start()

    with pytest.raises(PoolError, match=stage.split(":", maxsplit=1)[0]):
        asyncio.run(main())
