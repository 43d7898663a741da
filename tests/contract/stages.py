"""Which stages pass the suite, and articles as each of them gets them: after the stages it needs."""

from copy import deepcopy
from functools import cache
from typing import Final

from processor.contracts import EnrichedArticle
from processor.stages.chain import apply
from processor.stages.registry import BUILTIN, load_stage
from processor.stages.stage import Annotation, Stage
from tests.contract.articles import records

#: Every stage that can be named without an import path, and the examples. A new one is tested without a line here.
SPECS: Final = {
    **{name: name for name in BUILTIN},
    "letters": "tests.support.stages:Letters",
    "reading-time": "tests.support.reading_time:ReadingTime",
}


@cache
def stage(name: str) -> Stage:
    """Return a stage of the suite; its model is loaded once."""
    return load_stage(SPECS[name])


@cache
def _after(needs: tuple[str, ...]) -> dict[str, EnrichedArticle]:
    if not needs:
        return records()
    before = _after(needs[:-1])
    last = stage(needs[-1])
    return {name: apply(last, article) for name, article in before.items()}


def prepared(name: str) -> dict[str, EnrichedArticle]:
    """Return the suite's articles as the stage called `name` gets them; they are the caller's own."""
    return deepcopy(_after(stage(name).needs))


@cache
def looked(name: str) -> dict[str, tuple[EnrichedArticle, Annotation]]:
    """Return what the stage called `name` found in every article, with the article as it was after that."""
    return {key: (article, stage(name).annotate(article)) for key, article in prepared(name).items()}


class Looked:
    """A stage that has already looked."""

    def __init__(self, looked: Stage, annotation: Annotation) -> None:
        self.name, self.version, self.model, self.needs = looked.name, looked.version, looked.model, looked.needs
        self._annotation = annotation

    def annotate(self, article: EnrichedArticle) -> Annotation:
        del article
        return self._annotation
