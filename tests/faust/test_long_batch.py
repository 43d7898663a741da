"""A member joins while a batch takes long: Faust makes the rebalance wait, and the broker gives the partitions away."""

import asyncio
from pathlib import Path

import orjson

from tests.faust.members import engine_member, plain_member, until
from tests.support.topics_io import push
from tests.support.workers import topic_settings

ARTICLES = [orjson.dumps({"id": str(number), "text": "a long one"}) for number in range(64)]


def test_faust_loses_its_assignment(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, session_timeout=6, topic_partitions=2)
    push(bootstrap, settings.topic_raw, ARTICLES)

    async def main() -> None:
        # Faust's 60 s of patience as 3, and a batch that takes longer.
        options = {"broker_rebalance_timeout": 3.0}
        first = plain_member(settings, tmp_path / "first", **options)
        second = plain_member(settings, tmp_path / "second", **options)
        async with first.running():
            await until(lambda: bool(first.begun))
            async with second.running():
                await until(lambda: bool(second.assignments))
                # The newcomer has all; the first does not even know.
                assert len(second.assignments[-1]) == 2
                assert len(first.assignments) == 1
                assert first.app.rebalancing
                first.gate.set()

    asyncio.run(main())


def test_the_engine_keeps_its_share(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, session_timeout=6, topic_partitions=2, batch_size=4)
    push(bootstrap, settings.topic_raw, ARTICLES)

    async def main() -> None:
        async with engine_member(settings, tmp_path / "first") as first:
            await until(lambda: bool(first.begun))
            async with engine_member(settings, tmp_path / "second") as second:
                # Sooner than the broker would have lost its patience with a member that makes it wait.
                await until(lambda: len(first.assignments) == 2 and bool(second.assignments), patience=30)
                assert len(first.assignments[-1]) == len(second.assignments[-1]) == 1
                assert not first.gate.is_set()

    asyncio.run(main())
