"""How often a name is right of whose words the model is so sure.

Measured with `training/entities/calibrate.py` on about 80 held-out sentences of each corpus, 2,722 names of all
languages together. So it is rough: single languages and other kinds of text differ.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Curve = Sequence[tuple[float, float]]

#: (mean probability of the words' labels, share of names with it whose borders and type were those marked); the last
#: pair is where the line through the two before it would about end.
MEASURED: Final[Curve] = (
    (0.0, 0.0),
    (0.421, 0.269),
    (0.554, 0.439),
    (0.653, 0.531),
    (0.751, 0.600),
    (0.854, 0.601),
    (0.929, 0.782),
    (0.967, 0.824),
    (0.986, 0.895),
    (0.995, 0.957),
    (1.0, 0.975),
)

#: For languages that were not trained on: 4,717 names in Hindi, Serbian, Chinese, Portuguese and Thai, each from a
#: model trained without that language. Those trainings were shorter, which makes a model less sure of itself; so where
#: the share above is lower, it stands here too.
ZERO_SHOT_MEASURED: Final[Curve] = (
    (0.0, 0.0),
    (0.430, 0.269),
    (0.550, 0.375),
    (0.651, 0.457),
    (0.752, 0.563),
    (0.853, 0.600),
    (0.928, 0.780),
    (0.968, 0.825),
    (0.985, 0.893),
    (0.993, 0.944),
    (1.0, 0.970),
)


def measured(chance: float, measurements: Curve) -> float:
    """Return the measured share for a mean probability, between measurements in proportion."""
    for (left, low), (right, high) in pairwise(measurements):
        if chance <= right:
            return low + (high - low) * (chance - left) / (right - left)
    return measurements[-1][1]
