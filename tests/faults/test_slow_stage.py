"""A stage that takes longer than the group's session: the worker stays a member, and answers meanwhile."""

from pathlib import Path

import orjson
import pytest

from tests.support.topics_io import Reader, push
from tests.support.workers import WorkerProcess, topic_settings


@pytest.mark.slow
def test_no_heartbeat_is_missed_while_a_stage_takes_thirty_seconds(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, stages="tests.support.stages:Trap", session_timeout=6, workers=2)
    slow = [orjson.dumps({"id": f"s{number}", "text": "x", "metadata": {"trap": "slow:30"}}) for number in range(2)]
    quick = [orjson.dumps({"id": f"q{number}", "text": "x"}) for number in range(200)]
    push(bootstrap, settings.topic_raw, [*slow, *quick])

    with (
        Reader(bootstrap, [settings.topic_enriched]) as reader,
        WorkerProcess(settings, tmp_path / "worker.log") as worker,
    ):
        worker.wait_ready()
        answers = []
        while len(reader.records) < 202:
            reader.poll(0.5)
            answers.append(worker.get("/healthz")[0])
            assert len(answers) < 300
        # Five sessions have passed: had a heartbeat been missed, the broker would have given the partitions away.
        assert worker.metric("samachar_rebalances_total") == 1
        assert set(answers) == {200}
        records = reader.rest()
        assert worker.terminate() == 0
    assert sorted(record.key or b"" for record in records) == sorted(
        f"{kind}{number}".encode() for kind, count in (("s", 2), ("q", 200)) for number in range(count)
    )
