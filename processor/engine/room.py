"""Room for bytes in memory, which whoever brings more waits for."""

import asyncio


class Room:
    """So many bytes may be held at once. What is larger than the whole room gets in when it is empty."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._given = asyncio.Event()

    async def take(self, size: int) -> None:
        """Wait until there is room for `size` bytes, and take it. For one taker at a time, which keeps the order."""
        while self._held and self._held + size > self._size:
            self._given.clear()
            await self._given.wait()
        self._held += size

    def give(self, size: int) -> None:
        """Give back room that was taken."""
        self._held -= size
        self._given.set()
