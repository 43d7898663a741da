"""The whole enrichment as a function, without Kafka."""

from collections.abc import Sequence
from typing import Any

import orjson

from processor.contracts import EnrichedArticle, Limits, accept
from processor.stages.options import StageOptions
from processor.stages.registry import DEFAULT, build_chain


class Enricher:
    """Enriches articles in this process.

    >>> Enricher().enrich({"text": "रूस और उत्तर कोरिया"}).language.tag
    'hi'

    Constructing it loads the models of its stages; it may then be used from one thread at a time.
    """

    def __init__(
        self,
        stages: Sequence[str] = DEFAULT,
        limits: Limits | None = None,
        options: StageOptions | None = None,
    ) -> None:
        self._chain = build_chain(stages, options=options)
        self._limits = limits or Limits()

    @property
    def pipeline(self) -> str:
        """Fingerprint of stages, models and rules, as in the records."""
        return self._chain.pipeline

    def enrich(self, article: dict[str, Any] | bytes) -> EnrichedArticle:
        """Return the enriched record of a raw article, given as an object or as the bytes of its message.

        Raises:
            InvalidArticleError: the article breaks the contract.
        """
        value = article if isinstance(article, bytes) else orjson.dumps(article)
        return self._chain.run(accept(value, self._limits))
