"""The space in which a user's topics are compared: directions from the mean of ordinary news.

A sample of ordinary news says what a similarity is worth: every topic is measured against how similar to it news is
that nobody chose. Both come from headlines with their leads (`training/topics/own.py`), never from whole articles.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.stored import fingerprint_of, shipped
from processor.stages.topics.head import Floats, unit

SHIPPED: Final = Path(__file__).with_name("space.npz")
_STEPS: Final = 127


class SpaceError(RuntimeError):
    """The space was made with another encoder."""


@dataclass(frozen=True, slots=True)
class Space:
    """What `training/topics/own.py` found.

    Attributes:
        encoder: fingerprint of the encoder whose vectors these are.
        mean: float32 [width], the mean vector of ordinary news.
        ordinary: int8 [texts, width], directions of ordinary news from the mean; their lengths mean nothing.
    """

    encoder: str
    mean: npt.NDArray[np.float32]
    ordinary: npt.NDArray[np.int8]

    @property
    def fingerprint(self) -> str:
        """64 bits of SHA-256 over all of it."""
        return fingerprint_of(self)

    def place(self, vectors: npt.NDArray[np.floating]) -> Floats:
        """Return where vectors [..., width] lie: float64 [..., width], of length 1."""
        return unit(vectors.astype(np.float64) - self.mean)

    def ordinary_places(self) -> Floats:
        """Return where ordinary news lies: float64 [texts, width], of length 1."""
        return unit(self.ordinary.astype(np.float64))


def quantised(directions: Floats) -> npt.NDArray[np.int8]:
    """Return directions [texts, width] in steps of their greatest dimension."""
    steps: Floats = directions * (_STEPS / np.abs(directions).max(axis=1, keepdims=True))
    return np.rint(steps).astype(np.int8)


@cache
def shipped_space() -> Space:
    """Return the space that ships, read when it is first asked for.

    Raises:
        WeightsError: its file is missing or is not the one expected.
    """
    return shipped(Space, SHIPPED)
