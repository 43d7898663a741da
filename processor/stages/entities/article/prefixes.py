"""Prepositions, conjunctions and articles that are written onto the name after them stay outside of it.

A prefix looks like the beginning of a name, so it is taken off only on evidence: the rest is a name or a word elsewhere
in the article, another script begins, or a name of the same type stands right before a conjunction.
"""

from collections.abc import Mapping
from typing import Final

import regex

from processor.contracts import EntityType
from processor.stages.entities.article.evidence import Evidence
from processor.stages.entities.article.surface import folded
from processor.stages.entities.gazetteer.endings import PREFIXES

#: `and`, with which a list of names goes on.
_AND: Final[Mapping[str, str]] = {"ar": "و", "he": "ו"}
#: Names that begin like `and`: a name before them says nothing.
_BEGIN_SO: Final = frozenset(
    folded(name)
    for name in [
        "وليد",
        "وائل",
        "وسام",
        "وسيم",
        "وفاء",
        "وداد",
        "وجدي",
        "وجيه",
        "وحيد",
        "وديع",
        "وردة",
        "وصفي",
        "وضاح",
        "وعد",
        "وفيق",
        "وقاص",
        "ولاء",
        "ولي",
        "وهبة",
        "وهيب",
        "ويسام",
        "واصل",
        "ويليام",
        "وليام",
        "ويلسون",
        "ويلز",
        "والتر",
        "والاس",
        "والدورف",
        "والت",
        "والكر",
        "والنسيا",
        "وولف",
        "وودز",
        "وايت",
        "وايز",
        "واشنطن",
        "وارسو",
        "ووهان",
        "وارنر",
        "ויקטור",
        "ולדימיר",
        "ולרי",
        "ונסה",
        "ויליאם",
        "ורד",
        "ויטלי",
        "וולטר",
        "ונוס",
        "ויזל",
        "וייס",
        "וינגייט",
        "ורדי",
        "ולדיסלב",
        "וינה",
        "ורשה",
        "ושינגטון",
        "ונצואלה",
    ]
)
_SHORTEST: Final = 3
_SHORTEST_WORD: Final = 4
#: These alone may be taken off when the rest is no name but a word elsewhere: others are too often part of the word.
_SAFE: Final[Mapping[str, frozenset[str]]] = {
    "ar": frozenset({"و", "ب", "ل", "وب", "ول"}),
    "he": frozenset({"ו", "ב", "ל", "מ", "וב", "ול"}),
}
#: The article is part of a name that is written with it, so it alone is taken off only before a name seen without it.
_ARABIC_AND_THE: Final = regex.compile(r"و(?=ال\p{Arabic}{4})")
#: No Amharic word has a vowel letter after another syllable at its beginning: there a preposition ends.
_AMHARIC_BREAK: Final = regex.compile(r"(?:የ|በ|ለ|ከ|ስለ|እንደ|ወደ)(?=[አኢኡኦኤእኣ]\p{Ethiopic})")
_AMHARIC_OF: Final = regex.compile(r"የ(?=\p{Ethiopic}{3})")
#: Names that begin like `of`.
_AMHARIC_NAMES: Final = frozenset({"የኔነህ", "የሺጥላ", "የሺወርቅ", "የሻምበል", "የትምወርቅ", "የማነብርሃን"})
_OTHER_SCRIPT: Final = regex.compile(
    r"[\p{Arabic}\p{Hebrew}\p{Ethiopic}]{1,2}(?:ـ+|[-־–]|(?=[\p{Latin}\p{N}]))(?=[\p{L}\p{N}])"
)
#: French, Italian and Catalan: elided articles and prepositions, in lower case before a capital.
_ELIDED: Final = regex.compile(
    r"(?:l|d|qu|jusqu|lorsqu|puisqu|un|all|dell|nell|sull|dall|coll|quest|s|n)['’](?=[\p{Lu}])"
)
_ELIDING: Final = frozenset({"fr", "it", "ca", "oc", "co", "scn", "lij", "pms", "lmo", "fur", "wa"})


def without_prefix(
    text: str, start: int, end: int, kind: EntityType, language: str, seen: Evidence, before: int
) -> int:
    """Return where the name at [start, end) begins.

    Args:
        before: where the nearest name of the same type before it ends, -1 if there is none.
    """
    if language in _ELIDING:
        elided = _ELIDED.match(text, start, end)
        return elided.end() if elided else start
    known = PREFIXES.get(language)
    if not known:
        return start
    other = _OTHER_SCRIPT.match(text, start, end)
    if other and regex.sub(r"[ـ־–-]", "", other.group()) in known:
        return other.end()
    for prefix in sorted(known, key=len, reverse=True):
        if text.startswith(prefix, start, end) and _may_go(
            text, start, start + len(prefix), end, language, seen, before
        ):
            return start + len(prefix)
    del kind
    return start


def _may_go(text: str, start: int, rest: int, end: int, language: str, seen: Evidence, before: int) -> bool:
    prefix, name = text[start:rest], text[rest:end]
    first = name.split()[0] if name.split() else ""
    if len(first) < (2 if language in {"am", "ti"} else _SHORTEST) or not first[0].isalpha():
        return False
    if seen.is_name(name):
        return True
    if language in {"am", "ti"}:
        word = text[start:end].split(maxsplit=1)[0]
        return bool(_AMHARIC_BREAK.match(text, start, end)) or (
            prefix == "የ" and word not in _AMHARIC_NAMES and bool(_AMHARIC_OF.match(text, start, end))
        )
    if prefix in _SAFE.get(language, frozenset()) and len(first) >= _SHORTEST_WORD and seen.is_word(name):
        return True
    if prefix != _AND.get(language) or folded(text[start:end].split(maxsplit=1)[0]) in _BEGIN_SO:
        return False
    follows = before >= 0 and text[before:start].isspace() and "\n" not in text[before:start]
    return follows or bool(_ARABIC_AND_THE.match(text, start, end))
