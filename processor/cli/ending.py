"""An end that comes: a thread that hangs, in Faust or reading a pipe, must not keep a finished process alive."""

import logging
import os
import sys
import threading
from typing import Final

#: Seconds that threads, process pools and open files may take to end by themselves.
_PATIENCE: Final = 5.0


def end_within(code: int, seconds: float = _PATIENCE) -> None:
    """Let the process end with `code` after `seconds`, if it has not ended by then."""
    # What a loop that is left behind has to say of its last tasks concerns nobody.
    logging.disable(logging.CRITICAL)
    timer = threading.Timer(seconds, _end_now, (code,))
    timer.daemon = True
    timer.start()


def _end_now(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue
    os._exit(code)
