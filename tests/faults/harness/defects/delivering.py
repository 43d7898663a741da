"""Defects of delivery: errors that nobody looks at, letters that are not sent, records in the wrong order."""

from collections.abc import Sequence
from itertools import count

from processor.engine import delivery
from processor.engine.delivery import Send
from processor.engine.link import Link
from processor.engine.records import Record


def swallowed_exception() -> None:
    """Wait for all deliveries, as one should, and never look at what they raised."""
    attempt = delivery._attempt

    async def careless(send: Send, records: Sequence[Record], deadline: float) -> list[BaseException | None]:
        await attempt(send, records, deadline)
        return [None] * len(records)

    delivery._attempt = careless


def lost_letter() -> None:
    """Send two of three dead letters."""
    send_all = Link._send_all
    letters = count(1)

    async def forgetful(self: Link, records: Sequence[Record]) -> list[int]:
        kept = [record for record in records if record.topic != self._writer.dead_letters or next(letters) % 3]
        return await send_all(self, kept) if kept else []

    Link._send_all = forgetful  # type: ignore[method-assign]


def reversed_batches() -> None:
    """Send the records of a batch, the last first."""
    send_all = Link._send_all

    async def backwards(self: Link, records: Sequence[Record]) -> list[int]:
        return [len(records) - 1 - index for index in await send_all(self, records[::-1])]

    Link._send_all = backwards  # type: ignore[method-assign]
