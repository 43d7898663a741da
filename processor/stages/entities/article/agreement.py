"""One form, one type: a form that the article mostly uses as one type is that type where it was tagged otherwise.

Two things may share a form (a country and its team, `Washington`), so it takes a clear majority, counted by how sure
the tagger was each time; the surname of a person with a full name counts for that person. What has a link is never
changed: who knows the thing knows what it is.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from processor.contracts import EntityType, Language
from processor.stages.entities.article.surface import words
from processor.stages.entities.tagger import TaggedSpan

#: Times the form has to be of a type before it decides.
_LEAST: Final = 2
#: A tagger that is so sure of another type mostly has a reason.
_TOO_SURE: Final = 0.8
#: How many times as much as the others together.
_MAJORITY: Final = 3.0
_ROUNDING: Final = 1e-9


def agreed(text: str, spans: Sequence[TaggedSpan], _language: Language | None = None) -> tuple[TaggedSpan, ...]:
    """Return the spans, those of a minority with the type of the majority.

    Their confidence is the mean of the majority's times the majority's share: never more than that of what was seen.
    """
    forms = [words(text[span.start : span.end]) for span in spans]
    sure: dict[tuple[str, ...], dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    times: dict[tuple[str, ...], Counter[EntityType]] = defaultdict(Counter)
    for span, form in zip(spans, forms, strict=True):
        meant = [form, form[-1:]] if span.type == "PER" and len(form) > 1 else [form]
        for each in meant:
            sure[each][span.type] += span.confidence
            times[each][span.type] += 1
    found: list[TaggedSpan] = []
    for span, form in zip(spans, forms, strict=True):
        kind, weight = max(sure[form].items(), key=lambda item: (item[1], item[0]))
        rest = sum(sure[form].values()) - weight
        is_other = kind not in {span.type, "MISC"} and not span.link and span.confidence < _TOO_SURE
        is_clear = times[form][kind] >= _LEAST and weight > _MAJORITY * rest - _ROUNDING
        if not (is_other and is_clear):
            found.append(span)
        else:
            share = weight / (weight + rest)
            found.append(replace(span, type=kind, confidence=weight / times[form][kind] * share))
    return tuple(found)
