"""From a topic's description and examples to how far along its direction an article lies.

A prototype (Rocchio, 1971): the direction of the weighted sum of the description's place and the examples'. How similar
an article is to it is told in standard deviations of ordinary news, and as a part of the topic's *reach*: how far the
examples lie, each seen from the others alone. A narrow topic has a long reach, a mixed one a short one.
"""

from dataclasses import dataclass

import numpy as np

from processor.stages.topics.head import Floats, unit
from processor.stages.topics.own.confidence import WEIGHING, Weighing, confidence


@dataclass(frozen=True, slots=True)
class Prototype:
    """A direction and where ordinary news lies on it.

    Attributes:
        direction: [width], of length 1.
        mean, deviation: of ordinary news on it.
        reach: in deviations.
        apart: [examples], how far each example lies, seen from the others, in parts of the reach.
    """

    direction: Floats
    mean: float
    deviation: float
    reach: float
    apart: Floats

    def distances(self, places: Floats) -> Floats:
        """Return how far articles at `places` [..., width] lie from ordinary news, in parts of the reach."""
        along = np.einsum("...w,w->...", places, self.direction)
        found: Floats = (along - self.mean) / self.deviation / self.reach
        return found

    def confidences(self, places: Floats) -> Floats:
        """Return the confidence of articles at `places` [..., width]."""
        return confidence(self.distances(places), len(self.apart))

    def own_confidences(self) -> Floats:
        """Return the confidence of each example [examples], seen from the others."""
        return confidence(self.apart, max(len(self.apart) - 1, 0))


def prototype(description: Floats, examples: Floats, ordinary: Floats, weighing: Weighing = WEIGHING) -> Prototype:
    """Return the prototype of a topic.

    Args:
        description: [width], where what describes it lies.
        examples: [examples, width], the same of its examples, perhaps none.
        ordinary: [texts, width], the same of ordinary news.
    """
    total = weighing.description * description + examples.sum(axis=0)
    direction = unit(total)
    mean, deviation = _spread(direction, ordinary)
    apart = np.zeros(len(examples))
    for index, example in enumerate(examples):
        others = unit(total - example)
        there, spread = _spread(others, ordinary)
        apart[index] = (float(np.einsum("w,w->", example, others)) - there) / spread
    # Few examples say little of the reach: it is taken for that of most topics until they are many.
    known = float(np.median(apart)) * len(apart) if len(apart) else 0.0
    prior = weighing.reach_examples
    reach = max((known + weighing.expected_reach * prior) / (len(apart) + prior), 1.0)
    return Prototype(direction, mean, deviation, reach, apart / reach)


def _spread(direction: Floats, ordinary: Floats) -> tuple[float, float]:
    along = np.einsum("tw,w->t", ordinary, direction)
    return float(along.mean()), max(float(along.std()), float(np.finfo(np.float32).eps))
