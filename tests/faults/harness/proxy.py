"""A TCP proxy in front of a broker that can be told to cut, hold, delay, swallow or corrupt what it carries.

It forwards whole frames of Kafka's protocol (four bytes of length, then so many), so that it can hold or corrupt one.
What TCP never does it does not do either: frames are not lost or changed in order while a connection lives on. Who
swallows (`drop`) must cut afterwards, as a partition that outlives a connection does.
"""

import asyncio
import contextlib
import random
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from processor.brokers.process import LOOPBACK, free_port
from tests.faults.harness.batches import corrupted

_LENGTH: Final = 4
#: What a Produce request begins with: its API key, 0.
_PRODUCE: Final = b"\0\0"


class Way(StrEnum):
    """A direction."""

    TO_BROKER = "to the broker"
    TO_CLIENT = "to the client"


@dataclass(slots=True)
class Weather:
    """What the proxy does to connections now.

    Attributes:
        refuse: close new connections at once.
        hold: forward nothing, for now.
        delay: seconds that each frame waits.
        slow_records: seconds that each Produce request waits, and nothing else: as where the leader of a partition is
            slow, and the coordinator that takes commits is another broker.
        swallow: directions in which nothing arrives.
        corrupt: share of the frames with record batches in which a bit is flipped.
    """

    refuse: bool = False
    hold: bool = False
    delay: float = 0.0
    slow_records: float = 0.0
    swallow: frozenset[Way] = frozenset()
    corrupt: float = 0.0


@dataclass(slots=True)
class Counts:
    """What the proxy has done so far."""

    connections: int = 0
    refused: int = 0
    frames: int = 0
    swallowed: int = 0
    corrupted: int = 0
    cut: int = 0


@dataclass(eq=False, slots=True)
class _Link:
    writers: list[asyncio.StreamWriter] = field(default_factory=list)


class Proxy:
    """Listens on a loopback port of its own and forwards to `target`; runs in a thread of its own.

    `weather` may be replaced at any time, from any thread.
    """

    def __init__(self, target: int, *, port: int | None = None, seed: int = 0) -> None:
        self.target = target
        self.port = free_port() if port is None else port
        self.weather = Weather()
        self.counts = Counts()
        self._draw = random.Random(seed)
        self._links: set[_Link] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def start(self) -> None:
        """Listen."""
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, LOOPBACK, self.port), self._loop
        ).result(10)

    def cut(self) -> None:
        """Reset all connections."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(10)

    def close(self) -> None:
        """Cut everything and listen no more."""
        if self._server is not None:
            self._loop.call_soon_threadsafe(self._server.close)
            self.weather = Weather(refuse=True)
            self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread.is_alive():
            self._thread.join(10)
        self._loop.close()

    async def _cut(self) -> None:
        for link in self._links:
            self.counts.cut += 1
            for writer in link.writers:
                writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.weather.refuse:
            self.counts.refused += 1
            writer.transport.abort()
            return
        link = _Link([writer])
        self._links.add(link)
        self.counts.connections += 1
        try:
            try:
                far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self.target)
            except OSError:
                return  # a broker that is down refuses; so do we
            link.writers.append(far_writer)
            pumps = [
                asyncio.ensure_future(self._pump(reader, far_writer, Way.TO_BROKER)),
                asyncio.ensure_future(self._pump(far_reader, writer, Way.TO_CLIENT)),
            ]
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
        finally:
            self._links.discard(link)
            for side in link.writers:
                side.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                length = await reader.readexactly(_LENGTH)
                frame = await reader.readexactly(int.from_bytes(length, "big"))
                self.counts.frames += 1
                changed = await self._weathered(frame, way)
                if changed is not None:
                    writer.write(length + changed)
                    await writer.drain()

    async def _weathered(self, frame: bytes, way: Way) -> bytes | None:
        """Return what arrives of a frame, when it arrives."""
        if self.weather.delay:
            await asyncio.sleep(self.weather.delay)
        if self.weather.slow_records and way is Way.TO_BROKER and frame.startswith(_PRODUCE):
            await asyncio.sleep(self.weather.slow_records)
        while self.weather.hold:  # noqa: ASYNC110 - set from another thread, which sends no event
            await asyncio.sleep(0.02)
        if way in self.weather.swallow:
            self.counts.swallowed += 1
            return None
        if self.weather.corrupt and self._draw.random() < self.weather.corrupt:
            changed = corrupted(frame, self._draw)
            if changed is not None:
                self.counts.corrupted += 1
                return changed
        return frame
