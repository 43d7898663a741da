"""A chain runs stages in order and writes what they find into the record."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from processor.contracts import EnrichedArticle, StageReport
from processor.contracts.ids import fingerprint
from processor.contracts.intake import intake_pipeline
from processor.stages.stage import Annotation, Stage


class ChainError(ValueError):
    """Stages that cannot run in the order given."""


class Chain:
    """Stages in the order they run.

    Raises:
        ChainError: a stage is named twice, or stands before one it needs.
    """

    def __init__(self, stages: Sequence[Stage], already_run: Iterable[str] = ()) -> None:
        self.stages = tuple(stages)
        done = set(already_run)
        for stage in self.stages:
            if stage.name in done:
                raise ChainError(f"stage {stage.name!r} is named twice")
            if missing := [need for need in stage.needs if need not in done]:
                raise ChainError(f"stage {stage.name!r} must come after {', '.join(missing)}")
            done.add(stage.name)

    @property
    def pipeline(self) -> str:
        """Fingerprint of these stages: what a record carries after them when no other ran before."""
        pipeline = intake_pipeline()
        for stage in self.stages:
            pipeline = _extend(pipeline, stage)
        return pipeline

    def run(self, article: EnrichedArticle) -> EnrichedArticle:
        """Return the record after all stages."""
        for stage in self.stages:
            article = apply(stage, article)
        return article


def apply(stage: Stage, article: EnrichedArticle) -> EnrichedArticle:
    """Return the record after one stage. What the stage raises is raised on."""
    found = stage.annotate(article)
    return replace(
        article,
        language=article.language if found.language is None else found.language,
        entities=article.entities if found.entities is None else found.entities,
        topics=article.topics if found.topics is None else found.topics,
        extensions=_extensions(stage, article, found),
        stages=(*article.stages, StageReport(stage.name, stage.version, stage.model, found.status, found.reason)),
        pipeline=_extend(article.pipeline, stage),
    )


def _extensions(stage: Stage, article: EnrichedArticle, found: Annotation) -> dict[str, object]:
    if found.extension is None:
        return article.extensions
    return {**article.extensions, stage.name: found.extension}


def _extend(pipeline: str, stage: Stage) -> str:
    return fingerprint(pipeline, stage.name, stage.version, stage.model)
