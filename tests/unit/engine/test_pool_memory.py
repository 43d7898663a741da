"""The memory of pool processes: one that has too much is replaced, and no other article is touched."""

import asyncio

import pytest

from processor.contracts import Reason
from processor.engine.memory import MIB
from processor.engine.outcome import Enriched, Rejected
from processor.engine.pool import EnrichmentPool
from processor.settings import SettingsError
from tests.unit.engine.test_pool import message, plan, run_all

#: MiB; a process of these tests takes less than half of it before its first article.
LIMIT = 300


def test_a_process_above_its_limit_is_replaced_after_its_article() -> None:
    # Each article keeps enough to bring a fresh process over the limit, and an old one over what it may have at work.
    outcomes, restarts = run_all([message(number, "keep:300") for number in range(4)], workers=1, memory=LIMIT)
    assert [outcome.id for outcome in outcomes if isinstance(outcome, Enriched)] == ["a0", "a1", "a2", "a3"]
    assert restarts == ["memory"] * 4


def test_articles_that_wait_are_not_touched_when_a_process_is_replaced() -> None:
    traps = dict.fromkeys((3, 7, 12, 13), "keep:300")
    outcomes, restarts = run_all([message(number, traps.get(number, "")) for number in range(40)], memory=LIMIT)
    assert [outcome.id for outcome in outcomes] == [f"a{number}" for number in range(40)]
    assert all(isinstance(outcome, Enriched) for outcome in outcomes)
    assert restarts == ["memory"] * 4


def test_memory_below_the_limit_is_nobodys_concern() -> None:
    outcomes, restarts = run_all([message(number, "keep:10") for number in range(4)], workers=1, memory=LIMIT)
    assert all(isinstance(outcome, Enriched) for outcome in outcomes)
    assert restarts == []


def test_an_article_that_cannot_be_done_within_the_limit_is_tried_twice() -> None:
    outcomes, restarts = run_all([message(1), message(2, "hog:600"), message(3)], memory=LIMIT)
    assert isinstance(outcomes[0], Enriched)
    assert isinstance(outcomes[2], Enriched)
    detail = "the process had more than 1.5 times 300 MiB (SAMACHAR_PROCESS_MEMORY)"
    assert outcomes[1] == Rejected("a2", "trap", Reason.STAGE_MEMORY, None, detail)
    assert restarts == ["memory", "memory"]


def test_memory_that_the_system_refuses_is_told_and_tried_twice() -> None:
    outcomes, restarts = run_all([message(1, "leak"), message(2)])
    detail = "the process got no more memory (MemoryError)"
    assert outcomes[0] == Rejected("a1", "trap", Reason.STAGE_MEMORY, None, detail)
    assert isinstance(outcomes[1], Enriched)
    assert restarts == ["memory", "memory"]


def test_a_limit_that_the_models_alone_exceed_is_a_wrong_setting() -> None:
    async def main() -> None:
        async with EnrichmentPool([plan()], workers=1, memory=1 * MIB) as pool:
            await pool.start()

    with pytest.raises(SettingsError, match=r"^SAMACHAR_PROCESS_MEMORY: .* with its models alone; 1 allowed$"):
        asyncio.run(main())
