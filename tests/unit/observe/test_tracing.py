"""Traces: what a span says and what it does not, context in and out, and when there are none."""

import asyncio
import sys
from typing import Any

import pytest

from processor.contracts import Reason, Source, Status
from processor.engine.outcome import StageRun
from processor.observe.tracing import NO_TRACE, NO_TRACING, OpenTelemetry, tracing_from_environment
from processor.settings import SettingsError
from tests.support.collector import Collector

pytest.importorskip("opentelemetry.sdk", reason="needs the extra `tracing`")

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE}-{PARENT}-01".encode()
SOURCE = Source(topic="articles.raw", partition=3, offset=17)
RUNS = (StageRun("language", Status.OK, 0.002), StageRun("entities", Status.DEGRADED, 0.05))


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracing(exporter: InMemorySpanExporter) -> OpenTelemetry:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return OpenTelemetry(provider)


def test_a_span_an_article_and_one_a_stage(tracing: OpenTelemetry, exporter: InMemorySpanExporter) -> None:
    trace = tracing.begin([("traceparent", TRACEPARENT), ("x-desk", b"asia")], SOURCE, "samachar")
    trace.processed()
    trace.enriched("a1", RUNS)
    language, entities, article = exporter.get_finished_spans()
    assert article.name == "process articles.raw"
    assert f"{article.context.trace_id:032x}" == TRACE == trace.id
    assert article.parent is not None
    assert f"{article.parent.span_id:016x}" == PARENT
    assert dict(article.attributes or {}) == {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "articles.raw",
        "messaging.destination.partition.id": "3",
        "messaging.kafka.offset": 17,
        "messaging.consumer.group.name": "samachar",
        "samachar.article.id": "a1",
        "samachar.outcome": "enriched",
    }
    assert article.status.is_unset
    assert [span.name for span in (language, entities)] == ["stage language", "stage entities"]
    assert dict(entities.attributes or {}) == {"samachar.stage": "entities", "samachar.status": "degraded"}
    for span in (language, entities):
        assert span.parent is not None
        assert span.parent.span_id == article.context.span_id
    # One after the other, each as long as the stage says, the last one over when its process was done.
    assert (language.end_time or 0) - (language.start_time or 0) == 2_000_000
    assert language.end_time == entities.start_time
    assert (entities.end_time or 0) - (entities.start_time or 0) == 50_000_000
    assert (entities.end_time or 0) <= (article.end_time or 0)


def test_a_dead_letter_is_an_error_that_quotes_nothing(tracing: OpenTelemetry, exporter: InMemorySpanExporter) -> None:
    trace = tracing.begin([], SOURCE, "samachar")
    trace.rejected("a\x1b1" + "x" * 500, "entities", Reason.STAGE_TIMEOUT)
    (span,) = exporter.get_finished_spans()
    assert span.parent is None
    assert not span.status.is_ok
    assert span.status.description == "stage_timeout"
    attributes = dict(span.attributes or {})
    assert attributes["samachar.outcome"] == "dead_letter"
    assert attributes["samachar.stage"] == "entities"
    assert attributes["samachar.reason"] == "stage_timeout"
    assert str(attributes["samachar.article.id"]).startswith("a\\x1b1xxx")
    assert len(str(attributes["samachar.article.id"])) == 200


def test_the_output_carries_the_span_of_the_article_and_all_other_headers(
    tracing: OpenTelemetry, exporter: InMemorySpanExporter
) -> None:
    incoming = [("x-desk", b"asia"), ("traceparent", TRACEPARENT), ("tracestate", b"vendor=1"), ("x-desk", b"b")]
    trace = tracing.begin(incoming, SOURCE, "samachar")
    headers = list(incoming)
    trace.outgoing(headers)
    trace.enriched("a1", ())
    (span,) = exporter.get_finished_spans()
    assert headers == [
        ("x-desk", b"asia"),
        ("x-desk", b"b"),
        ("traceparent", f"00-{TRACE}-{span.context.span_id:016x}-01".encode()),
        ("tracestate", b"vendor=1"),
    ]


@pytest.mark.parametrize("value", [b"", b"\xff\x00", b"00-0-0-01", b"00-" + b"0" * 32 + b"-" + b"0" * 16 + b"-01"])
def test_a_context_that_is_none_begins_a_trace(
    tracing: OpenTelemetry, exporter: InMemorySpanExporter, value: bytes
) -> None:
    trace = tracing.begin([("traceparent", value)], SOURCE, "samachar")
    trace.enriched("a1", ())
    (span,) = exporter.get_finished_spans()
    assert span.parent is None
    assert trace.id is not None
    assert trace.id != "0" * 32


def test_what_is_not_sampled_is_passed_on_and_not_exported(exporter: InMemorySpanExporter) -> None:
    provider = TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace = OpenTelemetry(provider).begin([("traceparent", TRACEPARENT)], SOURCE, "samachar")
    headers = [("traceparent", TRACEPARENT)]
    trace.outgoing(headers)
    trace.enriched("a1", RUNS)
    assert exporter.get_finished_spans() == ()
    ((_, value),) = headers
    assert value.startswith(f"00-{TRACE}-".encode())
    assert value.endswith(b"-00")


def test_without_tracing_headers_stay_as_they_are() -> None:
    trace = NO_TRACING.begin([("traceparent", TRACEPARENT)], SOURCE, "samachar")
    assert trace is NO_TRACE
    assert trace.id is None
    headers = [("traceparent", TRACEPARENT)]
    trace.outgoing(headers)
    assert headers == [("traceparent", TRACEPARENT)]


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"},
        {"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "otlp"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": " "},
        {"OTEL_SERVICE_NAME": "news"},
    ],
)
def test_it_is_off_unless_it_is_asked_for(environment: dict[str, str]) -> None:
    assert tracing_from_environment("0.1.0", environment) is NO_TRACING


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "OTEL_TRACES_EXPORTER: zipkin is not known"),
        (
            {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            "OTEL_EXPORTER_OTLP_PROTOCOL: only http/protobuf",
        ),
    ],
)
def test_what_it_does_not_know_is_an_error(environment: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        tracing_from_environment("0.1.0", environment)


def test_asked_for_and_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(SettingsError, match=r"OTEL_EXPORTER_OTLP_ENDPOINT: .*`pip install 'samachar\[tracing\]'`"):
        tracing_from_environment("0.1.0", {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"})


def test_spans_reach_a_collector_over_otlp_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        async with tracing_from_environment("0.1.0") as tracing:
            trace = tracing.begin([("traceparent", TRACEPARENT)], SOURCE, "samachar")
            trace.processed()
            trace.enriched("a1", RUNS)

    with Collector() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint)
        asyncio.run(work())
        spans: dict[str, Any] = {span.name: span for span in collector.spans}
    assert set(spans) == {"process articles.raw", "stage language", "stage entities"}
    article = spans["process articles.raw"]
    assert (article.trace_id, article.parent_id) == (TRACE, PARENT)
    assert {span.parent_id for name, span in spans.items() if name.startswith("stage")} == {article.span_id}
    assert article.resource["service.name"] == "samachar"
    assert article.resource["service.version"] == "0.1.0"
