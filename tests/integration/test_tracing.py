"""Traces of a real worker: spans at a collector, context in the headers of what comes out, ids in the log."""

import json
from pathlib import Path

import orjson
import pytest

from processor.brokers.embedded import EmbeddedBroker
from tests.support.collector import Collector
from tests.support.topics_io import Reader, push
from tests.support.workers import WorkerProcess, topic_settings

pytest.importorskip("opentelemetry.sdk", reason="needs the extra `tracing`")

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE}-{PARENT}-01".encode()
#: In every text.
WORD = "Geheimnis"


def message(key: str, **metadata: str) -> bytes:
    return orjson.dumps({"id": key, "text": f"{WORD} {key}", "metadata": metadata})


def test_a_worker_that_is_traced(tansu: EmbeddedBroker, prefix: str, tmp_path: Path) -> None:
    stages = ("tests.support.stages:Letters", "tests.support.stages:Trap")
    settings = topic_settings(tansu.bootstrap, prefix, stages=stages, workers=1, log_format="json")
    topics = [settings.topic_enriched, settings.topic_dead_letter]
    with Collector() as collector, Reader(tansu.bootstrap, topics) as reader:
        environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint, "OTEL_SERVICE_NAME": "news"}
        with WorkerProcess(settings, tmp_path / "worker.log", environment=environment) as worker:
            worker.wait_ready(180)
            push(tansu.bootstrap, settings.topic_raw, [message("a1")], headers=[("traceparent", TRACEPARENT)])
            push(tansu.bootstrap, settings.topic_raw, [message("a2", trap="raise"), b"{}"])
            records = reader.until(lambda found: len(found) == 3, patience=120)
            assert worker.terminate(120) == 0, worker.tail()
    spans = {span.attributes.get("samachar.article.id", span.name): span for span in collector.spans}

    article = spans["a1"]
    assert (article.trace_id, article.parent_id) == (TRACE, PARENT)
    assert article.resource["service.name"] == "news"
    assert article.attributes["messaging.destination.name"] == settings.topic_raw
    assert article.attributes["messaging.consumer.group.name"] == settings.group_id
    (record,) = [each for each in records if each.topic == settings.topic_enriched]
    assert record.headers["traceparent"] == f"00-{TRACE}-{article.span_id}-01".encode()
    assert TRACE.encode() not in record.value
    stages_of = [span for span in collector.spans if span.parent_id == article.span_id]
    assert sorted(span.name for span in stages_of) == ["stage letters", "stage trap"]
    assert all(article.start <= span.start <= span.end <= article.end for span in stages_of)

    assert spans["a2"].failed
    assert spans["a2"].attributes["samachar.reason"] == "stage_error"
    (refused,) = [span for span in collector.spans if span.attributes.get("samachar.stage") == "decode"]
    assert refused.attributes["samachar.reason"] == "missing_field"
    lines = [json.loads(line) for line in (tmp_path / "worker.log").read_text().splitlines() if line[:1] == "{"]
    logged = {line["trace_id"] for line in lines if "dead letter" in line["message"]}
    assert logged == {spans["a2"].trace_id, refused.trace_id}

    for told in (*collector.bodies, (tmp_path / "worker.log").read_bytes()):
        assert WORD.encode() not in told
    assert all(b"asked for it" not in body for body in collector.bodies)


def test_a_collector_that_is_away_costs_only_the_spans(tansu: EmbeddedBroker, prefix: str, tmp_path: Path) -> None:
    settings = topic_settings(tansu.bootstrap, prefix, stages=("tests.support.stages:Letters",), workers=1)
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}
    with (
        Reader(tansu.bootstrap, [settings.topic_enriched]) as reader,
        WorkerProcess(settings, tmp_path / "worker.log", environment=environment) as worker,
    ):
        worker.wait_ready(180)
        push(tansu.bootstrap, settings.topic_raw, [message(str(number)) for number in range(100)])
        reader.until(lambda found: len(found) == 100, patience=120)
        assert worker.terminate(120) == 0, worker.tail()
