"""One batch that a stranger built cannot stop the stream, and no message that the broker took is lost by it."""

import base64
import gzip
from pathlib import Path

import orjson
import pytest

from processor.brokers.batches import MOST_MESSAGES
from processor.contracts import Reason, decode_dead_letter
from tests.support.raw_batches import COMPRESS, batch, framed, record, send
from tests.support.topics_io import Reader
from tests.support.workers import WorkerProcess, topic_settings

_HEADER_BYTES = 61
_BIG = 200_000_000


def _article(text: str) -> bytes:
    return orjson.dumps({"text": text})


def _peak_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024


@pytest.mark.slow
def test_bombs_and_oddities_among_articles(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(bootstrap, prefix, stages="language", topic_partitions=1, workers=1)
    many = MOST_MESSAGES + 7
    bombs = [
        batch([record(0, bytes(_BIG))], 4),
        batch([record(number, bytes(1_000_000)) for number in range(40)], 1),
        framed(COMPRESS[4](b"".join(record(number, b"") for number in range(many))), many, 4),
    ]
    sent = [
        batch([record(0, _article("first"))], 3),
        bombs[0],
        batch([record(0, _article("header"), None, [(b"caf\xe9", b"x")])]),
        bombs[1],
        framed(gzip.compress(record(0, _article("trailer"))) + b"rubbish", 1, 1),
        bombs[2],
        batch([record(0, _article("last"))], 2),
    ]
    answers = send(bootstrap, settings.topic_raw, sent)
    # The broker takes them all: 200 MB in 6 KB is well under its `max.message.bytes`.
    assert [code for code, _ in answers] == [0] * len(sent)
    counts = [1, 1, 1, 40, 1, many, 1]
    assert [offset for _, offset in answers] == [sum(counts[:place]) for place in range(len(sent))]

    with (
        Reader(bootstrap, [settings.topic_enriched, settings.topic_dead_letter]) as reader,
        WorkerProcess(settings, tmp_path / "worker.log") as worker,
    ):
        reader.until(lambda records: len(records) >= 8, patience=180)
        records = reader.rest()
        worker.wait_for(lambda: worker.metric("samachar_lag_records") == 0, 60)
        peak = _peak_bytes(worker.process.pid)
        assert worker.get("/readyz")[0] == 200
        assert worker.terminate() == 0

    texts = {orjson.loads(found.value)["text"] for found in records if found.topic == settings.topic_enriched}
    assert texts == {"first", "header", "trailer", "last"}
    letters = [decode_dead_letter(found.value) for found in records if found.topic == settings.topic_dead_letter]
    first = [sum(counts[:place]) for place in (1, 3, 5)]
    assert [(letter.reason, letter.source.offset) for letter in letters] == [
        (Reason.BATCH_TOO_LARGE, first[0]),
        (Reason.BATCH_TOO_LARGE, first[1] + 39),
        (Reason.BATCH_TOO_LARGE, first[2] + MOST_MESSAGES - 1),
        (Reason.BATCH_TOO_LARGE, first[2] + many - 1),
    ]
    kept = [base64.b64decode(letter.payload or "")[_HEADER_BYTES:] for letter in letters]
    assert kept == [bomb[_HEADER_BYTES:] for bomb in (*bombs, bombs[2])]
    assert peak < _BIG
