"""The fast head: votes of pieces, their sum, and the probability of each topic.

The logit of a topic is the sum of the votes that the text's pieces have for it, over the root of the sum of their
squared weights. It is as if the weighted mean of the pieces' vectors went through a linear function; both are folded
into the votes (docs/topics.md). All sums are of whole numbers, so they are the same in any order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.stored import fingerprint_of, shipped
from processor.stages.sentences import sentences
from processor.stages.topics.fast.cutter import Cutter, shared_cutter
from processor.stages.topics.head import Floats, calibrate

SHIPPED: Final = Path(__file__).with_name("head.npz")
#: Pieces that are read: a headline and about 400 words. More do not change the figures.
MOST: Final = 600
#: A weight of 1 in `weights`.
FULL: Final = 255


@dataclass(frozen=True, slots=True)
class FastHead:
    """Everything that training finds.

    Attributes:
        pieces: ids of those that have votes, uint32, ascending.
        votes: int8 [pieces, topics], in units of `scale` [topics].
        weights: uint8 [pieces], what each piece counts, in units of 1 / FULL.
        bias: float64 [topics].
        calibration: as in the accurate head; float64 [3].
        thresholds: the least probability at which each topic is given, float64 [topics].
        support: the least mean weight of a code point in a language that is well supported.
    """

    pieces: npt.NDArray[np.uint32]
    votes: npt.NDArray[np.int8]
    scale: Floats
    weights: npt.NDArray[np.uint8]
    bias: Floats
    calibration: Floats
    thresholds: Floats
    support: float

    @property
    def fingerprint(self) -> str:
        """64 bits of SHA-256 over all that training found."""
        return fingerprint_of(self)


@dataclass(frozen=True, slots=True)
class Counted:
    """The votes of a text.

    Attributes:
        ranges: [start, end) of the sentences that were read, in code points.
        votes: int64 [sentences, topics], the sums of their pieces' votes.
        squares: the sum of the squared weights of all pieces.
        weight: the sum of their weights, in units of 1 / FULL.
        read: how many code points were read.
    """

    ranges: Sequence[tuple[int, int]]
    votes: npt.NDArray[np.int64]
    squares: int
    weight: int
    read: int


class FastClassifier:
    """A fast head ready for use."""

    def __init__(self, head: FastHead, cutter: Cutter | None = None) -> None:
        self._head = head
        self._cutter = cutter or shared_cutter()
        self._votes = np.pad(head.votes, ((1, 0), (0, 0)))  # row 0 is that of pieces without votes
        self._weights = np.pad(head.weights, (1, 0)).astype(np.int64)
        self._rows = np.zeros(self._cutter.size, np.int32)
        self._rows[head.pieces] = np.arange(1, len(head.pieces) + 1)

    def count(self, text: str, most: int = MOST) -> Counted:
        """Return the votes of the first `most` pieces of `text`."""
        ranges, starts, found = list[tuple[int, int]](), list[int](), list[int]()
        for start, end, pieces in self._cut(text):
            ranges.append((start, end))
            starts.append(len(found))
            found += pieces
            if len(found) >= most:
                break
        if not found:
            return Counted(ranges, np.zeros((len(ranges), self._head.votes.shape[1]), np.int64), 0, 0, 0)
        rows = self._rows[found[:most]]
        votes = np.add.reduceat(self._votes[rows], starts, axis=0, dtype=np.int64)
        weights = self._weights[rows]
        read = sum(end - start for start, end in ranges)
        return Counted(ranges, votes, int(weights @ weights), int(weights.sum()), read)

    def logits(self, counted: Counted) -> Floats:
        """Return the logits, float64 [topics], before calibration."""
        votes = counted.votes.sum(axis=0)
        length = np.sqrt(max(counted.squares, 1)) / FULL
        logits: Floats = votes * self._head.scale / length + self._head.bias
        return logits

    def probabilities(self, counted: Counted) -> Floats:
        """Return the probability of each topic, float64 [topics]."""
        return calibrate(self.logits(counted), self._head.calibration)

    def support(self, counted: Counted) -> float:
        """Return the mean weight of a code point: the less, the more the text is cut into crumbs."""
        return counted.weight / FULL / max(counted.read, 1)

    def supported(self, counted: Counted) -> bool:
        """Say whether the text's language is one in which the pieces say enough."""
        return self.support(counted) >= self._head.support

    def _cut(self, text: str) -> Iterator[tuple[int, int, list[int]]]:
        """Yield the range of each sentence that has pieces, and these."""
        for start, end in sentences(text):
            pieces = self._cutter.cut(text[start:end])
            if pieces:
                yield start, end, pieces


@cache
def shipped_fast_head() -> FastHead:
    """Return the head that ships with the stage, read when it is first asked for.

    Raises:
        WeightsError: its file is missing or is not the one expected.
    """
    return shipped(FastHead, SHIPPED)
