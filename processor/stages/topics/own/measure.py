"""How well a topic is told, from confidences and marks."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Score:
    """How well one topic is told.

    Attributes:
        texts, marked: all texts, and those that are marked with the topic.
        given: to how many it was given, at its threshold.
        precision: part of the given that is marked; 1 where it was given to none.
        recall: part of the marked that it was given to; 1 where none is marked.
        f1: harmonic mean of both.
        best_threshold, best_f1: the threshold that would have been best on these very texts, so an optimistic one, and
            F1 there; None where none is marked.
        average_precision: area below precision by recall (step-wise); None where none is marked.
    """

    texts: int
    marked: int
    given: int
    precision: float
    recall: float
    f1: float
    best_threshold: float | None
    best_f1: float | None
    average_precision: float | None

    @classmethod
    def of(cls, confidences: Floats, marked: Bools, threshold: float) -> Self:
        """Return the score of confidences [texts] against marks [texts]."""
        given = confidences >= threshold
        right = int((given & marked).sum())
        wanted, found = int(marked.sum()), int(given.sum())
        best = best_threshold(confidences, marked) if wanted else (None, None)
        return cls(
            texts=len(marked),
            marked=wanted,
            given=found,
            precision=right / found if found else 1.0,
            recall=right / wanted if wanted else 1.0,
            f1=2 * right / (found + wanted) if found + wanted else 1.0,
            best_threshold=best[0],
            best_f1=best[1],
            average_precision=average_precision(confidences, marked) if wanted else None,
        )


def average_precision(confidences: Floats, marked: Bools) -> float:
    """Return the mean, over the marked texts, of the precision among all that are as confident; at least one is marked.

    Equal confidences count as one step, so that the order of the texts does not matter.
    """
    _, right, found = _steps(confidences, marked)
    gained = np.diff(right, prepend=0)
    return float((gained * right / found).sum() / right[-1])


def best_threshold(confidences: Floats, marked: Bools) -> tuple[float, float]:
    """Return the confidence at which F1 is greatest, the highest of several, and F1 there."""
    values, right, found = _steps(confidences, marked)
    f1 = 2 * right / (found + marked.sum())
    best = int(f1.argmax())
    return float(values[best]), float(f1[best])


def _steps(confidences: Floats, marked: Bools) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return each confidence, falling, and how many marked and how many texts in all have at least that."""
    order = np.argsort(-confidences, kind="stable")
    falling = confidences[order]
    last = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)
    right = np.cumsum(marked[order], dtype=np.int64)
    return falling[last], right[last], last.astype(np.int64) + 1
