"""What a distance from ordinary news is worth: measured with `training/topics/own.py`, whose output these numbers are.

Terms of IPTC's tree were made users' topics, with 0 to 20 examples in other languages than those they were looked for
in. A topic there had 1 to 5 % of the news; of a rarer one fewer will be right at the same confidence.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from processor.stages.topics.head import Floats


@dataclass(frozen=True, slots=True)
class Weighing:
    """How description and examples are weighed.

    Attributes:
        description: how many examples the description counts as.
        expected_reach: median reach of a topic, in deviations of ordinary news.
        reach_examples: how many examples that counts as.
    """

    description: float = 2.0
    expected_reach: float = 3.0
    reach_examples: float = 5.0


WEIGHING: Final = Weighing()
#: Logit of the confidence: constant, of the distance, of ln(1 + examples), of their product.
LOGIT: Final = (-5.444, 5.249, -0.286, 0.303)
#: The least confidence with which a topic is given that does not say its own.
THRESHOLD: Final = 0.19


def inputs(distance: Floats, examples: int) -> Floats:
    """Return what the logit is a linear function of: [..., 4]."""
    many = np.full_like(distance, np.log1p(examples))
    return np.stack([np.ones_like(distance), distance, many, many * distance], axis=-1)


def confidence(distance: Floats, examples: int) -> Floats:
    """Return the confidence of a topic with that many examples at distances [...] in parts of its reach."""
    found: Floats = 1 / (1 + np.exp(-np.einsum("...i,i->...", inputs(distance, examples), np.array(LOGIT))))
    return found
