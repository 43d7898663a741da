"""Where names begin and end: what is written onto them, or stands beside them, is not part of them.

Each rule moves one end on its own evidence, nearly all inwards. They are repeated, because one may uncover what is
another's. Spans with a link keep their borders: who knows the thing knows its name.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from processor.contracts import EntityType, Language
from processor.stages.entities.article.apostrophes import without_ending
from processor.stages.entities.article.brackets import unwrapped, without_open_bracket
from processor.stages.entities.article.evidence import Evidence
from processor.stages.entities.article.gershayim import with_last_letters
from processor.stages.entities.article.outer_words import without_outer_words
from processor.stages.entities.article.particles import without_particle
from processor.stages.entities.article.prefixes import without_prefix
from processor.stages.entities.article.speech import language_at
from processor.stages.entities.article.written import Written
from processor.stages.entities.names.decode import LONGEST
from processor.stages.entities.names.ends import without_marks
from processor.stages.entities.names.titles import is_title, without_titles
from processor.stages.entities.tagger import TaggedSpan

#: One rule may uncover what another takes off, such as quotes around a possessive.
_ROUNDS: Final = 3


def with_borders(text: str, spans: Sequence[TaggedSpan], language: Language | None) -> tuple[TaggedSpan, ...]:
    """Return the spans with their ends where they belong; one that is nothing but titles and marks is left out."""
    spans = with_last_letters(text, spans)
    spoken, seen = language_at(language), Evidence(text, spans)
    found: list[TaggedSpan] = []
    ends: dict[EntityType, int] = {}
    for span in spans:
        if span.link or span.end - span.start > LONGEST:
            found.append(span)
        else:
            start, end = _inner(
                Written(text, span.start, span.end, span.type, spoken(span.start), seen, ends.get(span.type, -1))
            )
            if any(char.isalnum() for char in text[start:end]) and not (
                span.type == "PER" and is_title(text[start:end])
            ):
                moved = (start, end) != (span.start, span.end)
                found.append(replace(span, start=start, end=end) if moved else span)
        ends[span.type] = span.end
    return tuple(found)


def _inner(written: Written) -> tuple[int, int]:
    for _ in range(_ROUNDS):
        now = written.within(*without_marks(written.text, written.start, written.end))
        now = now.within(*unwrapped(now.text, now.start, now.end))
        now = now.within(*without_open_bracket(now.text, now.start, now.end))
        now = now.within(*without_outer_words(now))
        now = now.within(now.start, without_ending(now))
        now = now.within(now.start, without_particle(now))
        now = now.within(without_prefix(now), now.end)
        if now.kind == "PER" and now.start < now.end:
            now = now.within(*without_titles(now.text, now.start, now.end))
        if now == written or now.start >= now.end:
            return now.start, now.end
        written = now
    return written.start, written.end
