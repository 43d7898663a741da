"""Which of GeoNames' other names are names as text writes them, and which are codes or transliterations by machine."""

import unicodedata
from typing import Final

_LATIN: Final = "LATIN"
#: An airport's code, not a name.
_LONGEST_CODE: Final = 4
_SHORTEST: Final = 2
_NO_NAME: Final = frozenset('=/;:()[]{}<>*_+0123456789"')


def is_usable(name: str) -> bool:
    """Tell whether newspapers may write `name` so."""
    letters = [char for char in name if char.isalpha()]
    if len(letters) < _SHORTEST or not _NO_NAME.isdisjoint(name):
        return False
    latin = [unicodedata.name(char, "").startswith(_LATIN) for char in letters]
    if any(latin):
        return all(latin) and name[0].isupper() and not (name.isupper() and len(letters) <= _LONGEST_CODE)
    return True


def without_marks(name: str) -> str:
    """Return a name in Latin letters without its diacritics: `Cordoba` of `Córdoba`; others as they are."""
    if not unicodedata.name(name[:1] or " ", "").startswith(_LATIN):
        return name
    return "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
