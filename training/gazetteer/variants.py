"""Spellings of a CLDR name that newspapers use as well: without the gloss in brackets, `and` for `&`, and so on."""

import re
from collections.abc import Iterator
from typing import Final

_GLOSS: Final = re.compile(r"^(?P<outer>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]$")
#: Outside or inside the brackets stands what two territories share: the Congos, and China before `Hong Kong`.
_OUTER_SHARED: Final = frozenset({"CD", "CG", "HK", "MO"})
_INNER_IS_NAME: Final = frozenset({"MM"})


def variants(code: str, language: str, name: str) -> Iterator[str]:
    """Yield `name` and its other spellings."""
    yield name
    if gloss := _GLOSS.match(name):
        if code not in _OUTER_SHARED:
            yield gloss["outer"]
        if code in _INNER_IS_NAME:
            yield gloss["inner"]
    if language == "en":
        if "&" in name:
            yield name.replace("&", "and")
        if "St." in name:
            yield name.replace("St.", "Saint").replace("&", "and")
            yield name.replace("St.", "St").replace("&", "and")
    if "\u093c" in name:  # the nukta, which Devanagari news text often leaves out
        yield name.replace("\u093c", "")
