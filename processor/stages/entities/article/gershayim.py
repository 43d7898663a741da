"""Hebrew acronyms have a mark before their last letter (`אונר"א`), which is no quote that ends a name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import regex

from processor.stages.entities.tagger import TaggedSpan

_LAST_LETTER: Final = regex.compile(r"[\"״”]\p{Hebrew}(?![\p{L}\p{M}])")
_HEBREW: Final = regex.compile(r"\p{Hebrew}")


def with_last_letters(text: str, spans: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Return the spans, those without a link that end before the mark with the last letter of their acronym."""
    found = list(spans)
    for index, span in enumerate(spans):
        limit = spans[index + 1].start if index + 1 < len(spans) else len(text)
        last = _LAST_LETTER.match(text, span.end) if not span.link and _HEBREW.match(text[span.end - 1]) else None
        if last and last.end() <= limit:
            found[index] = replace(span, end=last.end())
    return found
