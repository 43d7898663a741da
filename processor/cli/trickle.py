"""A few articles again and again, at an even pace: a stream to look at where there is no other."""

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import orjson

from processor.cli.inputs import Item
from processor.cli.sending import RecordSender

if TYPE_CHECKING:
    from processor.settings import Settings

#: Sent once a round, so that there is a dead letter to see.
_WITHOUT_TEXT: Final = orjson.dumps({"title": "A message without a text, for the dead letters"})


class Trickle:
    """Sends articles to the raw topic in a thread of its own, as long as the block lasts.

    Args:
        pace: seconds between two of them.
    """

    def __init__(self, settings: "Settings", items: Sequence[Item], pace: float) -> None:
        self._settings = settings
        self._items = items
        self._pace = pace
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trickle", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join(10)

    def _run(self) -> None:
        messages = [item.value for item in self._items]
        messages.insert(len(messages) // 2, _WITHOUT_TEXT)
        with RecordSender[int](self._settings) as sender:
            while True:
                for number, message in enumerate(messages):
                    # The same key for the same article, so that its versions stay in one partition.
                    sender.send(number, self._settings.topic_raw, str(number).encode(), message)
                    sender.deliveries()
                    if self._stopping.wait(self._pace):
                        return
