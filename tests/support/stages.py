"""Stages for tests of the engine: cheap ones, and ones that misbehave on articles that ask for it."""

import os
import time
from collections import Counter
from typing import ClassVar

from processor.contracts import EnrichedArticle
from processor.stages.stage import Annotation


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
    """Does to an article what its `metadata.trap` says: `raise`, `hang`, `exit`, `slow:SECONDS`, `grow:BYTES`."""

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
        return Annotation(extension=argument or "passed")
