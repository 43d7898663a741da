"""Stages of the harness: a cheap one that reads every letter, and one that an article can make misbehave."""

import os
import resource
import signal
import time
from collections import Counter
from pathlib import Path
from typing import ClassVar, Final

from processor.contracts import EnrichedArticle
from processor.stages.stage import Annotation

_LIMIT: Final = 128 * 1024 * 1024
_STEP: Final = 8 * 1024 * 1024


class Letters:
    """Counts characters."""

    name = "letters"
    version = "1"
    model = "-"
    needs: ClassVar[tuple[str, ...]] = ()

    def annotate(self, article: EnrichedArticle) -> Annotation:
        counts = Counter(article.body_text)
        return Annotation(extension={letter: counts[letter] for letter in sorted(counts)})


class Trap:
    """Does to an article what its `metadata.trap` says: `raise`, `hang`, `exit`, `leak`, `oom`."""

    name = "trap"
    version = "1"
    model = "-"
    needs: ClassVar[tuple[str, ...]] = ()

    def annotate(self, article: EnrichedArticle) -> Annotation:
        match (article.article.get("metadata") or {}).get("trap"):
            case "raise":
                raise ValueError("this article asked for it")
            case "hang":
                time.sleep(3600)
            case "exit":
                os._exit(17)
            case "leak":
                _leak_to_the_limit()
            case "oom":
                _leak_until_killed()
        return Annotation(extension="passed")


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
