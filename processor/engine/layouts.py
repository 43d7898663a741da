"""The two layouts, as lists of links: `fused` has one for all stages, `staged` one a stage with Kafka between."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from processor.contracts import Limits
from processor.engine.plan import Plan
from processor.settings import Settings, SettingsError, variable
from processor.stages.options import StageOptions
from processor.stages.registry import stage_name


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """One link: what it does, from where, to where, and its consumer group."""

    plan: Plan
    source: str
    destination: str
    group: str


def limits(settings: Settings) -> Limits:
    """Return what a message may cost."""
    return Limits(settings.max_message_bytes, settings.max_text_length, settings.max_depth, settings.max_fields)


def stage_options(settings: Settings) -> StageOptions:
    """Return what the settings say to the stages."""
    return StageOptions(
        profile=settings.profile,
        entities_model=settings.entities_model,
        watchlist=settings.watchlist,
        models_dir=settings.models_dir,
        topics=settings.topics,
    )


def link_specs(settings: Settings, only: Sequence[str] = ()) -> tuple[LinkSpec, ...]:
    """Return the links that a worker runs.

    Args:
        only: in the staged layout, the neighbouring stages that make this worker's one link; all stages, one link
            each, where empty.

    Raises:
        SettingsError: `only` names stages that are not neighbours in the pipeline, or the layout is fused.
    """
    stages = settings.stages
    if settings.layout == "fused":
        if only:
            raise SettingsError(f"{variable('layout')}: only a staged worker can run some of the stages")
        return (_spec(settings, 0, len(stages), settings.group_id),)
    runs = [(start, start + 1) for start in range(len(stages))]
    if only:
        starts = [start for start in range(len(stages)) if stages[start : start + len(only)] == tuple(only)]
        if not starts:
            raise SettingsError(f"--stages: {','.join(only)} are not neighbours in {','.join(stages)}")
        runs = [(starts[0], starts[0] + len(only))]
    return tuple(
        _spec(settings, start, end, f"{settings.group_id}.{_plain('+'.join(stages[start:end]))}") for start, end in runs
    )


def _spec(settings: Settings, start: int, end: int, group: str) -> LinkSpec:
    stages = settings.stages
    plan = Plan(
        stages=stages[start:end],
        already_run=tuple(stage_name(stage) for stage in stages[:start]),
        limits=limits(settings),
        max_record_bytes=settings.max_record_bytes,
        options=stage_options(settings),
    )
    source = settings.stage_topic(stages[start - 1]) if start else settings.topic_raw
    return LinkSpec(plan, source, settings.stage_topic(stages[end - 1]), group)


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)
