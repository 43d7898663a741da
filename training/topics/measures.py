"""How good probabilities of topics are."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from training.topics.data import Floats

Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]


def macro_f1(found: Indices, wanted: Indices, classes: Sequence[int]) -> float:
    """Return the mean F1 of `classes`, of one class found and one wanted an item."""
    scores = []
    for one in classes:
        both = np.sum((found == one) & (wanted == one))
        total = np.sum(found == one) + np.sum(wanted == one)
        scores.append(2 * both / total if total else 0.0)
    return float(np.mean(scores))


def calibration_error(confidence: Floats, right: Bools, bins: int = 10) -> float:
    """Return the expected calibration error (Naeini et al., 2015) in bins of equal width."""
    index = np.minimum((confidence * bins).astype(np.intp), bins - 1)
    error = 0.0
    for one in range(bins):
        inside = index == one
        if inside.any():
            error += float(inside.mean() * abs(confidence[inside].mean() - right[inside].mean()))
    return error


def reliability(confidence: Floats, right: Bools, bins: int = 10) -> list[str]:
    """Return a table's lines, a bin each that is not empty: its bounds, items, mean confidence and share right."""
    index = np.minimum((confidence * bins).astype(np.intp), bins - 1)
    return [
        f"| {one / bins:.1f} to {(one + 1) / bins:.1f} | {inside.sum()} | {confidence[inside].mean():.2f} "
        f"| {right[inside].mean():.2f} |"
        for one in range(bins)
        if (inside := index == one).any()
    ]


def coverage(confidence: Floats, right: Bools, precision: float) -> float:
    """Return the greatest share of items, the most confident first, of which `precision` are right."""
    order = np.argsort(-confidence, kind="stable")
    running = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(running >= precision)
    return float(enough[-1] + 1) / len(order) if len(enough) else 0.0


def confusions(found: Indices, wanted: Indices, names: Sequence[str], most: int) -> list[str]:
    """Return the most frequent pairs of another class found than wanted: `4 economy for labour`."""
    pairs = Counter((int(f), int(w)) for f, w in zip(found, wanted, strict=True) if f != w)
    return [f"{count} {names[f]} for {names[w]}" for (f, w), count in pairs.most_common(most)]
