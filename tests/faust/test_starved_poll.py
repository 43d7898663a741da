"""Back-pressure: a full buffer is not polled for, and whoever does not poll for too long leaves the group."""

import asyncio
from pathlib import Path

import orjson

from tests.faust.members import engine_member, group_size, left, plain_member, until
from tests.support.topics_io import push
from tests.support.workers import topic_settings


def test_faust_leaves_the_group_and_the_engine_stays(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    theirs = topic_settings(bootstrap, prefix, session_timeout=6, topic_partitions=1, batch_size=4, window=1)
    ours = theirs.model_copy(update={"group_id": f"{theirs.group_id}-ours"})
    push(bootstrap, theirs.topic_raw, [orjson.dumps({"id": str(n), "text": "an article"}) for n in range(200)])

    async def main() -> None:
        # Faust's 1,000 s as one; the engine as it is.
        faust_member = plain_member(theirs, tmp_path / "faust", stream_buffer_maxsize=4, broker_max_poll_interval=1.0)
        async with engine_member(ours, tmp_path / "engine") as member, faust_member.running():
            await until(lambda: bool(faust_member.begun) and bool(member.begun))
            generation = member.app.consumer_generation_id
            await until(lambda: faust_member.app.rebalancing_count > 1)
            await left(theirs)
            # The engine was full for as long, and a day is longer than any article may take.
            assert await group_size(ours) == 1
            assert member.app.consumer_generation_id == generation
            assert member.app.conf.broker_max_poll_interval >= 24 * 60 * 60
            faust_member.gate.set()

    asyncio.run(main())
