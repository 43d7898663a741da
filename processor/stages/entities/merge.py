"""One set of spans from two taggers: names that the model sees, and places that the gazetteer knows.

The gazetteer knows what a place is and has its identifiers; the model knows where a longer name begins and ends.
"""

from collections.abc import Sequence
from typing import Final

import regex

from processor.stages.entities.longer_places import parted, states
from processor.stages.entities.tagger import TaggedSpan

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]")
#: Words are written together in these scripts, and so may any two letters be in two words.
_UNSPACED: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SHORTEST_WORD: Final = 2


def merged(text: str, names: Sequence[TaggedSpan], places: Sequence[TaggedSpan]) -> tuple[TaggedSpan, ...]:
    """Return names and places in order, none overlapping; each argument is so already.

    Where they meet, the place stays as the gazetteer has it, except inside a name that is longer by whole words (`भारत
    सरकार`, `Bank of England`, `Gulf of Mexico`), and where the model is surer of a person than the gazetteer is of a
    city.
    """
    kept: list[TaggedSpan] = []
    dropped: set[int] = set()
    first = 0
    for name in names:
        while first < len(places) and places[first].end <= name.start:
            first += 1
        met = first
        while met < len(places) and places[met].start < name.end:
            met += 1
        if name.type == "LOC" and met > first:
            longer, given_up = parted(text, name, places[first:met])
            kept += longer
            dropped.update(first + index for index in given_up)
        elif all(_is_part(text, name, place) for place in places[first:met]):
            kept.append(name)
            dropped.update(range(first, met))
    kept += [place for index, place in enumerate(places) if index not in dropped]
    return tuple(states(text, sorted(kept, key=lambda span: span.start)))


def _is_part(text: str, name: TaggedSpan, place: TaggedSpan) -> bool:
    """Say whether the name makes something else of the place in it."""
    if not name.start <= place.start < place.end <= name.end:
        return False
    left, right = text[name.start : place.start], text[place.end : name.end]
    if not left and not right:
        is_city = place.link is not None and "geonames" in place.link.ids
        return name.type == "PER" and is_city and name.confidence > place.confidence
    return _whole_words(left[::-1], text[place.start]) and _whole_words(right, text[place.end - 1])


def _whole_words(rest: str, edge: str) -> bool:
    """Say whether `rest` is nothing or words of its own: it is read away from a place that ends in `edge` there."""
    if not rest or not _WORD.match(rest):
        return True
    if not (_UNSPACED.match(rest) or _UNSPACED.match(edge)):
        return False
    return len(rest) >= _SHORTEST_WORD
