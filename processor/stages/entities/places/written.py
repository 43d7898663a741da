"""What the text says right after a place: that it lies in another, as in `Paris, Texas` and `Córdoba (Argentina)`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

from processor.stages.entities.gazetteer.fold import is_cased
from processor.stages.entities.places.index import ABBREVIATION, Index, Place

_BETWEEN: Final = regex.compile(r"\s?(?:[,،、，]\s?|[(（])")
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d][\p{L}\p{M}\p{N}\u200c\u200d'’\-]*|[A-Z](?:\.[A-Z])+\.?")
_DOTTED: Final = regex.compile(r"(?:[A-Z]\.)+|[A-Z][a-z]{2,5}\.")
_MOST_WORDS: Final = 4
_MOST_UNSPACED: Final = 8
_UNSPACED: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


@dataclass(frozen=True, slots=True)
class Container:
    """A country or subdivision that the text names at [start, end); `places` are all that it may be."""

    start: int
    end: int
    places: tuple[Place, ...]


def container(index: Index, text: str, end: int, language: str) -> Container | None:
    """Return the country or subdivision that follows a comma or opening bracket after a name that ends at `end`."""
    between = _BETWEEN.match(text, end)
    if not between or "\n" in between[0]:
        return None
    start = between.end()
    for stop in _stops(text, start):
        name = text[start:stop]
        if is_cased(name) and not name[0].isupper():
            continue
        found = [
            (use, place)
            for use in index.uses(name)
            if (place := index.place(use.place)).level != "city"
            and (use.flag != ABBREVIATION or name.isupper() or name.endswith("."))
        ]
        spoken = [place for use, place in found if any(key.partition("-")[0] == language for key in use.languages)]
        containers = tuple({place.number: place for place in spoken or [place for _, place in found]}.values())
        if containers:
            return Container(start, stop, containers)
    return None


def _stops(text: str, start: int) -> Iterator[int]:
    """Yield where a name that begins at `start` may end, the longest first."""
    if dotted := _DOTTED.match(text, start):
        yield dotted.end()
    if _UNSPACED.match(text, start):
        yield from range(min(len(text), start + _MOST_UNSPACED), start + 1, -1)
        return
    stops: list[int] = []
    at = start
    while len(stops) < _MOST_WORDS and (word := _WORD.match(text, at)):
        stops.append(word.end())
        if text[word.end() : word.end() + 1] != " ":
            break
        at = word.end() + 1
    yield from reversed(stops)


def lies_in(place: Place, within: Place) -> bool:
    """Tell whether `place` is part of the country or subdivision `within`."""
    if place.number == within.number or within.level == "city":
        return False
    if within.level == "country":
        return place.level != "country" and place.country == within.country
    return place.level == "city" and place.region == within.region
