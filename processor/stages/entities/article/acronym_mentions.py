"""Where an acronym is introduced in brackets, it names the same thing in the rest of the article.

The tagger often takes both for one name, or sees only one of them. Mentions added here are as sure as the name that
they stand for was on average, times the share of the acronym's occurrences that were tagged already, at least a half.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import regex

from processor.contracts import EntityType, Language
from processor.stages.entities.article.acronyms import CLOSING, OPENING, stands_for
from processor.stages.entities.names.ends import trimmed
from processor.stages.entities.tagger import TaggedSpan

_TYPES: Final = frozenset({"ORG", "MISC", "LOC"})
_INNER: Final = regex.compile(r"[^()（）\[\],;\n]{2,40}")
_LEAST_SHARE: Final = 0.5
#: No article introduces more.
_MOST: Final = 50
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}_]")
_TOGETHER: Final = regex.compile(r"\p{Han}")
_BOUND: Final = frozenset("#@_/\\-&")


def with_acronyms(text: str, spans: Sequence[TaggedSpan], _language: Language | None = None) -> tuple[TaggedSpan, ...]:
    """Return the spans, names with their acronym in brackets parted, and the other mentions of these acronyms."""
    found: list[TaggedSpan] = []
    introduced: dict[str, tuple[EntityType, float]] = {}
    for index, span in enumerate(spans):
        new = [span]
        following = spans[index + 1].start if index + 1 < len(spans) else len(text)
        if span.type in _TYPES:
            new = list(_introduction(text, span, following))
            if len(new) > 1 and len(introduced) < _MOST:
                short = min((text[each.start : each.end] for each in new), key=len)
                introduced.setdefault(short, (span.type, span.confidence))
            elif index + 1 < len(spans):
                _tagged_both(text, span, spans[index + 1], introduced)
        found += new
    return _everywhere(text, found, introduced) if introduced else tuple(found)


def _introduction(text: str, span: TaggedSpan, following: int) -> Iterator[TaggedSpan]:
    """Yield the name and its acronym where a bracket in or right after the span has it, else the span alone."""
    for opening in OPENING.finditer(text, span.start, span.end):
        inner = _INNER.match(text, opening.end())
        if not span.link and inner and opening.start() > span.start and CLOSING.match(text, inner.end()):
            start, end = trimmed(text, *inner.span())
            left, right = text[span.start : opening.start()], text[start:end]
            if end <= span.end and (stands_for(right, left) or stands_for(left, right)):
                yield replace(span, end=opening.start())
                yield replace(span, start=start, end=end)
                return
    after = OPENING.match(text, span.end)
    inner = _INNER.match(text, after.end()) if after else None
    yield span
    if inner and inner.end() <= following and CLOSING.match(text, inner.end()):
        start, end = trimmed(text, *inner.span())
        if start < end and stands_for(text[start:end], text[span.start : span.end]):
            yield TaggedSpan(start, end, span.type, span.confidence)


def _tagged_both(
    text: str, span: TaggedSpan, other: TaggedSpan, introduced: dict[str, tuple[EntityType, float]]
) -> None:
    opening = OPENING.fullmatch(text, span.end, other.start)
    if not opening or not CLOSING.match(text, other.end) or len(introduced) >= _MOST:
        return
    left, right = text[span.start : span.end], text[other.start : other.end]
    same = span.type == other.type
    if stands_for(right, left, tagged=same):
        introduced.setdefault(right, (span.type, span.confidence))
    elif stands_for(left, right, tagged=same):
        introduced.setdefault(left, (other.type, other.confidence))


def _everywhere(
    text: str, spans: list[TaggedSpan], introduced: dict[str, tuple[EntityType, float]]
) -> tuple[TaggedSpan, ...]:
    """Return the spans with all acronyms in their type, and those that were not tagged."""
    kept: list[TaggedSpan] = []
    tagged: dict[str, int] = defaultdict(int)
    for span in spans:
        surface = text[span.start : span.end]
        if surface in introduced:
            tagged[surface] += 1
            kind, sure = introduced[surface]
            if not span.link and span.type != kind:
                span = replace(span, type=kind, confidence=min(span.confidence, sure))  # noqa: PLW2901
        kept.append(span)
    new: list[TaggedSpan] = []
    for short, (kind, sure) in introduced.items():
        places = list(_places(text, short))
        share = max(tagged[short] / len(places) if places else 1.0, _LEAST_SHARE)
        new += [TaggedSpan(start, end, kind, sure * share) for start, end in places]
    return _without_overlaps(kept, new)


def _places(text: str, short: str) -> Iterator[tuple[int, int]]:
    at = text.find(short)
    while at >= 0:
        end = at + len(short)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        together = _TOGETHER.match(short) is not None
        alone = not (_WORD.match(before) or _WORD.match(after)) or together
        if alone and before not in _BOUND and after not in _BOUND:
            yield at, end
        at = text.find(short, end)


def _without_overlaps(kept: list[TaggedSpan], new: list[TaggedSpan]) -> tuple[TaggedSpan, ...]:
    """Return both in order, none of `new` that meets another."""
    found = list(kept)
    last = 0
    waiting = iter([*kept, None])
    ahead = next(waiting)
    for span in sorted(new, key=lambda span: (span.start, -span.end)):
        while ahead is not None and ahead.end <= span.start:
            last = max(last, ahead.end)
            ahead = next(waiting)
        if span.start >= last and (ahead is None or span.end <= ahead.start):
            found.append(span)
            last = span.end
    return tuple(sorted(found, key=lambda span: span.start))
