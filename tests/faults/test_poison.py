"""Poison: hostile messages and stages that raise, hang or die. Exactly the guilty become dead letters."""

import base64
from collections import Counter
from pathlib import Path

import orjson
import pytest

from processor.contracts import Reason, decode_dead_letter
from tests.support.hostile import good_messages, hostile_messages
from tests.support.topics_io import Reader, push
from tests.support.workers import WorkerProcess, topic_settings

LETTERS = "tests.support.stages:Letters"
TRAP = "tests.support.stages:Trap"


@pytest.mark.slow
def test_hostile_messages_among_good_ones(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, stages=f"language,{LETTERS}")
    hostile = hostile_messages(seed=1, count=2000)
    good = good_messages(seed=2, count=2000)
    bad = [value for value, _ in hostile]
    push(bootstrap, settings.topic_raw, (value for pair in zip(good, bad, strict=True) for value in pair))

    with (
        Reader(bootstrap, [settings.topic_enriched, settings.topic_dead_letter]) as reader,
        WorkerProcess(settings, tmp_path / "worker.log") as worker,
    ):
        worker.wait_ready()
        reader.until(lambda records: len(records) >= 4000, patience=60)
        records = reader.rest()
        assert worker.get("/healthz")[0] == 200
        assert worker.get("/readyz")[0] == 200
        assert worker.terminate() == 0

    enriched = [orjson.loads(record.value)["id"] for record in records if record.topic == settings.topic_enriched]
    assert Counter(enriched) == Counter(f"good-{number}" for number in range(2000))
    letters = [decode_dead_letter(record.value) for record in records if record.topic == settings.topic_dead_letter]
    expected = Counter((value, reason) for value, reason in hostile)
    payloads = (None if letter.payload is None else base64.b64decode(letter.payload) for letter in letters)
    assert Counter(zip(payloads, (letter.reason for letter in letters), strict=True)) == expected
    assert all(letter.error and letter.stage == "decode" for letter in letters)


def test_stages_that_raise_hang_or_die(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, stages=f"{LETTERS},{TRAP}", article_timeout=3)
    traps = {17: "raise", 18: "hang", 40: "exit", 41: "exit", 90: "raise", 133: "hang", 199: "exit"}
    messages = [
        orjson.dumps({"id": f"a{number}", "text": f"article {number}", "metadata": {"trap": traps.get(number, "")}})
        for number in range(200)
    ]
    push(bootstrap, settings.topic_raw, messages)

    with (
        Reader(bootstrap, [settings.topic_enriched, settings.topic_dead_letter]) as reader,
        WorkerProcess(settings, tmp_path / "worker.log") as worker,
    ):
        reader.until(lambda records: len(records) >= 200, patience=60)
        records = reader.rest()
        assert worker.terminate() == 0

    reasons = {"raise": Reason.STAGE_ERROR, "hang": Reason.STAGE_TIMEOUT, "exit": Reason.STAGE_CRASH}
    letters = [decode_dead_letter(record.value) for record in records if record.topic == settings.topic_dead_letter]
    assert sorted((letter.id or "", letter.stage, letter.reason) for letter in letters) == sorted(
        (f"a{number}", "trap", reasons[trap]) for number, trap in traps.items()
    )
    enriched = [record.key for record in records if record.topic == settings.topic_enriched]
    assert Counter(enriched) == Counter(f"a{number}".encode() for number in range(200) if number not in traps)


def test_a_bad_deploy_stops_instead_of_draining_the_topic(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, stages=TRAP, failure_run=20, batch_size=8)
    messages = [orjson.dumps({"text": f"article {number}", "metadata": {"trap": "raise"}}) for number in range(500)]
    push(bootstrap, settings.topic_raw, messages)

    with (
        Reader(bootstrap, [settings.topic_dead_letter]) as reader,
        WorkerProcess(settings, tmp_path / "worker.log") as worker,
    ):
        worker.wait_for(lambda: "articles in a row failed" in worker.get("/readyz")[1], patience=120)
        assert worker.get("/readyz")[0] == 503
        assert worker.get("/healthz")[0] == 200
        letters = reader.rest()
        assert len(letters) < 20
        assert worker.terminate() == 4

    # A mended deploy finds everything that was not delivered.
    mended = settings.model_copy(update={"stages": (LETTERS,)})
    with (
        Reader(bootstrap, [settings.topic_enriched]) as outputs,
        WorkerProcess(mended, tmp_path / "mended.log") as worker,
    ):
        records = outputs.until(lambda found: len(found) + len(letters) >= 500, patience=60)
        assert worker.terminate() == 0
    ids = {record.key for record in records} | {record.key for record in letters}
    assert len(ids) == 500
