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

#: Of an 8-bit vote.
_LARGEST: Final = 127


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was chosen on left-out languages; see docs/topics.md.

    Attributes:
        ridge: of the linear function of vectors.
        marked: what a marked text counts, where an unmarked one counts 1.
        levels: how many steps a vote of usual size is; few, because small numbers pack well.
    """

    ridge: float = 0.05
    marked: float = 5.0
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
        self._means: dict[str, FloatArray] = {}

    def learn(self, lessons: Lessons, recipe: Recipe) -> FastHead:
        """Return a head that is not calibrated and has no thresholds."""
        x = self._read(lessons.texts)
        counts = np.where(lessons.marked, recipe.marked, 1.0)
        spread = float(x.std())
        weight, bias = logistic(x / spread, lessons.wanted, counts, recipe.ridge)
        votes = (self._vectors @ (weight / spread).astype(np.float32)).astype(np.float64)
        weighted = votes * self._found.weights[:, None]
        scale = np.sqrt(np.square(weighted).mean(axis=0)) / recipe.levels
        return FastHead(
            pieces=self._found.pieces.astype(np.uint32),
            votes=np.clip(np.rint(weighted / scale), -_LARGEST, _LARGEST).astype(np.int8),
            scale=scale,
            weights=np.maximum(np.rint(self._found.weights * FULL), 1).astype(np.uint8),
            bias=bias,
            calibration=np.array([1.0, 0.0, 0.0]),
            thresholds=np.full(votes.shape[1], 0.5),
            support=0.0,
        )

    def _read(self, texts: Sequence[str]) -> FloatArray:
        """Return the mean vector of the pieces of each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._means]
        rows = (self._row[self.cutter.cut(text)[:MOST]] for text in new)
        cuts = [of_text[of_text >= 0].tolist() for of_text in rows]
        if new:
            means = bags(cuts, self._found.weights).matrix(len(self._found.weights)) @ self._vectors
            self._means |= dict(zip(new, means, strict=True))
        return np.array([self._means[text] for text in texts])
