"""One line for many: a library that says the same again and again is heard once in a while.

A Kafka client whose broker is away logs some thirty lines a second, and nothing else is found in the log then.
"""

import logging
from typing import Final

#: Seconds in which one message of one logger is shown once.
QUIET: Final = 10.0
#: Messages that are remembered; a library that puts values into its messages instead of arguments would fill memory.
_REMEMBERED: Final = 500


class Repeats(logging.Filter):
    """Lets a message of the loggers below `names` through once in `QUIET` seconds, and says how many it held back."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = frozenset(names)
        self._shown: dict[tuple[str, int, str], float] = {}
        self._held_back: dict[tuple[str, int, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is shown. The same message with other arguments counts as the same."""
        if record.name.partition(".")[0] not in self._names:
            return True
        key = (record.name, record.levelno, str(record.msg))
        last = self._shown.get(key)
        if last is not None and record.created - last < QUIET:
            self._held_back[key] = self._held_back.get(key, 0) + 1
            return False
        if len(self._shown) >= _REMEMBERED:
            self._shown.clear()
            self._held_back.clear()
        self._shown[key] = record.created
        if held_back := self._held_back.pop(key, 0):
            record.msg = f"{record.getMessage()} (and {held_back} more like it in between)"
            record.args = ()
        return True
