"""Endings after an apostrophe stay outside: `Erdoğan'ın`, `Obama's`. An apostrophe within a name stays: `O'Brien`.

Only in Turkic languages and English: elsewhere it parts a case ending from an abbreviation or a silent letter (Danish
`FN's`, Finnish `Bordeaux'n`), and case endings are part of the mention.
"""

from typing import Final

import regex

from processor.stages.entities.article.written import Written
from processor.stages.entities.gazetteer.endings import FUSED
from processor.stages.entities.gazetteer.words import words

_MARKS: Final = "'’ʼ＇‘`´"
_LAST: Final = regex.compile(rf"[{_MARKS}](\p{{Ll}}*)$")
_TURKIC: Final = words("tr az tk tt kk ky uz gag")
_OWNERS: Final = words("en und")
#: Turkish endings with buffer letters, after plural and possessive ones: `'nın`, `'lar`, `'sından`, `'daki`.
_TURKISH: Final = regex.compile(
    r"(?:l[ae]r)?(?:[sy]?[ıiuü])?"
    r"(?:[yns]?[ıiuü]|[yn]?[ae]|n?[ıiuü]n|n?[dt][ae]n?|y?l[ae]|[dt][ae]ki(?:ler(?:in|e|i|de|den)?)?|nc[ae]|[cç][ae]|"
    r"(?:y[dm]|[dt])[ıiuü][rş]?|ym[ıiuü]ş|ys[ae]|[ıiuü]m[ıiuü]z|[sz][ıiuü]z|y?ken|l[ıiuü])?"
    r"(?:yd[ıiuü]|[dt][ıiuü]r)?"
)
_LONGEST: Final = 12
#: Firms that bear the possessive in their names; all others are taken for owners.
_FIRMS: Final = words(
    "mcdonald macy wendy levi moody sotheby christie lloyd denny domino kellogg kohl lowe sainsbury waitrose hardee "
    "arby papa john harrod selfridge barclay reese hershey wrigley campbell"
)


def without_ending(written: Written) -> int:
    """Return where the name ends."""
    text, start, end = written.text, written.start, written.end
    last = _LAST.search(text, max(start, end - _LONGEST - 1), end)
    if not last or last.start() == start or not text[last.start() - 1].isalnum():
        return end
    ending, name = last[1], text[start : last.start()]
    if not ending:  # only the mark: a plural's owner, or a closing quote that opened before the name
        opened = start > 0 and text[start - 1] in _MARKS
        return (
            last.start()
            if opened or (written.language in _OWNERS | _TURKIC and not any(m in name for m in _MARKS))
            else end
        )
    if written.language in _TURKIC:
        is_ending = ending in FUSED.get(written.language, ()) or _TURKISH.fullmatch(ending)
        return last.start() if is_ending else end
    if ending != "s" or written.language not in _OWNERS or written.kind == "MISC":
        return end
    is_firm = written.kind == "ORG" and name.rpartition(" ")[2].casefold() in _FIRMS
    return end if is_firm and not written.seen.is_name(name) else last.start()
