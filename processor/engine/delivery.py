"""Delivery: nothing counts as sent until the broker has acknowledged it.

Faust's `send` only waits until the record is in the client's buffer; what it returns must be awaited as well, and all
of a batch together: one by one costs three times as much.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any, Final

from aiokafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError, RecordListTooLargeError
from faust.exceptions import ProducerSendError

from processor.engine.records import Record

Send = Callable[[Record], Awaitable[Awaitable[Any]]]

_TOO_LARGE: Final = (MessageSizeTooLargeError, RecordListTooLargeError)
_PAUSE: Final = 0.5


class DeliveryError(RuntimeError):
    """The broker did not take a record, for good: without it the source offset must not be acknowledged."""


async def deliver(send: Send, records: Sequence[Record], patience: float) -> list[int]:
    """Send records and wait until the broker has acknowledged them.

    What fails and may succeed later is sent again for `patience` seconds. A repeat is harmless: the same bytes under
    the same key.

    Returns:
        The indices of records that the broker finds too large; all others are delivered.

    Raises:
        DeliveryError: a record was not delivered, and will not be.
    """
    deadline = monotonic() + patience
    pending = list(range(len(records)))
    too_large = []
    while pending:
        results = await asyncio.gather(*(_one(send, records[index]) for index in pending), return_exceptions=True)
        failed = [(index, result) for index, result in zip(pending, results, strict=True) if result is not None]
        pending = []
        for index, error in failed:
            cause = error.__cause__ if isinstance(error, ProducerSendError) else error
            if isinstance(cause, _TOO_LARGE):
                too_large.append(index)
            elif _may_succeed_later(cause) and monotonic() < deadline:
                pending.append(index)
            else:
                raise DeliveryError(f"topic {records[index].topic}: {cause!r}") from error
        if pending:
            await asyncio.sleep(_PAUSE)
    return too_large


def _may_succeed_later(error: BaseException | None) -> bool:
    # aiokafka does not call a batch that waited too long for its broker retriable, though nothing else is.
    return isinstance(error, KafkaTimeoutError) or (isinstance(error, KafkaError) and error.retriable)


async def _one(send: Send, record: Record) -> None:
    await (await send(record))
