"""The Faust app of one link: its settings, and the agent that hands events to the link.

What Faust does by itself that can lose an article is turned off here: the stream does not acknowledge what it hands
over, nor what it skips, the agent never raises, sinks are not used, topics are not created behind our back.
"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Final, cast

import faust
from faust.types import EventT, StreamT

from processor.brokers.security import faust_broker_urls, faust_credentials
from processor.brokers.topics import RECORD_OVERHEAD
from processor.contracts import Source
from processor.contracts.headers import Headers
from processor.engine.assignor import Assignor
from processor.engine.delivery import Send
from processor.engine.layouts import LinkSpec
from processor.engine.link import Event, Link
from processor.engine.records import Received, Record
from processor.settings import Settings

#: From an app and one of its streams to the events of a link.
Events = Callable[[faust.App, StreamT[bytes]], AsyncIterator[Event]]
#: Bytes to fetch of a partition at once. They wait in memory, and the client gives out those of one partition before
#: those of the next: too many, and the others get nothing for minutes. A larger message comes all the same (KIP-74).
FETCH: Final = 256 * 1024


class UnacknowledgedEvent(faust.Event):
    """An event that the stream cannot acknowledge; the link acknowledges its message, after delivery.

    Without its C extension Faust's stream acknowledges what it skips because it was read before a rebalance. Where the
    partition has come back, that would let the offset pass the same message, read again and not yet done.
    """

    def ack(self) -> bool:
        return False


def build_app(settings: Settings, spec: LinkSpec, directory: Path) -> faust.App:
    """Return the Faust app of a link, not started. Faust wants a `directory` of its own although we have no tables."""
    largest = settings.max_record_bytes + RECORD_OVERHEAD
    return faust.App(
        spec.group,
        broker=faust_broker_urls(settings),
        broker_credentials=faust_credentials(settings),
        datadir=directory,
        autodiscover=False,
        web_enabled=False,
        Event=UnacknowledgedEvent,
        PartitionAssignor=Assignor,
        topic_allow_declare=False,
        topic_disable_leader=True,
        # A new group starts with the oldest article, not with the next.
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=FETCH,
        # What is read ahead is held in memory: a few batches, not Faust's 4,096 events of a megabyte each.
        stream_buffer_maxsize=settings.batch_size,
        broker_max_poll_records=settings.batch_size,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 6,
        broker_request_timeout=max(90.0, 2 * settings.session_timeout),
        broker_rebalance_timeout=max(60.0, settings.session_timeout),
        # A link that was stopped, or whose pool has hours of work, does not poll; that it still lives is for its own
        # time limits to decide, not for the group.
        broker_max_poll_interval=86_400.0,
        # What is done and not committed is done again after a rebalance.
        broker_commit_interval=0.25,
        # A rebalance does not wait for articles in hand; a stage may take longer than the group has patience. Whoever
        # gets the partition does them again, to the same bytes.
        stream_wait_empty=False,
        producer_acks=-1,
        producer_compression_type=None if settings.compression == "none" else settings.compression,
        producer_max_request_size=largest,
        producer_max_batch_size=256 * 1024,
        producer_linger=0.005,
        # Of one attempt; `deliver` sends again until its patience ends.
        producer_request_timeout=30.0,
    )


def add_agent(app: faust.App, spec: LinkSpec, link: Link, events: Events) -> None:
    """Let an agent of `app` feed `link` from its source topic.

    Args:
        events: makes the link's events of the stream.
    """
    topic = app.topic(spec.source, key_serializer="raw", value_serializer="raw", internal=False)

    async def agent(stream: StreamT[bytes]) -> None:
        stream.enable_acks = False  # the link acknowledges, after delivery
        await link.read(events(app, stream))

    app.agent(topic, name=spec.plan.name, concurrency=1)(agent)


def sender(app: faust.App) -> Send:
    """Return a function that hands a record to the producer of `app` and returns its delivery, still to be awaited."""

    async def send(record: Record) -> Any:
        return await app.producer.send(
            record.topic, record.key, record.value, partition=None, timestamp=None, headers=record.headers
        )

    return send


async def acknowledged_events(app: faust.App, stream: StreamT[bytes]) -> AsyncIterator[Event]:
    """Yield the events of a stream; acknowledging one lets Faust commit it."""
    async for event in stream.events():
        yield Event(received(event), _acknowledger(app, event))


def received(event: EventT[bytes]) -> Received:
    """Return an event's record as the stages and writers take it."""
    message = event.message
    return Received(
        key=message.key,
        value=message.value,
        headers=list(cast(Headers, message.headers or ())),
        source=Source(topic=message.topic, partition=message.partition, offset=message.offset),
        timestamp=message.timestamp,
    )


def _acknowledger(app: faust.App, event: EventT[bytes]) -> Any:
    async def acknowledge() -> None:
        event.message.ack(app.consumer)

    return acknowledge
