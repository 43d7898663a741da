"""Where the mention stands when something is written onto the name: a preposition before it, an ending after it."""

from typing import Final

from processor.stages.entities.gazetteer.borders import ends_word, is_word, starts_word
from processor.stages.entities.gazetteer.endings import FUSED, MAX_TAIL, MIN_FUSED, MIN_PREFIXED, PARTICLES, PREFIXES

_NOTHING: Final[frozenset[str]] = frozenset()
_GENERIC: Final = {"th": "ประเทศ", "lo": "ປະເທດ", "km": "ប្រទេស"}
_MAX_HEAD: Final = 4
#: Telugu and Kannada write one between a foreign consonant and the ending.
_JOINERS: Final = "\u200c\u200d"


def edges(text: str, start: int, end: int, language: str, *, stem: bool = False) -> tuple[int, int] | None:
    """Return where the mention of a name at [start, end) stands, None when the name is only part of a word.

    Args:
        text: folded, lower case.
        stem: the name is a stem that needs an ending to be a word.
    """
    if not starts_word(text, start) and not _has_prefix(text, start, end, language):
        return None
    if ends_word(text, end):
        return None if stem else (start, end)
    tail = _tail(text, end)
    if tail.strip(_JOINERS) in FUSED.get(language, _NOTHING) and end - start >= MIN_FUSED:
        return start, end + len(tail)
    if tail in PARTICLES.get(language, _NOTHING) and not stem:
        return start, end
    return None


def _has_prefix(text: str, start: int, end: int, language: str) -> bool:
    known = PREFIXES.get(language)
    if not known or end - start < MIN_PREFIXED:
        return False
    head = start
    while head > 0 and start - head <= _MAX_HEAD and is_word(text[head - 1]):
        head -= 1
    return text[head:start] in known


def _tail(text: str, end: int) -> str:
    stop = end
    while stop < len(text) and stop - end <= MAX_TAIL and is_word(text[stop]):
        stop += 1
    return text[end:stop]


def with_generic(text: str, start: int, language: str) -> int:
    """Return where a country's mention starts when the word for country is part of its usual name: `ประเทศไทย`."""
    generic = _GENERIC.get(language)
    return start - len(generic) if generic and text.endswith(generic, 0, start) else start
