"""Mentions that the tagger missed: a form that it saw as a name elsewhere in the article, written in the same way.

Only forms that the article does not also use as a common word: seen several times or of several words, never in lower
case, and tagged at least as often as not. Case endings and prefixes of the language may be attached, another capital
word beside it may not: it may be another name there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from processor.contracts import EntityType, Language
from processor.stages.entities.article.speech import language_at
from processor.stages.entities.gazetteer.attached import edges
from processor.stages.entities.gazetteer.fold import fold, is_cased, lower
from processor.stages.entities.tagger import TaggedSpan

_TYPES: Final = frozenset({"PER", "ORG", "LOC"})
#: How sure the tagger has to be on average: of a form seen several times, or in capitals, or of several words; and of
#: one seen once without capitals, of some letters, where words stand apart.
_SURE: Final = 0.8
_VERY_SURE: Final = 0.9
_LETTERS_ONCE: Final = 4
_SEVERAL: Final = 2
_SHARE: Final = 0.5
#: Letters that a form needs at least: where words stand apart, and where they do not.
_SHORTEST: Final = 3
_SHORTEST_UNSPACED: Final = {"Han": 2, "Hangul": 2, "Katakana": 3}
_LONGEST: Final = 80
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_UNSPACED: Final = regex.compile(r"[\p{Han}\p{Hangul}\p{Katakana}\p{Hiragana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SCRIPT: Final = regex.compile(r"(?P<Han>\p{Han})|(?P<Hangul>\p{Hangul})|(?P<Katakana>\p{Katakana})")
_OTHER_SHORTEST: Final = 5
#: Part of an address, a hashtag, an account or a compound.
_BOUND_BEFORE: Final = frozenset("#@_/\\-‐‑&.=+")
_BOUND_AFTER: Final = frozenset("@_/\\-‐‑&=+")
_CAPITAL_AFTER: Final = regex.compile(r" \p{Lu}")
_CAPITAL_BEFORE: Final = regex.compile(r"(?<=[^\s.!?:…»”\"] )\p{Lu}[\p{L}\p{M}]* $")
_LOOK_BACK: Final = 40


def spread(text: str, spans: Sequence[TaggedSpan], language: Language | None) -> tuple[TaggedSpan, ...]:
    """Return the spans and those of the same forms elsewhere.

    The confidence of a new one is the mean of the seen ones' times the share of the form's occurrences that were seen.
    """
    seen = _seen(text, spans)
    if not seen:
        return tuple(spans)
    spoken = language_at(language)
    folded = fold(text)
    small = lower(folded)
    forms = sorted(seen)
    matcher = AhoCorasick([fold(form) for form in forms], matchkind=MatchKind.LeftmostLongest)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    others = Counter[str]()
    free = iter([*_gaps(text, spans)])
    gap = next(free, None)
    for index, start, end in matcher.find_matches_as_indexes(folded):
        while gap and gap[1] < end:
            gap = next(free, None)
        if gap is None or start < gap[0]:
            continue
        place = edges(small, start, end, spoken(start))
        if place and place[1] <= gap[1]:
            others[forms[index]] += 1
            if _stands_alone(text, *place, form=forms[index]):
                found[forms[index]].append(place)
    if not found:
        return tuple(spans)
    common = {word for word in _WORD.findall(text) if word == word.lower()}
    new = [
        TaggedSpan(start, end, kind, sure * times / (times + others[form]))
        for form, places in found.items()
        for kind, times, sure in [seen[form]]
        if times / (times + others[form]) >= _SHARE and (form == form.lower() or form.lower() not in common)
        for start, end in places
    ]
    return tuple(sorted([*spans, *new], key=lambda span: span.start))


def _seen(text: str, spans: Sequence[TaggedSpan]) -> Mapping[str, tuple[EntityType, int, float]]:
    """Return type, number and mean confidence of the forms that may be looked for."""
    tagged: dict[str, list[TaggedSpan]] = defaultdict(list)
    for span in spans:
        tagged[text[span.start : span.end]].append(span)
    forms: dict[str, tuple[EntityType, int, float]] = {}
    for form, same in tagged.items():
        kind, times = same[0].type, len(same)
        sure = sum(span.confidence for span in same) / times
        if any(span.link or span.type != kind for span in same) or kind not in _TYPES:
            continue
        if _is_long(form) and _is_sure(form, times, sure):
            forms[form] = (kind, times, sure)
    return forms


def _is_sure(form: str, times: int, sure: float) -> bool:
    if form == form.lower() and is_cased(form):
        return False
    if times >= _SEVERAL or " " in form or is_cased(form):
        return sure >= _SURE
    return sure >= _VERY_SURE and len(form) >= _LETTERS_ONCE and not _UNSPACED.search(form)


def _is_long(form: str) -> bool:
    if not _UNSPACED.search(form):
        return _SHORTEST <= len(form) <= _LONGEST
    script = _SCRIPT.match(form)
    return (_SHORTEST_UNSPACED[script.lastgroup or ""] if script else _OTHER_SHORTEST) <= len(form) <= _LONGEST


def _gaps(text: str, spans: Sequence[TaggedSpan]) -> Iterator[tuple[int, int]]:
    borders = [0, *(border for span in spans for border in (span.start, span.end)), len(text)]
    yield from (gap for gap in list(pairwise(borders))[::2] if gap[0] < gap[1])


def _stands_alone(text: str, start: int, end: int, form: str) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _BOUND_BEFORE or after in _BOUND_AFTER:
        return False
    if not is_cased(form) or " " in form:
        return True
    return not (_CAPITAL_AFTER.match(text, end) or _CAPITAL_BEFORE.search(text, max(0, start - _LOOK_BACK), start))
