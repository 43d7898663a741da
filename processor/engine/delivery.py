"""Delivery: nothing counts as sent until the broker has acknowledged it.

Faust's `send` only waits until the record is in the client's buffer; what it returns must be awaited as well, and all
of a batch together: one by one costs three times as much.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any, Final

from aiokafka.errors import (
    BrokerNotAvailableError,
    CorruptRecordException,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    UnknownError,
)
from faust.exceptions import ProducerSendError

from processor.engine.records import Record

Send = Callable[[Record], Awaitable[Awaitable[Any]]]

#: How client and broker say that a topic does not take a record.
TOO_LARGE: Final = (MessageSizeTooLargeError, RecordListTooLargeError)
#: What aiokafka does not call retriable although it passes: a batch that waited too long, a broker in trouble.
_PASSING: Final = (KafkaTimeoutError, BrokerNotAvailableError, CorruptRecordException, UnknownError)
_PAUSE: Final = 0.5


class DeliveryError(RuntimeError):
    """The broker did not take a record, for good: without it the source offset must not be acknowledged."""


async def deliver(
    send: Send, records: Sequence[Record], patience: float, on_failure: Callable[[str], None] = lambda _: None
) -> list[int]:
    """Send records in order and wait until the broker has acknowledged them.

    What fails and may succeed later is sent again for `patience` seconds, and with it what came after it under the same
    key, so that the last version of an article stays the last. A repeat is harmless: the same bytes under the same key.

    Args:
        on_failure: called with the topic of each record that an attempt did not get acknowledged.

    Returns:
        The indices of records that the broker finds too large; all others are delivered.

    Raises:
        DeliveryError: a record was not delivered, and will not be.
    """
    deadline = monotonic() + patience
    pending = list(range(len(records)))
    too_large = []
    while pending:
        again: set[bytes | None] = set()
        tried, pending = pending, []
        for index, error in zip(
            tried, await _attempt(send, [records[index] for index in tried], deadline), strict=True
        ):
            record = records[index]
            if isinstance(error, TOO_LARGE):
                too_large.append(index)
            elif error is not None:
                on_failure(record.topic)
                if not _may_succeed_later(error) or monotonic() >= deadline:
                    raise DeliveryError(f"topic {record.topic}: {error!r}") from error
                again.add(record.key)
            if record.key in again and index not in too_large:
                pending.append(index)
        if pending:
            await asyncio.sleep(_PAUSE)
    return too_large


def _may_succeed_later(error: BaseException | None) -> bool:
    return isinstance(error, _PASSING) or (isinstance(error, KafkaError) and error.retriable)


async def _attempt(send: Send, records: Sequence[Record], deadline: float) -> list[BaseException | None]:
    """Send records one after the other, wait for all together, and return the error of each, None where it arrived.

    Handing over a record blocks while the client has no room or no broker, for half a minute each: after the first that
    fails so, or after the deadline, the rest is not tried.
    """
    deliveries: list[Awaitable[Any]] = []
    given_up = False
    for record in records:
        if given_up or (deliveries and monotonic() >= deadline):
            deliveries.append(_failed(KafkaTimeoutError("not tried")))
            continue
        try:
            deliveries.append(await send(record))
        except (ProducerSendError, KafkaError) as error:
            cause = error.__cause__ or error
            given_up = not isinstance(cause, TOO_LARGE)
            deliveries.append(_failed(cause))
    results = await asyncio.gather(*deliveries, return_exceptions=True)
    return [result if isinstance(result, BaseException) else None for result in results]


async def _failed(error: BaseException) -> None:
    raise error
