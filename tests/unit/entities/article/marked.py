"""Articles in which brackets mark the spans that a tagger found: `[PER Angela Merkel] in [LOC Berlin]`."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, cast

from processor.contracts import EntityType, Language
from processor.stages.entities.article.rules import STEPS, Step
from processor.stages.entities.assemble import entities
from processor.stages.entities.tagger import Link, TaggedSpan

_MARK: Final = re.compile(r"\[(PER|ORG|LOC|MISC)(=?) ([^\]]*)\]")


def read(marked: str, confidence: float = 0.9) -> tuple[str, list[TaggedSpan]]:
    """Return text and spans; `[LOC= Paris]` has a link, as what the gazetteer finds."""
    text, at, spans = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        link = Link(f"known {mark[3]}", mark[3], {"geonames": "1"}) if mark[2] else None
        kind = cast(EntityType, mark[1])
        spans.append(TaggedSpan(len(text), len(text) + len(mark[3]), kind, confidence, link))
        text += mark[3]
        at = mark.end()
    return text + marked[at:], spans


def written(text: str, spans: Sequence[TaggedSpan]) -> str:
    """Return the text with its spans marked."""
    assert all(before.end <= after.start for before, after in pairwise(spans))
    marked, at = "", 0
    for span in spans:
        equals = "=" if span.link and span.link.ids else ""
        marked += f"{text[at : span.start]}[{span.type}{equals} {text[span.start : span.end]}]"
        at = span.end
    return marked + text[at:]


def after(step: Step, marked: str, tag: str, confidence: float = 0.9) -> str:
    """Return what a step makes of an article in the language `tag`."""
    text, spans = read(marked, confidence)
    return written(text, step(text, spans, Language(tag, "Zyyy", 1.0, ())))


def named(marked: str, tag: str = "und", steps: Sequence[Step] = STEPS[-1:]) -> list[tuple[str, list[str]]]:
    """Return (name, mentions) of each entity, by default by joining alone."""
    text, read_spans = read(marked)
    spans: Sequence[TaggedSpan] = read_spans
    for step in steps:
        spans = step(text, spans, Language(tag, "Zyyy", 1.0, ()))
    return [(entity.name, [mention.text for mention in entity.mentions]) for entity in entities(text, spans)]
