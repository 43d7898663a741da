"""Stages for tests of the engine: cheap ones, and ones that misbehave on articles that ask for it."""

import os
import resource
import signal
import time
from collections import Counter
from pathlib import Path
from typing import ClassVar, Final

from processor.contracts import EnrichedArticle
from processor.stages.stage import Annotation

_MIB: Final = 1024 * 1024
_LIMIT: Final = 128 * _MIB
_STEP: Final = 8 * _MIB
_kept: list[bytes] = []


class Letters:
    """Counts characters: a stage that does real, cheap work on every article."""

    name = "letters"
    version = "1"
    model = "-"
    needs: ClassVar[tuple[str, ...]] = ()

    def annotate(self, article: EnrichedArticle) -> Annotation:
        counts = Counter(article.body_text)
        return Annotation(extension={letter: counts[letter] for letter in sorted(counts)})


class Trap:
    """Does to an article what its `metadata.trap` says.

    `raise`, `hang`, `exit`, `slow:SECONDS`, `grow:BYTES` (of the record), `leak` (memory, to a limit), `oom`,
    `keep:MIB` (memory that the process keeps), or `hog:MIB` (which the article needs, and hangs).
    """

    name = "trap"
    version = "1"
    model = "-"
    needs: ClassVar[tuple[str, ...]] = ()

    def annotate(self, article: EnrichedArticle) -> Annotation:
        action, _, argument = str((article.article.get("metadata") or {}).get("trap", "")).partition(":")
        match action:
            case "raise":
                raise ValueError("this article asked for it")
            case "hang":
                time.sleep(3600)
            case "exit":
                os._exit(17)
            case "slow":
                time.sleep(float(argument))
            case "grow":
                return Annotation(extension="x" * int(argument))
            case "leak":
                _leak_to_the_limit()
            case "oom":
                _leak_until_killed()
            case "keep" | "hog":
                _kept.append(b"x" * (int(argument) * _MIB))
                time.sleep(3600 if action == "hog" else 0)
        return Annotation(extension=argument or "passed")


def _leak_to_the_limit() -> None:
    """Fill memory up to a limit of the process (RLIMIT_AS), which Python answers with a MemoryError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + _LIMIT, hard))
    try:
        held = []
        while True:
            held.append(bytearray(_STEP))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _leak_until_killed() -> None:
    """Fill memory and be killed for it. Who kills is the kernel in life, and here the process itself."""
    held = [bytearray(_STEP) for _ in range(_LIMIT // _STEP)]
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)
    del held
