"""From a blocking iterator to the event loop, one item at a time.

A thread of its own reads: one of the loop's pool would be waited for at the end, and a read from a terminal or pipe may
never return.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")


async def feed(items: Iterable[_Item], ahead: int = 16) -> AsyncIterator[_Item]:
    """Yield the items, reading at most `ahead` of them in advance. What the iterator raises is raised here."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[tuple[_Item] | BaseException | None] = asyncio.Queue(ahead)

    def read() -> None:
        end: BaseException | None = None
        try:
            for item in items:
                asyncio.run_coroutine_threadsafe(queue.put((item,)), loop).result()
        except BaseException as error:  # raised again where it can be handled
            end = error
        if not loop.is_closed():
            asyncio.run_coroutine_threadsafe(queue.put(end), loop)

    threading.Thread(target=read, name="reader", daemon=True).start()
    while (found := await queue.get()) is not None:
        if isinstance(found, BaseException):
            raise found
        yield found[0]
