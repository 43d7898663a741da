"""From scores of tokens to names: one label a unit, the most likely sequence in which every name begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from processor.contracts import EntityType
from processor.models.pieces import Token
from processor.models.weights import FloatArray
from processor.stages.entities.names.ends import without_marks
from processor.stages.entities.names.labels import LABELS, OUTSIDE, TYPES, follows
from processor.stages.entities.names.titles import without_titles

#: Code points. What is longer is no name, whatever a model sees in a text made for it. Rules read a name several times
#: over, some of them once for each of its words: this bounds what they do for each code point of a text.
LONGEST: Final = 400
_MAY_FOLLOW: Final = np.array(
    [[0.0 if follows(before, label) else -np.inf for label in range(len(LABELS))] for before in range(len(LABELS))]
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at [start, end) of the text.

    Attributes:
        chance: mean probability of its units' labels, as the model says it: not calibrated.
    """

    start: int
    end: int
    type: EntityType
    chance: float


def best_labels(chances: FloatArray) -> list[int]:
    """Return the most likely allowed sequence for log-probabilities [units, labels] (Viterbi)."""
    if not len(chances):
        return []
    score = chances[0] + _MAY_FOLLOW[OUTSIDE]
    before = np.zeros(chances.shape, np.int64)
    for at in range(1, len(chances)):
        ways = score[:, None] + _MAY_FOLLOW
        before[at] = ways.argmax(axis=0)
        score = ways.max(axis=0) + chances[at]
    labels = [int(score.argmax())]
    for at in range(len(chances) - 1, 0, -1):
        labels.append(int(before[at, labels[-1]]))
    return labels[::-1]


def units(tokens: Sequence[Token]) -> list[tuple[int, int, int]]:
    """Return (its first token, start, end) of each unit: the range of text that its label covers."""
    found: list[tuple[int, int, int]] = []
    for index, token in enumerate(tokens):
        if token.start == token.end:
            continue
        if token.first or not found:
            found.append((index, token.start, token.end))
        else:
            found[-1] = (*found[-1][:2], token.end)
    return found


def names(tokens: Sequence[Token], scores: FloatArray, text: str) -> tuple[Name, ...]:
    """Return the names that scores [tokens, labels] see in `text`, without titles and marks at their ends."""
    parts = units(tokens)
    if not parts:
        return ()
    of_units = scores[[index for index, _, _ in parts]]
    chances = log_chances(of_units)
    found: list[tuple[int, int, int, list[float]]] = []  # start, end, type, chances
    for at, ((_, start, end), label) in enumerate(zip(parts, best_labels(chances), strict=True)):
        if label == OUTSIDE:
            continue
        kind, is_inside = divmod(label - 1, 2)
        chance = float(np.exp(chances[at, label]))
        if is_inside and found:
            found[-1] = (found[-1][0], end, kind, [*found[-1][3], chance])
        else:
            found.append((start, end, kind, [chance]))
    made = (name_at(text, start, end, TYPES[kind], sum(all_) / len(all_)) for start, end, kind, all_ in found)
    return tuple(name for name in made if name.start < name.end)


def log_chances(scores: FloatArray) -> FloatArray:
    """Return the logarithms of the labels' probabilities [units, labels], in 64 bits."""
    shifted = scores.astype(np.float64)
    shifted -= shifted.max(axis=1, keepdims=True)
    found: FloatArray = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return found


def name_at(text: str, start: int, end: int, kind: EntityType, chance: float) -> Name:
    """Return a name without titles and marks at its ends; start == end where nothing is left, or too much is there."""
    if end - start > LONGEST:
        return Name(start, start, kind, chance)
    start, end = without_marks(text, start, end)
    if kind == "PER" and start < end:
        start, end = without_titles(text, start, end)
    return Name(start, end, kind, chance)
