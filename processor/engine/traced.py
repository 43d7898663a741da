"""Events with a trace each, where a worker is traced."""

from collections.abc import AsyncIterator
from dataclasses import replace

import faust
from faust.types import StreamT

from processor.engine.app import Events
from processor.engine.link import Event
from processor.observe.tracing import NO_TRACING, Tracing


def traced(events: Events, tracing: Tracing, group: str) -> Events:
    """Return `events` with a trace that begins as each is read; `events` itself where nothing is traced."""
    if tracing is NO_TRACING:
        return events

    async def begun(app: faust.App, stream: StreamT[bytes]) -> AsyncIterator[Event]:
        async for event in events(app, stream):
            received = event.received
            trace = tracing.begin(received.headers, received.source, group)
            yield replace(event, received=replace(received, trace=trace))

    return begun
