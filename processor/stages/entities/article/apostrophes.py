"""Endings after an apostrophe stay outside: `Erdoğan'ın`, `Obama's`. An apostrophe within a name stays: `O'Brien`.

Only in Turkic languages and English: elsewhere it parts a case ending from an abbreviation or a silent letter (Danish
`FN's`, Finnish `Bordeaux'n`), and case endings are part of the mention.
"""

from typing import Final

import regex

from processor.contracts import EntityType
from processor.stages.entities.article.evidence import Evidence
from processor.stages.entities.gazetteer.endings import FUSED

_MARKS: Final = "'’ʼ＇‘`´"
_LAST: Final = regex.compile(rf"[{_MARKS}](\p{{Ll}}*)$")
_TURKIC: Final = frozenset({"tr", "az", "tk", "tt", "kk", "ky", "uz", "gag"})
_OWNERS: Final = frozenset({"en", "und"})
_CASES: Final = (
    r"(?:(?:y|n|s)?[ıiuü]|(?:y|n)?[ae]|n?[ıiuü]n|n?[dt][ae]|n?[dt][ae]n|y?l[ae]|[dt][ae]ki(?:ler(?:in|e|i|de|den)?)?|nca|"
    r"nce|[cç][ae]|(?:y[dm]|[dt])[ıiuü](?:[rş])?|ym[ıiuü]ş|ys[ae]|[ıiuü]m[ıiuü]z|[sz][ıiuü]z|ken|yken|l[ıiuü])"
)
#: Case endings of Turkish with buffer letters, after plural and possessive ones: `'nın`, `'lar`, `'sından`, `'daki`.
_TURKISH: Final = regex.compile(rf"(?:l[ae]r)?(?:[sy]?[ıiuü])?{_CASES}?(?:ydi|ydı|dir|dır|dur|dür|tir|tır)?")
_LONGEST: Final = 12
#: Firms that bear the possessive in their names; all others are taken for owners.
_FIRMS: Final = frozenset(
    [
        "mcdonald",
        "macy",
        "wendy",
        "levi",
        "moody",
        "sotheby",
        "christie",
        "lloyd",
        "denny",
        "domino",
        "kellogg",
        "kohl",
        "lowe",
        "sainsbury",
        "waitrose",
        "hardee",
        "arby",
        "papa",
        "john",
        "harrod",
        "selfridge",
        "barclay",
        "reese",
        "hershey",
        "wrigley",
        "campbell",
    ]
)


def without_ending(text: str, start: int, end: int, kind: EntityType, language: str, seen: Evidence) -> int:
    """Return where the name at [start, end) ends."""
    last = _LAST.search(text, max(start, end - _LONGEST - 1), end)
    if not last or last.start() == start or not text[last.start() - 1].isalnum():
        return end
    ending = last[1]
    name = text[start : last.start()]
    if not ending:  # only the mark: a plural's owner, or a closing quote that opened before the name
        opened = start > 0 and text[start - 1] in _MARKS
        return last.start() if opened or (language in _OWNERS and not any(mark in name for mark in _MARKS)) else end
    if language in _TURKIC:
        known = ending in FUSED.get(language, frozenset())
        return last.start() if known or _TURKISH.fullmatch(ending) else end
    if ending == "s" and language in _OWNERS:
        is_firm = kind in {"ORG", "MISC"} and name.rpartition(" ")[2].casefold() in _FIRMS and not seen.is_name(name)
        return end if is_firm or kind == "MISC" else last.start()
    return end
