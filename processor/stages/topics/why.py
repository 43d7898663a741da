"""Why a topic is given: the sentence that speaks most for it.

The encoder's vector is the mean of its tokens' states, so the linear part of a topic's logit is a sum over tokens. A
sentence counts by how much that part would fall if the sentence's tokens were left out of the mean. This is a
first-order answer: the states of the other tokens, which saw the sentence too, stay as they are.
"""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from processor.models.encoder import Reading

Range = tuple[int, int]


def strongest(reading: Reading, sentences: Sequence[Range], direction: npt.NDArray[np.floating]) -> Range | None:
    """Return the sentence that speaks most for a topic, None where no sentence was read.

    Args:
        sentences: ranges of the text that was read, in order, none overlapping.
        direction: [width], what each dimension counts for the topic.
    """
    # einsum, not BLAS: the sums must not depend on how many threads there are.
    speaks = np.einsum("ij,j->i", reading.states.astype(np.float64), direction.astype(np.float64))
    total, tokens = float(speaks.sum()), len(speaks)
    best: tuple[float, Range] | None = None
    for start, end in sentences:
        first, last = bisect_left(reading.starts, start), bisect_left(reading.starts, end)
        inside = last - first
        if not inside:
            continue
        part = float(speaks[first:last].sum())
        without = (total - part) / (tokens - inside) if inside < tokens else 0.0
        fall = total / tokens - without
        if best is None or fall > best[0]:
            best = fall, (start, end)
    return best[1] if best else None
