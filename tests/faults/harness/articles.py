"""What the producer pushes: articles, versions of them, and on demand invalid ones and ones that trap a stage. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import orjson

from processor.contracts import Reason
from tests.faults.harness.schedule import TRAPS, Kind
from tests.support.articles import generated_messages
from tests.support.hostile import hostile_messages

#: A header of the harness: it travels with an article through all of its records.
SERIAL: Final = "harness-serial"
#: Why a trapped article is a dead letter.
REASONS: Final = {
    "raise": Reason.STAGE_ERROR,
    "hang": Reason.STAGE_TIMEOUT,
    "exit": Reason.STAGE_CRASH,
    "leak": Reason.STAGE_MEMORY,
    "oom": Reason.STAGE_CRASH,
}
_TEXTS: Final = 40
#: Every so many messages one is a new version of an article of late.
_NEW_VERSION: Final = 5
_LATE: Final = 30


@dataclass(frozen=True, slots=True)
class Message:
    """A raw message; `doom` is why it must become a dead letter, empty where it must not."""

    serial: int
    key: str | None
    value: bytes | None
    doom: str


class Articles:
    """Makes messages, each with a serial number of its own.

    Every fifth is a new version of one of the last articles, under the same id and key.
    """

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self._texts = [orjson.loads(value)["text"] for value in generated_messages(seed, _TEXTS)]
        self._serial = 0
        self._ids: list[str] = []

    def next(self, trap: str = "") -> Message:
        """Return an article; `trap` is what it does to the stage of the harness."""
        serial = self._next_serial()
        if self._ids and serial % _NEW_VERSION == 0:
            name = self._draw.choice(self._ids[-_LATE:])
        else:
            name = f"article-{serial}"
            self._ids.append(name)
        fields = {
            "id": name,
            "text": f"{self._draw.choice(self._texts)}\n{serial}",
            "metadata": {"serial": serial, "trap": trap},
        }
        return Message(serial, name, orjson.dumps(fields), f"{REASONS[trap]} by {trap}" if trap else "")

    def burst(self, kind: Kind, count: int) -> Iterator[Message]:
        """Yield `count` messages of a kind of fault."""
        if kind is not Kind.POISON:
            for _ in range(count):
                yield self.next(TRAPS[kind])
            return
        for value, reason in hostile_messages(self._draw.getrandbits(32), count):
            yield Message(self._next_serial(), None, value, str(reason))

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial
