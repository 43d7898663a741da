"""How often a name is right of whose words the model is so sure.

Measured with `training/entities/calibrate.py` on about 80 held-out sentences of each corpus, 2,660 names of all
languages together. So it is rough: single languages and other kinds of text, above all languages that were not trained
on, differ.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

#: (mean probability of the words' labels, share of names with it whose borders and type were those marked).
MEASURED: Final[Sequence[tuple[float, float]]] = (
    (0.0, 0.0),
    (0.417, 0.337),
    (0.553, 0.371),
    (0.654, 0.570),
    (0.752, 0.574),
    (0.854, 0.641),
    (0.929, 0.774),
    (0.968, 0.883),
    (0.986, 0.907),
    (0.994, 0.969),
    (1.0, 0.975),
)


def confidence(chance: float) -> float:
    """Return the measured share for a mean probability, between measurements in proportion."""
    for (left, low), (right, high) in pairwise(MEASURED):
        if chance <= right:
            return low + (high - low) * (chance - left) / (right - left)
    return MEASURED[-1][1]
