"""Serbian Cyrillic to Serbian Latin, letter by letter as the orthography defines it."""

from typing import Final

_LATIN: Final = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        (*"abvgdđežzijkl", "lj", *"mn", "nj", *"oprstćufhcč", "dž", "š"),
        strict=True,
    )
)
_TABLE: Final = str.maketrans(_LATIN | {small.upper(): latin.capitalize() for small, latin in _LATIN.items()})


def to_latin(text: str) -> str:
    """Return Serbian `text` in Latin letters."""
    return text.translate(_TABLE)
