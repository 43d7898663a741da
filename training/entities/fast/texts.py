"""Texts as flat arrays of units, pieces and labels: what training reads, kept in one file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from processor.models.units import Unit
from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS


@dataclass(frozen=True, slots=True)
class Text:
    """One text.

    Attributes:
        allowed: for each unit a bit for each label that is right; 0 where nobody marked it.
        soft: the teacher's probability of each label [units, labels]; a row of zeros where it was not asked.
    """

    units: Sequence[Unit]
    allowed: Sequence[int]
    soft: FloatArray


@dataclass(frozen=True, slots=True)
class Texts:
    """Many texts.

    Attributes:
        pieces: of all units, one after the other.
        piece_starts: where in `pieces` each unit begins, and the end.
        unit_starts: where in the units each text begins, and the end.
        allowed: [units], soft: [units, labels], see `Text`.
    """

    pieces: npt.NDArray[np.int32]
    piece_starts: npt.NDArray[np.int64]
    unit_starts: npt.NDArray[np.int64]
    allowed: npt.NDArray[np.uint16]
    soft: npt.NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.unit_starts) - 1

    @classmethod
    def of(cls, texts: Iterable[Text]) -> Self:
        """Gather texts; those without units are left out."""
        kept = [text for text in texts if len(text.units)]
        all_units = [unit for text in kept for unit in text.units]
        return cls(
            np.array([piece for unit in all_units for piece in unit.pieces], np.int32),
            np.cumsum([0, *(len(unit.pieces) for unit in all_units)]),
            np.cumsum([0, *(len(text.units) for text in kept)]),
            np.array([bits for text in kept for bits in text.allowed], np.uint16),
            np.concatenate([np.zeros((0, len(LABELS)), np.float16), *(text.soft.astype(np.float16) for text in kept)]),
        )

    @classmethod
    def joined(cls, several: Sequence["Texts"]) -> Self:
        """Return all texts of several files as one."""
        return cls(
            np.concatenate([texts.pieces for texts in several]),
            _joined_starts([texts.piece_starts for texts in several]),
            _joined_starts([texts.unit_starts for texts in several]),
            np.concatenate([texts.allowed for texts in several]),
            np.concatenate([texts.soft for texts in several]),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})

    def save(self, path: Path) -> None:
        """Write, whole or not at all."""
        part = path.with_suffix(".part.npz")
        np.savez(part, **{field.name: getattr(self, field.name) for field in fields(self)})
        part.replace(path)


def _joined_starts(several: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    shifts = np.cumsum([0, *(starts[-1] for starts in several)])
    moved = [starts[1:] + shift for starts, shift in zip(several, shifts[:-1], strict=True)]
    return np.concatenate([np.zeros(1, np.int64), *moved])
