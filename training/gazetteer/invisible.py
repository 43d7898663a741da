"""Characters that a name's source holds to steer how it is broken and laid out, and that are no part of its spelling.

The CLDR and GeoNames have soft hyphens, zero width spaces between Khmer and Lao words, direction marks at the ends of
names, and a Mongolian vowel separator after a space. Published, they would make a name unequal to itself without them.
SIB-200 has 5 Khmer mentions spelled as these names are now, and 2 spelled with the zero width spaces of the CLDR.
"""

import unicodedata
from typing import Final

#: What shapes letters in Indic and Persian spelling: ZERO WIDTH NON-JOINER and ZERO WIDTH JOINER.
JOINERS: Final = frozenset("\u200c\u200d")


def is_invisible(char: str) -> bool:
    """Tell whether `char` is a control or format character other than a joiner."""
    return char not in JOINERS and unicodedata.category(char) in {"Cc", "Cf"}


def visible(name: str) -> str:
    """Return `name` without control and format characters, but with its joiners."""
    return "".join(char for char in name if not is_invisible(char))
