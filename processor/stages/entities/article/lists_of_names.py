"""Two names taken for one because a conjunction or preposition is written onto the second (`مراد عواد وليلى نصار`).

A person's later word that begins with `and` in Arabic or Hebrew begins another person, unless it may be a name that
begins so: one of a list, one with the vowel that foreign names in W have (`بروس ويليس`), in Hebrew the second of two
(`משה וילנסקי`). There, with another prefix, or within a place, it does only if the article has the name without it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import regex

from processor.contracts import Language
from processor.stages.entities.article.evidence import Evidence
from processor.stages.entities.article.prefixes import AND, begins_like_and
from processor.stages.entities.article.speech import language_at
from processor.stages.entities.gazetteer.endings import PREFIXES
from processor.stages.entities.tagger import TaggedSpan

_WORD: Final = regex.compile(r"\S+")
_LANGUAGES: Final = ("ar", "he")
_SHORTEST: Final = 3
#: W and a vowel; `and` before the Arabic article is another word.
_FOREIGN: Final = regex.compile(r"و(?:[يو]|ا(?!ل\p{Arabic}{3}))|ו[יו]")


def parted_lists(text: str, spans: Sequence[TaggedSpan], language: Language | None) -> tuple[TaggedSpan, ...]:
    """Return the spans, those of several names cut before each. A span with a link stays."""
    spoken, seen = language_at(language), Evidence(text, spans)
    found: list[TaggedSpan] = []
    for span in spans:
        if span.link or span.type not in {"PER", "LOC"} or spoken(span.start) not in _LANGUAGES:
            found.append(span)
            continue
        start = span.start
        for place, rest in _borders(text, span, spoken(span.start), seen):
            found.append(replace(span, start=start, end=_last_letter(text, start, place)))
            start = rest
        found.append(replace(span, start=start) if start != span.start else span)
    return tuple(found)


def _borders(text: str, span: TaggedSpan, language: str, seen: Evidence) -> Iterator[tuple[int, int]]:
    """Yield where a word with a prefix begins and where its name does, for each name after the first."""
    parts = [match.span() for match in _WORD.finditer(text, span.start, span.end)]
    for index, (start, end) in enumerate(parts[1:], 1):
        word = text[start:end]
        for prefix in sorted(PREFIXES[language], key=lambda prefix: (-len(prefix), prefix)):
            rest = word[len(prefix) :]
            if not word.startswith(prefix) or len(rest) < _SHORTEST or begins_like_and(word):
                continue
            others = seen.is_name(rest) and not seen.is_name(word, besides=text[span.start : span.end])
            is_and = prefix == AND[language] and span.type == "PER"
            if others or (is_and and not _may_be_name(word, language, index, len(parts))):
                yield start, start + len(prefix)
                break


def _may_be_name(word: str, language: str, index: int, words: int) -> bool:
    """Say whether the word may be the name itself, as the word at `index` of so many."""
    if language == "ar":
        return _FOREIGN.match(word) is not None
    return index == 1 or (_FOREIGN.match(word) is not None and index == words - 1)


def _last_letter(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
