"""From texts to votes: the whole recipe but the calibration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from processor.models.weights import FloatArray
from processor.stages.topics.fast.cutter import Cutter
from processor.stages.topics.fast.head import FULL, MOST, FastHead
from training.topics.data import Floats
from training.topics.fast.fit import bags, logistic
from training.topics.fast.pieces import Candidates, plain

#: A piece counts at most so many times what one of average spread counts.
MOST_TOLD: Final = 3.0
#: Of an 8-bit vote.
_LARGEST: Final = 127


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was chosen on left-out languages; see docs/topics.md.

    Attributes:
        ridge: of the linear function of vectors.
        marked: what a marked text counts, where an unmarked one counts 1.
        spread: to which power of the spread of its votes a piece counts.
        levels: how many steps a vote of usual size is; few, because small numbers pack well.
    """

    ridge: float = 0.025
    marked: float = 2.0
    spread: float = 1.0
    levels: float = 2.0


@dataclass(frozen=True, slots=True)
class Lessons:
    """Texts with what is to be learned from them.

    Attributes:
        texts: to be cut.
        wanted: marks or probabilities [texts, topics].
        marked: whether a text was marked by hand.
    """

    texts: Sequence[str]
    wanted: Floats
    marked: Sequence[bool]


class Learner:
    """Keeps what does not depend on what is wanted: the pieces, their vectors, and how texts are cut.

    Args:
        vectors: of every piece of the vocabulary [pieces, width].
    """

    def __init__(self, cutter: Cutter, found: Candidates, vectors: FloatArray) -> None:
        self.cutter, self._found = cutter, found
        self._vectors = plain(vectors, found)
        self._row = np.full(len(vectors), -1)
        self._row[found.pieces] = np.arange(len(found.pieces))
        self._cuts: dict[str, list[int]] = {}

    def learn(self, lessons: Lessons, recipe: Recipe) -> FastHead:
        """Return a head that is not calibrated and has no thresholds.

        Twice: what the pieces count comes from how far apart the votes are that they have at first. A piece that says
        the same of all topics only adds to the length of a text.
        """
        first, _ = self._votes(lessons, recipe, self._found.weights)
        weights = self._found.weights * told(first) ** np.float32(recipe.spread)
        weights /= weights.max()
        steps = np.maximum(np.rint(weights * FULL), 1).astype(np.uint8)
        votes, bias = self._votes(lessons, recipe, steps.astype(np.float32) / FULL)
        weighted = votes * (steps[:, None] / FULL)
        scale = np.sqrt(np.square(weighted).mean(axis=0)) / recipe.levels
        rounded = np.clip(np.rint(weighted / scale), -_LARGEST, _LARGEST).astype(np.int8)
        kept = rounded.any(axis=1)
        return FastHead(
            pieces=self._found.pieces[kept].astype(np.uint32),
            votes=rounded[kept],
            scale=scale,
            weights=steps[kept],
            bias=bias,
            calibration=np.array([1.0, 0.0, 0.0]),
            thresholds=np.full(votes.shape[1], 0.5),
            support=0.0,
        )

    def _votes(self, lessons: Lessons, recipe: Recipe, weights: FloatArray) -> tuple[Floats, Floats]:
        """Return votes [pieces, topics], not yet weighted, and bias [topics]."""
        x = bags([self._cut(text) for text in lessons.texts], weights).matrix(len(weights)) @ self._vectors
        counts = np.where(lessons.marked, recipe.marked, 1.0)
        spread = float(x.std())
        weight, bias = logistic(x / spread, lessons.wanted, counts, recipe.ridge)
        return (self._vectors @ (weight / spread).astype(np.float32)).astype(np.float64), bias

    def _cut(self, text: str) -> list[int]:
        """Return the rows of the pieces of a text that may vote."""
        if text not in self._cuts:
            rows = self._row[self.cutter.cut(text)[:MOST]]
            self._cuts[text] = rows[rows >= 0].tolist()
        return self._cuts[text]


def told(votes: Floats) -> FloatArray:
    """Return [pieces] how far apart the votes [pieces, topics] of each are, from 0 to MOST_TOLD, on average about 1."""
    spread = votes.std(axis=1)
    found: FloatArray = np.minimum(spread / spread.mean(), MOST_TOLD).astype(np.float32)
    return found
