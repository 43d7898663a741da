"""The ways in which a name of the list may stand in a text."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Final, NamedTuple

from processor.contracts import EntityType
from processor.contracts.ids import fingerprint
from processor.stages.entities.gazetteer.fold import fold
from processor.stages.entities.inflection.declension import forms, stems
from processor.stages.entities.inflection.paradigms import PARADIGMS, STEMS
from processor.stages.entities.watchlist.entry import MATCHES, ListedName, Match

#: Long names in languages with many variants of a case have hundreds; the first ones are the usual ones.
_MOST_FORMS: Final = 64
_MATCH_BITS: Final = 0b0011
_STEM: Final = 0b0100


class Spelling(NamedTuple):
    """One way to write a name.

    Attributes:
        surface: folded, in the case of the list.
        match: how it must stand.
        stem: it needs an ending to be a word.
    """

    surface: str
    match: Match
    stem: bool

    def code(self) -> int:
        """Return `match` and `stem` as a byte."""
        return MATCHES.index(self.match) | (_STEM if self.stem else 0)


def spelling(surface: str, code: int) -> Spelling:
    """Return what `code` says of `surface`."""
    return Spelling(surface, MATCHES[code & _MATCH_BITS], bool(code & _STEM))


def spellings(name: ListedName, kind: EntityType) -> Iterator[Spelling]:
    """Yield the name itself, and its other case forms and stems in its language, where the list says which."""
    yield Spelling(fold(name.surface), name.match, stem=False)
    if name.match == "exact":
        return
    key = _key(name.language)
    if key in PARADIGMS:
        found = forms(key, name.surface, person=kind == "PER")
        for form in islice(dict.fromkeys(found), _MOST_FORMS):
            yield Spelling(fold(form), name.match, stem=False)
    elif key in STEMS:
        for stem in stems(key, name.surface):
            yield Spelling(fold(stem), name.match, stem=True)


@cache
def rules() -> str:
    """Return a fingerprint of the tables that the spellings are made with: with others, a list is compiled anew."""
    plane = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    return fingerprint(repr(PARADIGMS), repr(STEMS), fold(plane))


@lru_cache(maxsize=1024)
def _key(tag: str) -> str:
    """Return the key of the paradigms for a language tag: `sr-Latn-RS` is `sr-Latn`."""
    language, *rest = tag.split("-")
    language = language.lower()
    scripts = [f"{language}-{part.title()}" for part in rest if len(part) == 4 and part.isalpha()]
    return next((key for key in scripts if key in PARADIGMS), language)
