"""From scores of a long stream of units to names, a hundred times faster than unit by unit.

Most units are clearly in no name. So the best label of each is taken at once, and only where a name would go on that
has not begun the most likely allowed sequence is looked for, in that stretch.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray
from processor.stages.entities.names.decode import Name, best_labels, log_chances, name_at
from processor.stages.entities.names.labels import LABELS, OUTSIDE, TYPES, follows

_NUMBERS: Final = range(len(LABELS))
_MAY_FOLLOW: Final = np.array([[follows(before, label) for label in _NUMBERS] for before in _NUMBERS])
_IS_INSIDE: Final = np.array([label != OUTSIDE and label % 2 == 0 for label in _NUMBERS])


def stream_labels(chances: FloatArray) -> npt.NDArray[np.int64]:
    """Return an allowed sequence of labels for log-probabilities [units, labels].

    A stretch is a unit whose best label does not go on with a name, and all behind it whose best labels do. Stretches
    are independent; in each the sequence is the most likely one.
    """
    labels: npt.NDArray[np.int64] = chances.argmax(axis=1).astype(np.int64)
    before = np.concatenate([[OUTSIDE], labels[:-1]])
    wrong = np.flatnonzero(~_MAY_FOLLOW[before, labels])
    if not len(wrong):
        return labels
    starts = np.flatnonzero(~_IS_INSIDE[labels])
    # What goes on at the very start has nothing before it: there a stretch begins all the same.
    starts = np.union1d(starts, [0])
    ends = np.append(starts[1:], len(labels))
    for stretch in np.unique(np.searchsorted(starts, wrong, side="right") - 1):
        part = slice(starts[stretch], ends[stretch])
        labels[part] = best_labels(chances[part])
    return labels


def stream_names(places: Sequence[tuple[int, int]], scores: FloatArray, text: str) -> list[Name]:
    """Return the names that scores [units, labels] see in `text`, without titles and marks at their ends.

    Args:
        places: start and end of each unit.
    """
    chances = log_chances(scores)
    labels = stream_labels(chances)
    begins = np.flatnonzero((labels != OUTSIDE) & ~_IS_INSIDE[labels])
    stops = np.flatnonzero(np.append(_IS_INSIDE[labels], False) < 1)
    stops = stops[np.searchsorted(stops, begins, side="right")]
    of_labels = np.exp(chances[np.arange(len(labels)), labels]).tolist()
    found: list[Name] = []
    for first, stop in zip(begins.tolist(), stops.tolist(), strict=True):
        kind = TYPES[(int(labels[first]) - 1) // 2]
        chance = sum(of_labels[first:stop]) / (stop - first)
        name = name_at(text, places[first][0], places[stop - 1][1], kind, chance)
        if name.start < name.end:
            found.append(name)
    return found
