"""The link's promises, with pool and broker under the test's control: order, acknowledgement, pressure, stopping."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, cast

import pytest

from processor.contracts import Reason, Source, Status, decode_dead_letter
from processor.contracts.headers import ATTEMPT, INGESTED_AT, REPLAYED_FROM, Headers
from processor.engine.delivery import DeliveryError
from processor.engine.link import Event, Link
from processor.engine.outcome import Enriched, Outcome, Rejected, StageRun
from processor.engine.policy import FailurePolicy
from processor.engine.pool import EnrichmentPool
from processor.engine.records import Received, Record, Writer
from processor.observe.metrics import Metrics


class Pool:
    """Finishes a message when the test says so; every message is `enriched` unless `verdicts` has another outcome."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.verdicts: dict[bytes, Outcome] = {}
        self.started: list[bytes] = []

    async def run(self, _link: int, value: bytes | None) -> Outcome:
        assert value is not None
        self.started.append(value)
        await self.gate.wait()
        return self.verdicts.get(value) or Enriched(value.decode(), b"{" + value + b"}", "en", ())


class Harness:
    """A link with everything around it, recording what happens in the order it happens."""

    def __init__(self, **changes: Any) -> None:
        self.pool = Pool()
        self.metrics = Metrics()
        self.log: list[tuple[str, str]] = []
        self.broker_up = asyncio.Event()
        self.broker_up.set()
        self.error: Exception | None = None
        self.stopped: list[str] = []
        options: dict[str, Any] = {"batch_size": 3, "batch_bytes": 1000, "batch_wait": 0.01, "window": 2}
        options |= {"patience": 60.0} | changes
        policy = options.pop("policy", FailurePolicy(100, 1.0, 1000))
        self.link = Link(
            index=0,
            pool=cast(EnrichmentPool, self.pool),
            writer=Writer("link", "out", "dead", "pipeline"),
            send=self.send,
            policy=policy,
            metrics=self.metrics,
            on_stopped=self.stopped.append,
            **options,
        )

    async def send(self, record: Record) -> Awaitable[Any]:
        return asyncio.ensure_future(self._acknowledge(record))

    async def _acknowledge(self, record: Record) -> None:
        await self.broker_up.wait()
        if self.error is not None:
            raise self.error
        name = (record.key or b"").decode()
        if record.topic == "dead":
            name = f"{name}:{decode_dead_letter(record.value).reason}"
        self.log.append(("sent", name))

    def event(self, value: bytes, offset: int, headers: Headers = ()) -> Event:
        async def ack() -> None:
            self.log.append(("ack", value.decode()))

        return Event(Received(value, value, headers, Source(topic="in", partition=0, offset=offset), 0.0), ack)

    async def source(self, count: int) -> AsyncIterator[Event]:
        for number in range(count):
            yield self.event(str(number).encode(), number)

    async def messages(self, *values: bytes, headers: Headers = ()) -> AsyncIterator[Event]:
        for number, value in enumerate(values):
            yield self.event(value, number, headers)

    def of(self, kind: str) -> list[str]:
        return [what for happened, what in self.log if happened == kind]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the things waited for are the link's own
            await asyncio.sleep(0.001)


async def settled() -> None:
    """Give the link every chance to do something it must not do."""
    for _ in range(50):
        await asyncio.sleep(0.001)


def test_events_are_acknowledged_in_order_after_their_delivery() -> None:
    async def main() -> None:
        harness = Harness()
        work = asyncio.ensure_future(harness.link.work())
        await harness.link.read(harness.source(20))
        await until(lambda: len(harness.of("ack")) == 20)
        work.cancel()
        assert harness.of("ack") == [str(number) for number in range(20)]
        for number in range(20):
            assert harness.log.index(("sent", str(number))) < harness.log.index(("ack", str(number)))

    asyncio.run(main())


def test_nothing_is_acknowledged_while_the_broker_does_not_answer() -> None:
    async def main() -> None:
        harness = Harness()
        harness.broker_up.clear()
        work = asyncio.ensure_future(harness.link.work())
        reading = asyncio.ensure_future(harness.link.read(harness.source(100)))
        await settled()
        assert harness.log == []
        # Two batches in flight, one being filled, and one event in the reader's hand: no more is taken in.
        assert len(harness.pool.started) == 6
        harness.broker_up.set()
        await reading
        await until(lambda: len(harness.of("ack")) == 100)
        work.cancel()

    asyncio.run(main())


def test_no_more_bytes_are_held_than_there_is_room_for() -> None:
    async def main() -> None:
        # Key and value have 20 bytes each: three messages to a batch, two batches at work and one that is gathered.
        harness = Harness(batch_size=50, batch_bytes=120)
        harness.pool.gate.clear()
        work = asyncio.ensure_future(harness.link.work())
        values = [f"{number:020}".encode() for number in range(40)]
        taken: list[Event] = []

        async def counted() -> AsyncIterator[Event]:
            async for event in harness.messages(*values):
                taken.append(event)
                yield event

        reading = asyncio.ensure_future(harness.link.read(counted()))
        await until(lambda: len(harness.pool.started) == 6)
        await settled()
        assert len(harness.pool.started) == 6
        assert len(taken) == 10  # the tenth waits for room
        harness.pool.gate.set()
        await reading
        await until(lambda: len(harness.of("ack")) == 40)
        assert harness.of("ack") == [value.decode() for value in values]
        work.cancel()

    asyncio.run(main())


def test_a_message_larger_than_all_the_room_goes_alone() -> None:
    async def main() -> None:
        harness = Harness(batch_size=50, batch_bytes=10)
        started: list[int] = []
        run = harness.link._run

        async def watched(events: Sequence[Event]) -> list[Outcome]:
            started.append(len(events))
            return await run(events)

        harness.link._run = watched  # type: ignore[method-assign]
        work = asyncio.ensure_future(harness.link.work())
        values = [b"1", b"2", b"x" * 500, b"3", b"4"]
        await harness.link.read(harness.messages(*values))
        await until(lambda: len(harness.of("ack")) == 5)
        assert harness.of("ack") == [value.decode() for value in values]
        assert started[started.index(1)] == 1
        assert sum(started) == 5
        assert max(started) <= 2
        work.cancel()

    asyncio.run(main())


def test_the_next_batch_is_worked_on_while_the_last_is_delivered() -> None:
    async def main() -> None:
        harness = Harness()
        harness.broker_up.clear()
        work = asyncio.ensure_future(harness.link.work())
        reading = asyncio.ensure_future(harness.link.read(harness.source(6)))
        await until(lambda: len(harness.pool.started) == 6)
        assert harness.of("ack") == []
        work.cancel()
        reading.cancel()

    asyncio.run(main())


def test_a_failed_delivery_ends_the_work_without_acknowledging() -> None:
    async def main() -> None:
        harness = Harness()
        harness.error = RuntimeError("no broker will ever take it")
        work = asyncio.ensure_future(harness.link.work())
        reading = asyncio.ensure_future(harness.link.read(harness.source(9)))
        with pytest.raises(ExceptionGroup) as caught:
            await work
        assert caught.group_contains(DeliveryError)
        assert harness.of("ack") == []
        reading.cancel()

    asyncio.run(main())


def test_a_rejected_article_becomes_a_dead_letter_and_its_neighbours_go_on() -> None:
    async def main() -> None:
        harness = Harness()
        harness.pool.verdicts[b"4"] = Rejected("4", "topics", Reason.STAGE_TIMEOUT, None, "not done within 1 s")
        work = asyncio.ensure_future(harness.link.work())
        await harness.link.read(harness.source(6))
        await until(lambda: len(harness.of("ack")) == 6)
        work.cancel()
        assert sorted(harness.of("sent")) == ["0", "1", "2", "3", "4:stage_timeout", "5"]

    asyncio.run(main())


def test_drain_finishes_what_was_begun_and_takes_nothing_new() -> None:
    async def main() -> None:
        harness = Harness()
        harness.pool.gate.clear()
        work = asyncio.ensure_future(harness.link.work())
        reading = asyncio.ensure_future(harness.link.read(harness.source(100)))
        await until(lambda: len(harness.pool.started) == 6)
        draining = asyncio.ensure_future(harness.link.drain())
        await settled()
        assert not draining.done()
        harness.pool.gate.set()
        await draining
        assert harness.of("ack") == [str(number) for number in range(6)]
        await settled()
        assert len(harness.of("ack")) == 6
        work.cancel()
        reading.cancel()

    asyncio.run(main())


def test_too_many_failures_stop_the_link_before_the_batch_is_delivered() -> None:
    async def main() -> None:
        harness = Harness(policy=FailurePolicy(4, 1.0, 1000), window=1)
        for number in range(100):
            harness.pool.verdicts[str(number).encode()] = Rejected(
                str(number), "topics", Reason.STAGE_ERROR, None, "ValueError"
            )
        work = asyncio.ensure_future(harness.link.work())
        reading = asyncio.ensure_future(harness.link.read(harness.source(100)))
        await until(lambda: bool(harness.stopped))
        await harness.link.drain()
        await settled()
        assert harness.stopped == ["4 articles in a row failed, the last with stage_error"]
        assert harness.of("sent") == ["0:stage_error", "1:stage_error", "2:stage_error"]
        assert harness.of("ack") == ["0", "1", "2"]
        assert not work.done()
        work.cancel()
        reading.cancel()

    asyncio.run(main())


def test_a_slow_batch_keeps_its_place() -> None:
    async def main() -> None:
        harness = Harness(window=3)
        slow = asyncio.Event()

        async def run(_link: int, value: bytes | None) -> Outcome:
            assert value is not None
            if value == b"0":
                await slow.wait()
            harness.log.append(("done", value.decode()))
            return Enriched(value.decode(), value, None, ())

        harness.pool.run = run  # type: ignore[method-assign]
        work = asyncio.ensure_future(harness.link.work())
        reading = asyncio.ensure_future(harness.link.read(harness.source(9)))
        await until(lambda: len(harness.of("done")) == 8)
        await settled()
        assert harness.of("sent") == []
        slow.set()
        await until(lambda: len(harness.of("ack")) == 9)
        assert harness.of("sent") == [str(number) for number in range(9)]
        work.cancel()
        await reading

    asyncio.run(main())


def test_a_record_too_large_for_the_broker_becomes_a_dead_letter() -> None:
    from aiokafka.errors import MessageSizeTooLargeError

    async def main() -> None:
        harness = Harness()

        async def picky(record: Record) -> Awaitable[Any]:
            if record.topic == "out" and record.key == b"1":
                raise MessageSizeTooLargeError
            return await harness.send(record)

        harness.link._send = picky
        work = asyncio.ensure_future(harness.link.work())
        await harness.link.read(harness.source(3))
        await until(lambda: len(harness.of("ack")) == 3)
        work.cancel()
        assert sorted(harness.of("sent")) == ["0", "1:record_too_large", "2"]

    asyncio.run(main())


def test_a_dead_letter_too_large_for_its_topic_is_delivered_without_the_message() -> None:
    from aiokafka.errors import MessageSizeTooLargeError

    async def main() -> None:
        harness = Harness()
        harness.pool.verdicts[b"1"] = Rejected("1", "decode", Reason.TOO_LARGE, None, "9 bytes")
        letters: list[bytes] = []

        async def picky(record: Record) -> Awaitable[Any]:
            if record.topic == "dead":
                letters.append(record.value)
                if decode_dead_letter(record.value).payload is not None:
                    raise MessageSizeTooLargeError
            return await harness.send(record)

        harness.link._send = picky
        work = asyncio.ensure_future(harness.link.work())
        headers = [(ATTEMPT, b"3"), (REPLAYED_FROM, b"dead/0/7"), ("x-large", b"x" * 1000)]
        await harness.link.read(harness.messages(b"0", b"1", b"2", headers=headers))
        await until(lambda: len(harness.of("ack")) == 3)
        work.cancel()
        assert sorted(harness.of("sent")) == ["0", "1:too_large", "2"]
        letter = decode_dead_letter(letters[-1])
        assert (letter.payload, letter.reason, letter.attempt) == (None, Reason.TOO_LARGE, 3)
        assert letter.source == Source(topic="in", partition=0, offset=1)
        digest = hashlib.sha256(b"1").hexdigest()
        assert letter.error == f"9 bytes; the message is not kept here: 1 bytes, SHA-256 {digest}"
        assert {header.name for header in letter.headers} == {ATTEMPT, REPLAYED_FROM, INGESTED_AT}

    asyncio.run(main())


@pytest.mark.parametrize(("stage", "hits"), [("entities", 2.0), ("topics", 0.0)])
def test_what_was_found_is_counted_by_the_link_that_found_it(stage: str, hits: float) -> None:
    async def main() -> None:
        harness = Harness()
        runs = (StageRun(stage, Status.OK, 0.1),)
        listed, types = ("PER", "PER", "LOC"), ("PER", "PER", "LOC", "ORG")
        harness.pool.verdicts[b"0"] = Enriched("0", b"{}", "en", runs, listed, types, ("medtop:15000000",))
        work = asyncio.ensure_future(harness.link.work())
        await harness.link.read(harness.source(1))
        await until(lambda: len(harness.of("ack")) == 1)
        work.cancel()
        count = harness.metrics.registry.get_sample_value
        assert count("samachar_watchlist_hits_total", {"type": "PER"}) == hits
        assert count("samachar_watchlist_hits_total", {"type": "LOC"}) == hits / 2
        assert count("samachar_entities_total", {"type": "PER"}) == hits
        assert count("samachar_entities_total", {"type": "ORG"}) == hits / 2
        assert count("samachar_articles_topic_total", {"topic": "medtop:15000000"}) == (None if hits else 1)

    asyncio.run(main())
