"""Which spans name the same thing: one form is one thing, and a short name is the full one that it can only be."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import regex

from processor.contracts import Language
from processor.stages.entities.tagger import Link, TaggedSpan

_BETWEEN_WORDS: Final = regex.compile(r"[\s·・•]+")
_APOSTROPHES: Final = str.maketrans("’ʼ＇", "'''")
#: Longer names are not looked into: no person has as many words.
_MOST_WORDS: Final = 8

_Words = tuple[str, ...]


def joined(text: str, spans: Sequence[TaggedSpan], _language: Language | None = None) -> tuple[TaggedSpan, ...]:
    """Return the spans, all with a link; those without one had got the same exactly when they name the same thing.

    A span of the form and type of a linked one gets its link. People named by the first or last words of exactly one
    longer name in the article get that name's (`किम` of `किम जोंग उन`, `Putin` of `Vladimir Putin`).
    """
    forms = [_words(text[span.start : span.end]) for span in spans]
    known: dict[tuple[str, _Words], Link] = {}
    shown: dict[tuple[str, _Words], str] = {}  # as written where it is first
    for span, form in zip(spans, forms, strict=True):
        if span.link:
            known.setdefault((span.type, form), span.link)
        shown.setdefault((span.type, form), text[span.start : span.end])
    full = _full_names({form for span, form in zip(spans, forms, strict=True) if span.type == "PER" and not span.link})
    found: list[TaggedSpan] = []
    for span, form in zip(spans, forms, strict=True):
        whole = full.get(form, form) if span.type == "PER" else form
        link = span.link or known.get((span.type, form))
        found.append(
            replace(span, link=link or Link(f"{span.type} {' '.join(whole)}", _one_line(shown[span.type, whole])))
        )
    return tuple(found)


def _full_names(forms: set[_Words]) -> Mapping[_Words, _Words]:
    """Return for each form the longest one of which it is the first or last words, where only one can be meant."""
    full: dict[_Words, _Words] = {}
    ends: dict[_Words, set[_Words]] = defaultdict(set)
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        meant = ends.get(form, set())
        full[form] = next(iter(meant)) if len(meant) == 1 else form
        if len(form) <= _MOST_WORDS:
            for size in range(1, len(form)):
                ends[form[:size]].add(full[form])
                ends[form[-size:]].add(full[form])
    return full


def _words(surface: str) -> _Words:
    """Return what two ways of writing one form have in common."""
    same = unicodedata.normalize("NFKC", surface).translate(_APOSTROPHES).casefold()
    return tuple(word for word in _BETWEEN_WORDS.split(same) if word) or (surface,)


def _one_line(surface: str) -> str:
    return " ".join(surface.split())
