"""How often a name is right of whose words the model is so sure.

Measured with `training/entities/calibrate.py` on about 80 held-out sentences of each corpus, 2,655 names of all
languages together. So it is rough: single languages and other kinds of text, above all languages that were not trained
on, differ.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

#: (mean probability of the words' labels, share of names with it whose borders and type were those marked); the last
#: pair is where the line through the two before it would about end.
MEASURED: Final[Sequence[tuple[float, float]]] = (
    (0.0, 0.0),
    (0.415, 0.360),
    (0.549, 0.396),
    (0.651, 0.536),
    (0.750, 0.569),
    (0.853, 0.632),
    (0.929, 0.784),
    (0.967, 0.881),
    (0.986, 0.912),
    (0.994, 0.967),
    (1.0, 0.975),
)


def confidence(chance: float) -> float:
    """Return the measured share for a mean probability of the accurate tagger."""
    return measured(chance, MEASURED)


def measured(chance: float, measurements: Sequence[tuple[float, float]]) -> float:
    """Return the measured share for a mean probability, between measurements in proportion."""
    for (left, low), (right, high) in pairwise(measurements):
        if chance <= right:
            return low + (high - low) * (chance - left) / (right - left)
    return measurements[-1][1]
