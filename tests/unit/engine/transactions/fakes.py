"""A transactional producer under a test's control, that writes down what it is asked for."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from aiokafka import AIOKafkaProducer

from processor.engine.records import Record

Log = list[tuple[Any, ...]]


class FakeProducer:
    """Writes to `log`. `refused` and `failures`: errors by record key, at once or on delivery; `hangs`: never ends."""

    def __init__(self, name: str, log: Log) -> None:
        self.name = name
        self.log = log
        self.failures: dict[bytes, Exception] = {}
        self.refused: dict[bytes, Exception] = {}
        self.start_errors: list[Exception] = []
        self.hangs = ""
        self.client = self

    async def _did(self, what: str, *details: Any) -> None:
        if what == self.hangs:
            await asyncio.Event().wait()
        self.log.append((what, *details))

    async def start(self) -> None:
        if self.start_errors:
            raise self.start_errors.pop(0)
        await self._did("start", self.name)

    async def stop(self) -> None:
        await self._did("stop", self.name)

    async def close(self) -> None:
        await self._did("close", self.name)

    async def begin_transaction(self) -> None:
        await self._did("begin")

    async def send(self, topic: str, _value: bytes, key: bytes, *, headers: Any) -> "asyncio.Future[None]":
        assert isinstance(headers, list)
        if key in self.refused:
            raise self.refused[key]
        await self._did("send", topic, key)
        delivery: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if key in self.failures:
            delivery.set_exception(self.failures[key])
        else:
            delivery.set_result(None)
        return delivery

    async def send_offsets_to_transaction(self, offsets: dict[Any, Any], group: str) -> None:
        await self._did("offsets", group, {place: offset.offset for place, offset in offsets.items()})

    async def commit_transaction(self) -> None:
        await self._did("commit")

    async def abort_transaction(self) -> None:
        await self._did("abort")


class Producers:
    """Makes producers; `prepare` is called with each before it is handed out."""

    def __init__(self, prepare: Callable[[FakeProducer], None] = lambda _: None) -> None:
        self.log: Log = []
        self.made: list[FakeProducer] = []
        self._prepare = prepare

    def __call__(self, name: str) -> AIOKafkaProducer:
        producer = FakeProducer(name, self.log)
        self._prepare(producer)
        self.made.append(producer)
        return cast(AIOKafkaProducer, producer)


def record(key: bytes) -> Record:
    return Record("out", key, b"{}", [])
