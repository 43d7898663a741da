"""What a worker asks of a partition at once: little, so that it takes little memory and no partition waits long."""

import random
from base64 import b64encode
from pathlib import Path

import orjson
import pytest

from processor.engine.app import FETCH
from tests.brokers import produce
from tests.support.topics_io import Reader
from tests.support.workers import WorkerProcess, topic_settings


@pytest.mark.slow
def test_messages_larger_than_a_fetch_come_through_among_small_ones(
    any_bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    settings = topic_settings(
        any_bootstrap,
        prefix,
        stages="tests.support.stages:Letters",
        max_message_bytes=8 * FETCH,
        session_timeout=6,
        workers=1,
    )
    draw = random.Random(1)
    # Random, so that a compressed batch is larger than a fetch as well.
    pages = ["" if number % 3 else b64encode(draw.randbytes(4 * FETCH)).decode() for number in range(24)]
    ids = [f"a{number}".encode() for number in range(24)]
    records = [
        (name, orjson.dumps({"id": name.decode(), "text": "x", "metadata": {"page": page}}))
        for name, page in zip(ids, pages, strict=True)
    ]
    produce(settings, settings.topic_raw, records)

    with (
        Reader(any_bootstrap, [settings.topic_enriched]) as reader,
        WorkerProcess(settings, tmp_path / "worker.log") as worker,
    ):
        reader.until(lambda records: len(records) >= 24, patience=120)
        assert worker.terminate() == 0
    found = {record.key: orjson.loads(record.value)["article"]["metadata"]["page"] for record in reader.records}
    assert found == dict(zip(ids, pages, strict=True))


@pytest.mark.slow
def test_a_partition_that_is_far_behind_does_not_keep_the_others_waiting(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    settings = topic_settings(
        bootstrap, prefix, stages="tests.support.stages:Letters", topic_partitions=2, session_timeout=6, workers=1
    )
    draw = random.Random(2)
    # About 3 MB a partition when compressed: the client takes all it has of one before it turns to the other.
    values = [orjson.dumps({"id": str(number), "text": draw.randbytes(100).hex()}) for number in range(40_000)]
    produce(settings, settings.topic_raw, [(value[:20], value) for value in values])

    def committed() -> list[float]:
        return [worker.metric("samachar_committed_offset", partition=str(number)) for number in range(2)]

    with WorkerProcess(settings, tmp_path / "worker.log") as worker:
        worker.wait_ready()
        worker.wait_for(lambda: sum(committed()) > 8_000, patience=240)
        assert min(committed()) > 0
