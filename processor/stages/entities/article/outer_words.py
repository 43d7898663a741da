"""Words beside a name that belong to the sentence: postpositions, conjunctions, second parts of English compounds."""

from collections.abc import Mapping
from typing import Final

import regex

from processor.stages.entities.article.written import Written
from processor.stages.entities.gazetteer.words import words

_HINDI: Final = "ने को से का की के में पर तक और या व भी ही तो द्वारा"
_URDU: Final = "نے کو سے کا کی کے میں پر تک اور یا بھی ہی تو"
#: By language; each is the beginning or end of no name.
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    language: words(outer)
    for language, outer in {
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
_INITIALS: Final = words("के کے")
#: Bound to names with a hyphen in English compounds.
_COMPOUND: Final = regex.compile(
    r"[-‐‑–](?:based|led|backed|born|owned|style|era|run|controlled|made|occupied|held|wide)$"
)
#: Persian plural and owner after a zero-width non-joiner; ای is not among them, because it ends names (خامنه‌ای).
_PERSIAN: Final = regex.compile(r"\u200c(?:ها|های|هایی|هایش|اش|شان|مان|تان)$")
_LONGEST: Final = 16
_WORD: Final = regex.compile(r"\S+")


def without_outer_words(written: Written) -> tuple[int, int]:
    """Return where the name begins and ends; never nothing."""
    text, start, end = written.text, written.start, written.end
    bound = {"en": _COMPOUND, "fa": _PERSIAN, "ckb": _PERSIAN}.get(written.language)
    ending = bound.search(text, max(start + 1, end - _LONGEST), end) if bound else None
    end = ending.start() if ending else end
    outer = _WORDS.get(written.language)
    if not outer:
        return start, end
    parts = [match.span() for match in _WORD.finditer(text, start, end)]
    first, last = 0, len(parts)
    while last - first > 1 and text[slice(*parts[last - 1])] in outer:
        last -= 1
    while last - first > 1 and text[slice(*parts[first])] in outer - _INITIALS:
        first += 1
    return (start, end) if last - first == len(parts) else (parts[first][0], parts[last - 1][1])
