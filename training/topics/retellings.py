"""Headlines that tell of like events in two languages: what would make a left-out language easier than it is.

Of such headlines the frozen encoder's vectors are near, once what a language has in common is taken away. At the limit
and above most pairs tell of one kind of event (a currency at its lowest, a bus in a ravine), below it few do: read from
a hundred pairs around it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from processor.models.weights import FloatArray
from processor.stages.topics.head import unit

#: Cosine from which two headlines count as retellings of each other.
LIMIT: Final = 0.5


def without_retellings(vectors: FloatArray, languages: Sequence[str], left_out: frozenset[str]) -> list[int]:
    """Return the indices of texts in languages that are not left out and that retell nothing of those that are.

    Args:
        vectors: float32 [texts, width], of the frozen encoder.
        languages: the language of each text.
    """
    of = np.array(languages)
    centred = vectors.astype(np.float64)
    for language in set(languages):
        centred[of == language] -= centred[of == language].mean(axis=0)
    directions = unit(centred)
    out = np.isin(of, sorted(left_out))
    nearest = (directions @ directions[out].T).max(axis=1)
    return [index for index in range(len(of)) if not out[index] and nearest[index] < LIMIT]
