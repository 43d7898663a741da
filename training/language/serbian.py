"""Serbian Cyrillic to Serbian Latin, letter by letter as the orthography defines it."""

from typing import Final

_LATIN: Final = dict(
    zip("абвгдђежзијклљмнњопрстћуфхцчџш", "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(), strict=True)
)
_TABLE: Final = str.maketrans(_LATIN | {small.upper(): latin.capitalize() for small, latin in _LATIN.items()})


def to_latin(text: str) -> str:
    """Return Serbian `text` in Latin letters."""
    return text.translate(_TABLE)
