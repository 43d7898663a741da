"""Words of their own at the ends of a name that belong to the sentence: postpositions, particles, generic suffixes."""

from collections.abc import Mapping
from typing import Final

import regex

_HINDI: Final = "ने को से का की के में पर तक और या व भी ही तो द्वारा"
_URDU: Final = "نے کو سے کا کی کے میں پر تک اور یا بھی ہی تو"
#: By language; each is also the beginning or end of no name.
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "hi": _HINDI,
        "mai": _HINDI,
        "bho": _HINDI,
        "ur": _URDU,
        "pnb": _URDU,
        "fa": "را از به در با و که",
        "ckb": "لە بە و",
        "ps": "ته په کې او",
        "pa": "ਨੇ ਨੂੰ ਦਾ ਦੇ ਦੀ ਵਿੱਚ ਤੋਂ ਅਤੇ",
        "bn": "এবং ও থেকে জন্য",
        "en": "and of in at to by from 's",
        "am": "እና ወደ",
        "ti": "ከምኡን ናብ",
    }.items()
}
#: Before a name they are initials: `के आर नारायणन`, K. R. Narayanan.
_INITIALS: Final = frozenset({"के", "کے"})
#: Bound to names with a hyphen in English compounds.
_COMPOUND: Final = regex.compile(
    r"[-‐‑–](?:based|led|backed|born|owned|style|era|run|controlled|made|occupied|held|wide)$"
)
#: Persian plural and owner after a zero-width non-joiner. `‌ای` is not among them: it ends names (خامنه‌ای).
_PERSIAN: Final = regex.compile(r"\u200c(?:ها|های|هایی|هایش|اش|شان|مان|تان)$")
_LONGEST: Final = 16


def without_outer_words(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Return the range of the name at [start, end); never nothing."""
    if language == "en":
        compound = _COMPOUND.search(text, max(start + 1, end - _LONGEST), end)
        end = compound.start() if compound else end
    if language in {"fa", "ckb"}:
        owner = _PERSIAN.search(text, max(start + 1, end - _LONGEST), end)
        end = owner.start() if owner else end
    outer = _WORDS.get(language)
    if not outer:
        return start, end
    parts = [match.span() for match in regex.finditer(r"\S+", text[start:end])]
    first, last = 0, len(parts)
    while last - first > 1 and text[start + parts[last - 1][0] : start + parts[last - 1][1]] in outer:
        last -= 1
    while last - first > 1 and text[start + parts[first][0] : start + parts[first][1]] in outer - _INITIALS:
        first += 1
    if last - first == len(parts):
        return start, end
    return start + parts[first][0], start + parts[last - 1][1]
