"""From spans to entities: mentions of one thing become one entity."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean

from processor.contracts import Entity, EntityLink, Mention, probability
from processor.stages.entities.tagger import TaggedSpan


def entities(text: str, spans: Iterable[TaggedSpan], offset: int = 0) -> tuple[Entity, ...]:
    """Return the entities that `spans` of `text` name, in the order of their first mentions.

    Spans without a link are joined by type and form. An entity is as sure as its mentions are on average: on held-out
    articles that was how often its type and borders were right, while the surest mention promised more.
    `offset` is added to every position: where `text` starts in the published text.
    """
    groups: dict[tuple[str, str, str], list[TaggedSpan]] = defaultdict(list)
    for span in spans:
        known, form = ("key", span.link.key) if span.link else ("form", text[span.start : span.end])
        groups[span.type, known, form].append(span)
    return tuple(_entity(text, group, offset) for group in groups.values())


def _entity(text: str, spans: list[TaggedSpan], offset: int) -> Entity:
    link = spans[0].link
    mentions = tuple(
        Mention(offset + span.start, offset + span.end, text[span.start : span.end])
        for span in sorted(spans, key=lambda span: span.start)
    )
    return Entity(
        type=spans[0].type,
        name=link.name if link else mentions[0].text,
        ids=dict(link.ids) if link else {},
        mentions=mentions,
        confidence=probability(fmean(span.confidence for span in spans)),
        coordinates=link.coordinates if link else None,
        link=EntityLink(link.how) if link and link.how else None,
        count=len(mentions),
    )
