"""How often a match is right, as measured (docs/entities.md): part of or all of a labelled span of the same type.

The figures are those of all labelled languages together, by kind of thing, kind of writing and how the name belongs to
the article's language. Languages without labelled sentences get the figure of their writing.
"""

from collections.abc import Mapping
from typing import Final, Literal

from processor.stages.entities.gazetteer.borders import script_of
from processor.stages.entities.gazetteer.data import Kind
from processor.stages.entities.gazetteer.fold import is_cased
from processor.stages.entities.gazetteer.resolve import Tier

Writing = Literal["capitals", "spaced", "unspaced"]
#: (capitals, spaced without capitals, unspaced).
_WRITINGS: Final[tuple[Writing, ...]] = ("capitals", "spaced", "unspaced")
_OWN: Final[Mapping[Kind, tuple[float, float, float]]] = {
    "country": (0.90, 0.92, 0.84),
    "city": (0.92, 0.78, 0.75),
    "organisation": (0.94, 0.88, 0.93),
    "region": (0.82, 0.91, 0.86),
}
#: Names of other languages, in an article whose own language is unknown. Cities are also found so in a known one.
_FOREIGN: Final[Mapping[Kind, tuple[float, float, float]]] = {
    "country": (0.91, 0.93, 0.94),
    "city": (0.88, 0.87, 0.84),
    "organisation": (0.83, 0.93, 0.91),
    "region": (0.86, 0.90, 0.90),
}
#: Scripts in which spaces do not part words.
_UNSPACED: Final = frozenset({"han", "hiragana", "katakana", "thai", "lao", "khmer", "myanmar"})


def confidence(kind: Kind, tier: Tier, surface: str) -> float:
    """Return the measured probability that a match is of the right type and thing."""
    table = _FOREIGN if tier == "foreign" else _OWN
    return table[kind][_WRITINGS.index(writing(surface))]


def writing(surface: str) -> Writing:
    """Return what the writing of `surface` shows: capitals, else spaces between words, else neither."""
    if is_cased(surface):
        return "capitals"
    return "unspaced" if any(script_of(char) in _UNSPACED for char in surface) else "spaced"
