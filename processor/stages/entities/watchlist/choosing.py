"""Which hits count, and which of what overlaps stays.

A doubtful hit counts where the tagger sees an entity too, or where the entry is named beyond doubt elsewhere in the
article. Of two stretches that overlap the longer one stays, and of two as long the list's; a title before the name, or
letters that the language writes onto it, do not make the tagger's stretch longer.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from processor.contracts import EntityType
from processor.stages.entities.gazetteer.borders import script_of
from processor.stages.entities.names.titles import without_titles
from processor.stages.entities.tagger import TaggedSpan
from processor.stages.entities.watchlist.compiled import Compiled
from processor.stages.entities.watchlist.finding import Hit

#: Scripts in which letters after a name may only be an ending, never the next word.
_SPACED: Final = frozenset({"word", "hangul"})

Place = tuple[int, int]


class Spans:
    """The spans of one text, in order, none overlapping."""

    def __init__(self, spans: Sequence[TaggedSpan]) -> None:
        self._spans = spans
        self._ends = [span.end for span in spans]

    def over(self, start: int, end: int) -> Sequence[TaggedSpan]:
        """Return the spans that share a code point with [start, end)."""
        first = last = bisect_left(self._ends, start + 1)
        while last < len(self._spans) and self._spans[last].start < end:
            last += 1
        return self._spans[first:last]


def believed(compiled: Compiled, found: Iterable[Hit], spans: Spans) -> dict[Place, list[int]]:
    """Return the ranks of the entries that each place names, in the order of the list."""
    sure: dict[Place, list[int]] = defaultdict(list)
    doubtful: list[Hit] = []
    for hit in found:
        met = spans.over(hit.start, hit.end)
        if hit.context:
            kind = compiled.entry(hit.rank).type
            if any(span.type == kind for span in met):
                sure[hit.start, hit.end].append(hit.rank)
        elif hit.doubtful and not met:
            doubtful.append(hit)
        else:
            sure[hit.start, hit.end].append(hit.rank)
    certain = {rank for ranks in sure.values() for rank in ranks}
    for hit in doubtful:
        if hit.rank in certain:
            sure[hit.start, hit.end].append(hit.rank)
    return {place: sorted(set(ranks)) for place, ranks in sure.items()}


def longest(
    text: str, places: dict[Place, tuple[EntityType, list[int]]], spans: Sequence[TaggedSpan]
) -> tuple[dict[Place, TaggedSpan | None], list[TaggedSpan]]:
    """Return the places that stay, each with the span that is the same, and the other spans that stay.

    Both are in order, and none of them overlap.

    Args:
        places: with the type of what is named there.
    """
    tagged = Spans(spans)
    same_at = {
        place: span
        for place, (kind, _) in places.items()
        for span in tagged.over(*place)
        if _is_same(text, span, place, kind)
    }
    same = {id(span) for span in same_at.values()}
    stretches: list[tuple[int, int, int, TaggedSpan | None]] = [
        (start - end, 0, start, None) for start, end in places
    ] + [(span.start - span.end, 1, span.start, span) for span in spans if id(span) not in same]
    stretches.sort(key=lambda stretch: stretch[:3])
    taken = bytearray(len(text))
    kept: list[Place] = []
    others: list[TaggedSpan] = []
    for size, _, start, other in stretches:
        end = start - size
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        if other is None:
            kept.append((start, end))
        else:
            others.append(other)
    return {place: same_at.get(place) for place in sorted(kept)}, sorted(others, key=lambda span: span.start)


def _is_same(text: str, span: TaggedSpan, place: Place, kind: EntityType) -> bool:
    """Tell whether the tagger's span is the name at `place`, perhaps with what is no part of a name."""
    start, end = place
    if (span.start, span.end) == place:
        return True
    if span.type != kind or not span.start <= start < end <= span.end:
        return False
    if kind == "PER" and without_titles(text, span.start, span.end) == place:
        return True
    rest = text[span.start : start] + text[end : span.end]
    if not any(char.isalnum() or char.isspace() for char in rest):  # quotes, brackets
        return True
    edge_scripts = {script_of(text[start]), script_of(text[end - 1])}
    return edge_scripts <= _SPACED and not any(_parts(char) for char in rest)


def _parts(char: str) -> bool:
    """Tell whether `char` beside a name may belong to another word: a blank, or a letter of unspaced writing."""
    return char.isspace() or (char.isalnum() and script_of(char) not in _SPACED)
