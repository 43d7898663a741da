"""Prepositions, conjunctions and articles that are written onto the name after them stay outside of it.

A prefix looks like the beginning of a name, so it is taken off only on evidence: the rest is a name or a word elsewhere
in the article, another script begins, or a name of the same type stands right before a conjunction.
"""

from collections.abc import Mapping
from typing import Final

import regex

from processor.stages.entities.article.surface import folded
from processor.stages.entities.article.written import Written
from processor.stages.entities.gazetteer.endings import PREFIXES
from processor.stages.entities.gazetteer.words import words

#: `and`, with which a list of names goes on.
AND: Final[Mapping[str, str]] = {"ar": "و", "he": "ו"}
#: Names that begin like `and`: a name before them says nothing.
_BEGIN_SO: Final = frozenset(
    folded(name)
    for name in words(
        "وليد وائل وسام وسيم وفاء وداد وجدي وجيه وحيد وديع وردة وصفي وضاح وعد وفيق وقاص ولاء ولي وهبة وهيب واصل ويليام "
        "وليام ويلسون ويلز والتر والاس والدورف والت والكر والنسيا وولف وودز وايت وايز واشنطن وارسو ووهان وارنر "
        "ויקטור ולדימיר ולרי ונסה ויליאם ורד ויטלי וולטר ונוס ויזל וייס וינגייט ורדי ולדיסלב וינה ורשה ושינגטון ונצואלה"
    )
)
_SHORTEST: Final = {"am": 2, "ti": 2}  # letters are syllables there
_SHORTEST_ELSEWHERE: Final = 3
_SHORTEST_WORD: Final = 4
#: These alone may be taken off when the rest is no name but a word elsewhere: others are too often part of the word.
_SAFE: Final[Mapping[str, frozenset[str]]] = {"ar": words("و ب ل وب ول"), "he": words("ו ב ל מ וב ול")}
#: The article stays, it is part of a name that is written with it; `and` before it is another word.
_ARABIC_AND_THE: Final = regex.compile(r"و(?=ال\p{Arabic}{3})")
#: No Amharic word has a vowel letter after another syllable at its beginning: there a preposition ends.
_AMHARIC_BREAK: Final = regex.compile(r"(?:የ|በ|ለ|ከ|ስለ|እንደ|ወደ)(?=[አኢኡኦኤእኣ]\p{Ethiopic})")
_AMHARIC_OF: Final = regex.compile(r"የ(?=\p{Ethiopic}{3})")
#: Names that begin like `of`.
_AMHARIC_NAMES: Final = words("የኔነህ የሺጥላ የሺወርቅ የሻምበል የትምወርቅ የማነብርሃን")
_OTHER_SCRIPT: Final = regex.compile(
    r"([\p{Arabic}\p{Hebrew}\p{Ethiopic}--ـ]{1,3})(?:ـ+|[-־–]|(?=[\p{Latin}\p{N}]))(?=[\p{L}\p{N}])", regex.VERSION1
)
#: Elided articles and prepositions, in lower case before a capital.
_ELIDED: Final = regex.compile(
    r"(?:l|d|qu|jusqu|lorsqu|puisqu|un|all|dell|nell|sull|dall|coll|quest|s|n)['’](?=\p{Lu})"
)
_ELIDING: Final = words("fr it ca oc co scn lij pms lmo fur wa")


def without_prefix(written: Written) -> int:
    """Return where the name begins."""
    if written.language in _ELIDING:
        elided = _ELIDED.match(written.text, written.start, written.end)
        return elided.end() if elided else written.start
    known = PREFIXES.get(written.language)
    if not known:
        return written.start
    other = _OTHER_SCRIPT.match(written.text, written.start, written.end)
    if other and other[1] in known:
        return other.end()
    for prefix in sorted(known, key=lambda prefix: (-len(prefix), prefix)):
        if written.name.startswith(prefix) and _may_go(prefix, written):
            return written.start + len(prefix)
    return written.start


def _may_go(prefix: str, written: Written) -> bool:
    rest = written.name[len(prefix) :]
    first = rest.split()[0] if rest[:1].isalpha() else ""
    if len(first) < _SHORTEST.get(written.language, _SHORTEST_ELSEWHERE):
        return False
    if written.seen.is_name(rest):
        return True
    if written.language in _SHORTEST:
        of = prefix == "የ" and prefix + first not in _AMHARIC_NAMES and _AMHARIC_OF.match(written.name)
        return bool(of) or _AMHARIC_BREAK.match(written.name) is not None
    is_safe = prefix in _SAFE.get(written.language, ()) and len(first) >= _SHORTEST_WORD
    if is_safe and written.seen.is_word(rest):
        return True
    if prefix != AND.get(written.language) or begins_like_and(prefix + first):
        return False
    # A person may be called so (`والدهايم`, Waldheim); an organisation or a place seldom is.
    return _goes_on(written) or (written.kind != "PER" and _ARABIC_AND_THE.match(written.name) is not None)


def begins_like_and(word: str) -> bool:
    """Say whether `word` is a name that begins with the letter for `and`."""
    return folded(word) in _BEGIN_SO


def _goes_on(written: Written) -> bool:
    """Say whether a name of the same type stands right before."""
    between = written.text[written.before : written.start] if written.before >= 0 else ""
    return between.isspace() and "\n" not in between
