"""The fields of an entry, checked. Each function returns the value or raises `FieldError`."""

import re
import unicodedata
from functools import lru_cache
from typing import Any, Final

from processor.contracts import EntityType
from processor.stages.entities.watchlist.entry import MATCHES, TYPES, ListedName, Match

LONGEST_ID: Final = 200
LONGEST_NAME: Final = 200
MOST_NAMES: Final = 2_000
#: One letter is part of too many things.
_FEWEST_LETTERS: Final = 2
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
#: They join letters into one shape, as Persian and Sinhala write them; any other invisible character is a mistake.
_JOINERS: Final = frozenset("\u200c\u200d")


class FieldError(ValueError):
    """What is wrong with a field.

    Attributes:
        field: its name in the format.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def text(field: str, value: Any, *, optional: bool = False) -> str:
    """Return a string without blanks around it; empty where it is missing and may be."""
    if value is None and optional:
        return ""
    if not isinstance(value, str):
        raise FieldError(field, "is missing" if value is None else f"must be a string, not {_kind(value)}")
    found: str = value.strip()
    if not found and not optional:
        raise FieldError(field, "is empty")
    return found


def identifier(value: Any) -> str:
    """Return an id: printable, without blanks, since several may stand in one field of a record."""
    found = text("id", str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    if len(found) > LONGEST_ID:
        raise FieldError("id", f"is longer than {LONGEST_ID} characters")
    if not found.isprintable() or " " in found:
        raise FieldError("id", "has a blank or a character that cannot be printed")
    return found


def entity_type(value: Any) -> EntityType:
    """Return the type."""
    found = text("type", value)
    for known in TYPES:
        if found == known:
            return known
    raise FieldError("type", f"must be one of {', '.join(TYPES)}")


def match(value: Any, default: Match) -> Match:
    """Return how a name must stand, `default` where the list does not say."""
    found = text("match", value, optional=True) or default
    for known in MATCHES:
        if found == known:
            return known
    raise FieldError("match", f"must be one of {', '.join(MATCHES)}")


def country(value: Any) -> str:
    """Return the code of a country that there is, or nothing."""
    found = text("country", value, optional=True)
    if found and found not in _countries():
        raise FieldError("country", "must be an ISO 3166-1 alpha-2 code in capitals, such as IN (Britain is GB)")
    return found


def language(field: str, value: Any) -> str:
    """Return a language tag, or nothing."""
    found = text(field, value, optional=True)
    if found and not _TAG.fullmatch(found):
        raise FieldError(field, "must be a language tag, such as hi or zh-Hant")
    return found


def name(field: str, value: Any, tag: str, how: Match) -> ListedName:
    """Return a name in NFC with single blanks."""
    found = " ".join(unicodedata.normalize("NFC", text(field, value)).split())
    if len(found) > LONGEST_NAME:
        raise FieldError(field, f"a name is longer than {LONGEST_NAME} characters")
    if not found.isprintable():
        for char in found:
            if not char.isprintable() and char not in _JOINERS:
                raise FieldError(field, f"a name has the invisible character U+{ord(char):04X}")
    if not (len(found) > 1 and found[:2].isalnum()) and sum(map(str.isalnum, found)) < _FEWEST_LETTERS:
        raise FieldError(field, f"a name has fewer than {_FEWEST_LETTERS} letters")
    return ListedName(found, tag, how)


def named(names: list[ListedName], field: str) -> tuple[ListedName, ...]:
    """Return the names of an entry, each once."""
    if not names:
        raise FieldError(field, "has no name")
    if len(names) > MOST_NAMES:
        raise FieldError(field, f"has more than {MOST_NAMES} names")
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    from babel import Locale

    # Codes that CLDR adds for what is no country: the European Union, outlying Oceania, pseudo-locales, unknown.
    others = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - others


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)
