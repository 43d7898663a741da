"""OpenTelemetry tracing: a span an article from its arrival to its acknowledged output, and one a stage below it.

Off unless the standard variables ask for it: OTEL_EXPORTER_OTLP_ENDPOINT (or its …_TRACES_ENDPOINT), or
OTEL_TRACES_EXPORTER=otlp. The SDK reads all others by itself, such as OTEL_SERVICE_NAME and OTEL_TRACES_SAMPLER. An
article's trace goes on from the `traceparent` of its message, and its output carries that of the article's span: in
the headers, never in the record, which stays the same whether it was traced or not.

Spans name places, ids, statuses and reasons. No text of an article gets into one, nor an error's, which may quote it.

The pool processes know nothing of this. A stage's span is made here, from how long the stage says it took, back from
the moment at which its process was done.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self

from processor.contracts import Source
from processor.contracts.headers import Headers
from processor.observe.logs import clean
from processor.settings import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

_ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS: Final = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_CONTEXT: Final = ("traceparent", "tracestate")
#: Seconds that a worker which ends waits for the collector to take the last spans.
_PATIENCE: Final = 5.0


class StageTime(Protocol):
    """A stage's run, as the engine has it."""

    @property
    def stage(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def seconds(self) -> float: ...


class Trace:
    """What is told of one article on its way. This one tells nobody."""

    #: The trace's id, 32 hex digits, for log lines; None where nothing is traced.
    id: str | None = None

    def processed(self) -> None:
        """Say that the pool has done with it."""

    def outgoing(self, headers: list[tuple[str, bytes]]) -> None:
        """Put the trace context into the headers of an output, in place of the producer's."""

    def enriched(self, article_id: str, runs: Sequence[StageTime]) -> None:
        """End: the record is delivered."""

    def rejected(self, article_id: str | None, stage: str, reason: str) -> None:
        """End: the dead letter is delivered."""


class Tracing:
    """Begins traces. This one begins none."""

    def begin(self, headers: Headers, source: Source, group: str) -> Trace:  # noqa: ARG002 - as the other one
        """Return the trace of an article that has just been read from `source` by a consumer group."""
        return NO_TRACE

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hand over what has not been exported yet."""


NO_TRACE: Final = Trace()


NO_TRACING: Final = Tracing()


class OpenTelemetry(Tracing):
    """Begins traces with an SDK's provider, which is shut down at the end."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("samachar")

    def begin(self, headers: Headers, source: Source, group: str) -> Trace:
        return _ArticleTrace(self._tracer, headers, source, group)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A collector that is away is waited for by its thread alone, which does not keep the process.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await asyncio.to_thread(self._provider.shutdown)


def tracing_from_environment(version: str, environment: Mapping[str, str] = os.environ) -> Tracing:
    """Return the tracing that the OTEL_… variables ask for.

    Args:
        version: of Samachar, for the resource.

    Raises:
        SettingsError: it is asked for and the extra `tracing` is not installed, or asked for in a way it does not know.
    """
    exporter = environment.get("OTEL_TRACES_EXPORTER", "").strip().lower()
    asked = [name for name in ("OTEL_TRACES_EXPORTER", *_ENDPOINTS) if environment.get(name, "").strip()]
    if not asked or exporter == "none" or environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return NO_TRACING
    if exporter not in ("", "otlp"):
        raise SettingsError(f"OTEL_TRACES_EXPORTER: {clean(exporter)} is not known; known are otlp and none")
    for name in _PROTOCOLS:
        if environment.get(name, "").strip() not in ("", "http/protobuf"):
            raise SettingsError(f"{name}: only http/protobuf is supported")
    try:
        return OpenTelemetry(_provider(version))
    except ImportError as error:
        raise SettingsError(
            f"{asked[0]}: asks for tracing, which needs `pip install 'samachar[tracing]'` ({error})"
        ) from error
    except ValueError as error:  # of another OTEL_… variable
        raise SettingsError(f"OTEL_…: {error}") from error


def _provider(version: str) -> "TracerProvider":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = "OTEL_SERVICE_NAME" in os.environ or "service.name" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    own = {"service.version": version} | ({} if named else {"service.name": "samachar"})
    provider = TracerProvider(resource=Resource.create(own), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


class _ArticleTrace(Trace):
    """A span that began when the article was read, and ends when its output is acknowledged."""

    def __init__(self, tracer: "Tracer", headers: Headers, source: Source, group: str) -> None:
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._tracer = tracer
        self._processed = 0
        carrier = {name: value.decode("ascii", "replace") for name, value in headers if name in _CONTEXT and value}
        # Names as the semantic conventions for messaging have them.
        self._span: Span = tracer.start_span(
            f"process {source.topic}",
            context=TraceContextTextMapPropagator().extract(carrier),
            kind=SpanKind.CONSUMER,
            attributes={
                "messaging.system": "kafka",
                "messaging.operation.name": "process",
                "messaging.operation.type": "process",
                "messaging.destination.name": source.topic or "",
                "messaging.destination.partition.id": str(source.partition),
                "messaging.kafka.offset": source.offset or 0,
                "messaging.consumer.group.name": group,
            },
        )
        self.id = f"{self._span.get_span_context().trace_id:032x}"

    def processed(self) -> None:
        self._processed = time.time_ns()

    def outgoing(self, headers: list[tuple[str, bytes]]) -> None:
        from opentelemetry.trace import set_span_in_context
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier, set_span_in_context(self._span))
        headers[:] = [header for header in headers if header[0].lower() not in _CONTEXT]
        headers.extend((name, value.encode()) for name, value in carrier.items())

    def enriched(self, article_id: str, runs: Sequence[StageTime]) -> None:
        self._tell(article_id, {"samachar.outcome": "enriched"})
        if self._span.is_recording():
            self._stages(runs)
        self._span.end()

    def rejected(self, article_id: str | None, stage: str, reason: str) -> None:
        from opentelemetry.trace import StatusCode

        self._tell(article_id, {"samachar.outcome": "dead_letter", "samachar.stage": stage, "samachar.reason": reason})
        self._span.set_status(StatusCode.ERROR, reason)
        self._span.end()

    def _tell(self, article_id: str | None, attributes: Mapping[str, str]) -> None:
        if article_id is not None:
            self._span.set_attribute("samachar.article.id", clean(article_id))
        self._span.set_attributes(attributes)

    def _stages(self, runs: Iterable[StageTime]) -> None:
        from opentelemetry.trace import set_span_in_context

        parent = set_span_in_context(self._span)
        spans = [(run, round(run.seconds * 1e9)) for run in runs]
        start = self._processed - sum(nanoseconds for _, nanoseconds in spans)
        for run, nanoseconds in spans:
            attributes = {"samachar.stage": run.stage, "samachar.status": str(run.status)}
            span = self._tracer.start_span(f"stage {run.stage}", parent, attributes=attributes, start_time=start)
            start += nanoseconds
            span.end(start)
