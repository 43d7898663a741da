"""A stretch that the model takes for one place and in which the gazetteer knows places.

It may be a list (`Москва, Россия`, `San Francisco California`, `日本神奈川県`), a place named after another (`Gulf of
Mexico`, `Алматы облысы`), or a state's full name (`Republic of Korea`), which is the state and keeps its link.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import regex

from processor.stages.entities.gazetteer.words import words
from processor.stages.entities.tagger import TaggedSpan

_SEPARATOR: Final = regex.compile(r"\s*[,;/|()\[\]、，；（）।]\s*")
#: Written together, or in Korean with blanks: the larger place comes first, and the smaller is another one.
_LARGEST_FIRST: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_UNSPACED: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
#: Of an abbreviation, part of the word as every case ending: `SAD-u`, `USA:n`.
_CASE_ENDING: Final = regex.compile(r"[-‐‑:]\p{Ll}{1,5}")
_LETTERS: Final = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]")
#: What makes another place of a country in the same word: a peninsula, a sea, a part.
_PARTS: Final = regex.compile(
    r"(?:半[岛島]|大[陆陸]|列[岛島]|群[岛島]|諸島|海(?:峡|域|岸|沟|溝)?|洋|高原|平原|[东東西南北中][东東西南北]?(?:部|方|岸)?|"
    r"地方|本土|各地|全[土国境]|境内|国内|국내|반도|해협|전역|본토|남부|북부|동부|서부|정부)$"
)
#: In Chinese and Japanese a place's rank ends its name; other characters after a country are mostly no place.
_HAN: Final = regex.compile(r"\p{Han}")
_RANKS: Final = frozenset("省市县縣県区區州府郡町村道镇鎮乡郷都旗岛島")
_SHORTEST: Final = 2
#: How sure the model has to be: on held-out sentences the longer name was right above it, the place alone below.
_SURE: Final = 0.8
#: With these, a country is the same country.
_STATE: Final = words(
    "the republic of kingdom federation federal state states islamic people's democratic socialist commonwealth "
    "emirate sultanate principality duchy grand union country republik königreich république royaume du de la le des "
    "república reino federación repubblica regno di del della республика республике республики королевство государство "
    "федерация народная демократическая جمهورية مملكة دولة سلطنة إمارة جمهوری اسلامی کشور جمهوریہ गणराज्य गणतंत्र देश "
    "प्रजातन्त्र প্রজাতন্ত্র গণপ্রজাতন্ত্রী cumhuriyeti krallığı tasavalta kuningaskunta köztársaság királyság republika "
    "republiky republice kraljevina δημοκρατία κράτος 공화국"
)


def parted(text: str, name: TaggedSpan, inner: Sequence[TaggedSpan]) -> tuple[list[TaggedSpan], set[int]]:
    """Return what is kept of a longer place `name`, and which (by index) of the `inner` ones are given up for it."""
    kept: list[TaggedSpan] = []
    dropped: set[int] = set()
    for start, end in _segments(text, name.start, name.end):
        here = [index for index, place in enumerate(inner) if place.start < end and start < place.end]
        if not here:
            kept.append(replace(name, start=start, end=end))
        elif len(here) == 1:
            place = inner[here[0]]
            if not start <= place.start < place.end <= end:
                continue
            rest = _other_place(text, place, end)
            if place.start == start and _CASE_ENDING.fullmatch(text, place.end, end):
                kept.append(replace(place, end=end))
                dropped.add(here[0])
            elif rest is not None:
                kept.append(replace(name, start=rest, end=end))
            elif _are_words(text, start, end, place):
                if _names_state(text[start : place.start] + text[place.end : end]):
                    kept.append(replace(place, start=start, end=end))
                elif name.confidence >= _SURE:
                    kept.append(replace(name, start=start, end=end))
                else:
                    continue
                dropped.add(here[0])
    return kept, dropped


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts between separators that have letters."""
    at = start
    for separator in _SEPARATOR.finditer(text, start, end):
        if _LETTERS.search(text, at, separator.start()):
            yield at, separator.start()
        at = separator.end()
    if _LETTERS.search(text, at, end):
        yield at, end


def _other_place(text: str, place: TaggedSpan, end: int) -> int | None:
    """Return where another place begins right after a country, in languages that name the larger place first."""
    is_country = place.link is not None and "iso3166" in place.link.ids
    if not is_country or not _LARGEST_FIRST.match(text[place.end - 1]):
        return None
    rest = place.end
    while rest < end and text[rest].isspace():
        rest += 1
    if end - rest < _SHORTEST or not _LARGEST_FIRST.match(text[rest]) or _PARTS.match(text, rest, end):
        return None
    return None if _HAN.match(text[end - 1]) and text[end - 1] not in _RANKS else rest


def _are_words(text: str, start: int, end: int, place: TaggedSpan) -> bool:
    """Say whether there are words of their own beside the place."""
    left, right = text[start : place.start], text[place.end : end]
    apart = all(not side or edge.isspace() for side, edge in ((left, left[-1:]), (right, right[:1])))
    return apart and bool(left.strip() or right.strip()) and not _UNSPACED.search(left + right)


def _names_state(rest: str) -> bool:
    return all(word.casefold() in _STATE for word in rest.split())


def states(text: str, spans: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """Yield the spans, a state's kind that stands as a place of its own before it made part of it: `سلطنة عُمان`."""
    kind: TaggedSpan | None = None
    for span in spans:
        if kind and span.link and span.type == "LOC" and text[kind.end : span.start] == " ":
            yield replace(span, start=kind.start)
            kind = None
            continue
        if kind:
            yield kind
        kind = span if span.type == "LOC" and not span.link and _names_state(text[span.start : span.end]) else None
        if kind is None:
            yield span
    if kind:
        yield kind
