"""The entities stage."""

from dataclasses import replace
from typing import Final, Self

from processor.contracts import EnrichedArticle, Language, Segment, Status
from processor.stages.entities.assemble import entities
from processor.stages.entities.combined import CombinedTagger
from processor.stages.entities.persons import fill
from processor.stages.entities.profiles import tagger
from processor.stages.entities.tagger import Tagger
from processor.stages.options import StageOptions
from processor.stages.stage import Annotation

VERSION: Final = "4"
#: More mentions are left out: no article has as many, and the record must fit into a message.
MAX_MENTIONS: Final = 5_000


class EntitiesStage:
    """Finds what the body names, with offsets into the published text. Constructing it loads the tagger's data."""

    def __init__(self, tagger: Tagger | None = None) -> None:
        self._tagger = tagger or CombinedTagger()

    @classmethod
    def configured(cls, options: StageOptions) -> Self:
        """Return the stage as the settings want it."""
        return cls(tagger(options))

    @property
    def name(self) -> str:
        """The stage's name in records and metrics."""
        return "entities"

    @property
    def version(self) -> str:
        """Version of the rules and tables that make entities of spans; those of the tagger are in `model`."""
        return f"{VERSION}-{fill.version()}"

    @property
    def model(self) -> str:
        """Fingerprint of the tagger's data and rules."""
        return self._tagger.model

    @property
    def needs(self) -> tuple[str, ...]:
        """The language decides which names and which endings count."""
        return ("language",)

    def annotate(self, article: EnrichedArticle) -> Annotation:
        """Return the entities of the body."""
        body = article.body_text
        tagging = self._tagger.tag(body, _shifted(article.language, -article.body.start))
        spans = tagging.spans[:MAX_MENTIONS]
        language = article.language.tag if article.language else "und"
        found = fill.filled(entities(body, spans, offset=article.body.start), language)
        if len(tagging.spans) > MAX_MENTIONS:
            return Annotation(Status.DEGRADED, f"only the first {MAX_MENTIONS} mentions are listed", entities=found)
        if tagging.fallback:
            return Annotation(Status.DEGRADED, tagging.fallback, entities=found)
        return Annotation(reason=tagging.note, entities=found)


def _shifted(language: Language | None, by: int) -> Language | None:
    """Return `language` with its segments counted from the start of the body."""
    if language is None or by == 0:
        return language
    segments = tuple(Segment(part.start + by, part.end + by, part.tag) for part in language.segments)
    return replace(language, segments=segments)
