"""The space in which a user's topics are compared: what tells subjects apart counts more, what tells languages less.

Vectors of one language lie together whatever they are about. The directions in which the means of languages differ most
are taken out, so that examples in two languages say something about a third; those in which the means of the 17
top-level topics differ most are lengthened. A sample of ordinary news says what a similarity is worth: every topic is
measured against how similar to it news is that nobody chose.

Everything here comes from headlines with their leads (`training/topics/own.py`), never from whole articles.
"""

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, Self
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from processor.stages.topics.head import Floats, unit

_STEPS: Final = 127


class SpaceError(RuntimeError):
    """The file of the space is missing, broken, or was made with another encoder."""


@dataclass(frozen=True, slots=True)
class Space:
    """What `training/topics/own.py` found.

    Attributes:
        encoder: fingerprint of the encoder whose vectors these are.
        mean: float32 [width], the mean vector of ordinary news.
        languages: float32 [directions, width], orthonormal: what is taken out.
        topics: float32 [directions, width], orthonormal and orthogonal to `languages`: what is lengthened.
        gain: by how much of itself.
        ordinary: int8 [texts, width], directions of ordinary news from the mean; their lengths mean nothing.
    """

    encoder: str
    mean: npt.NDArray[np.float32]
    languages: npt.NDArray[np.float32]
    topics: npt.NDArray[np.float32]
    gain: float
    ordinary: npt.NDArray[np.int8]

    @classmethod
    def load(cls, source: Path | Traversable | None = None) -> Self:
        """Read the space from a file, by default the one that ships.

        Raises:
            SpaceError: the file is missing or broken.
        """
        source = source or files("processor.stages.topics.own") / "space.npz"
        try:
            with source.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                values = {field.name: arrays[field.name] for field in fields(cls)}
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise SpaceError(f"cannot read the space of users' topics {source.name}: {error}") from error
        return cls(**{name: value.item() if value.ndim == 0 else value for name, value in values.items()})

    def save(self, path: Path) -> None:
        """Write the space to a file; the same space gives the same bytes."""
        arrays: dict[str, Any] = {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)

    @property
    def fingerprint(self) -> str:
        """64 bits of SHA-256 over all of it."""
        digest = hashlib.sha256()
        for field in fields(self):
            value = np.asarray(getattr(self, field.name))
            digest.update(f"{field.name} {value.dtype.str} {value.shape}\n".encode())
            digest.update(np.ascontiguousarray(value).tobytes())
        return digest.hexdigest()[:16]

    def place(self, vectors: npt.NDArray[np.floating]) -> Floats:
        """Return where vectors [..., width] lie: float64 [..., width], of length 1."""
        return self._turned(unit(vectors.astype(np.float64) - self.mean))

    def ordinary_places(self) -> Floats:
        """Return where ordinary news lies: float64 [texts, width], of length 1."""
        return self._turned(unit(self.ordinary.astype(np.float64)))

    def _turned(self, directions: Floats) -> Floats:
        return unit(self.back(directions))

    def back(self, direction: Floats) -> Floats:
        """Return what each dimension of the encoder counts along directions [..., width] of the space.

        The map is its own transpose, so this is also what `place` does before it scales.
        """
        languages, topics = self.languages.astype(np.float64), self.topics.astype(np.float64)
        # einsum, not BLAS: the sums must not depend on how many threads there are.
        out = np.einsum("...d,dw->...w", np.einsum("...w,dw->...d", direction, languages), languages)
        more = np.einsum("...d,dw->...w", np.einsum("...w,dw->...d", direction, topics), topics)
        turned: Floats = direction - out + self.gain * more
        return turned


def quantised(directions: Floats) -> npt.NDArray[np.int8]:
    """Return directions [texts, width] in steps of their greatest dimension."""
    steps: Floats = directions * (_STEPS / np.abs(directions).max(axis=1, keepdims=True))
    return np.rint(steps).astype(np.int8)


@cache
def shared_space() -> Space:
    """Return this process's space, read when it is first asked for."""
    return Space.load()
