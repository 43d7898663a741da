"""One stage for all tests, and articles as intake makes them."""

from functools import cache
from typing import Any

import orjson

from processor.contracts import EnrichedArticle, Limits, accept
from processor.stages.language.stage import LanguageStage
from processor.stages.stage import Annotation


@cache
def stage() -> LanguageStage:
    """Return the stage, constructed once."""
    return LanguageStage()


def article(text: str, **fields: Any) -> EnrichedArticle:
    """Return the record of a raw article before its first stage."""
    return accept(orjson.dumps({"text": text, **fields}), Limits())


def annotate(text: str, **fields: Any) -> Annotation:
    """Return what the stage finds in a raw article."""
    return stage().annotate(article(text, **fields))
