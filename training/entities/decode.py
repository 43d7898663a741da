"""From scores of tokens to names: one label a unit, the most likely sequence in which every name begins."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from processor.models.weights import FloatArray
from training.entities.labels import LABELS, OUTSIDE, follows
from training.entities.noise import clean_ends
from training.entities.sentences import Sentence, Span
from training.entities.titles import titles_outside
from training.entities.tokens import Token

_MAY_FOLLOW: Final = np.array(
    [[0.0 if follows(before, label) else -np.inf for label in range(len(LABELS))] for before in range(len(LABELS))]
)


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


def spans(tokens: Sequence[Token], scores: FloatArray, text: str) -> tuple[Span, ...]:
    """Return the names that scores [tokens, labels] see in `text`, without titles and marks at their ends."""
    parts = units(tokens)
    if not parts:
        return ()
    of_units = scores[[index for index, _, _ in parts]].astype(np.float64)
    shifted = of_units - of_units.max(axis=1, keepdims=True)
    chances = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    found: list[Span] = []
    for (_, start, end), label in zip(parts, best_labels(chances), strict=True):
        if label == OUTSIDE:
            continue
        kind = LABELS[label][2:]
        if LABELS[label].startswith("B") or not found:
            found.append((start, end, kind))
        else:
            found[-1] = (found[-1][0], end, kind)
    return titles_outside(clean_ends(Sentence(text, tuple(found)))).spans
