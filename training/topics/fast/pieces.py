"""The pieces that may vote: those of the encoder's vocabulary, what each counts, and a vector of each.

A piece counts by its rarity, a / (a + p) (SIF: Arora, Liang and Ma, 2017), and by its length: what is cut into crumbs
says nothing. Its vector is what the encoder makes of it alone (see training.entities.fast.vectors), less the directions
that all text has in common.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import regex

from processor.models.tokenizer import MARK
from processor.models.weights import FloatArray, Vocabulary

#: The probability at which a piece counts half.
RARITY: Final = 1e-5
#: Letters of the shortest piece that counts nothing, and of the shortest that counts in full.
CRUMB: Final = 2
WHOLE: Final = 5
#: Letters of an alphabet that a letter of a denser script is worth.
DENSITY: Final = 1.5
#: Directions that are taken out of the vectors.
COMPONENTS: Final = 2
#: Pieces from which these directions are found; rarer ones do not move them.
_FREQUENT: Final = 60_000

_WORDLIKE: Final = regex.compile(r"[\p{Han}\p{Hangul}]")  # a letter is a word or a syllable
#: Letters that stand for a syllable, or of scripts that leave vowels out.
_DENSE: Final = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Ethiopic}\p{Hebrew}\p{Arabic}]")
_LETTER: Final = regex.compile(r"\p{L}")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pieces that may vote.

    Attributes:
        pieces: their ids, int64 [candidates].
        weights: what they count, from 0 to 1, float32 [candidates].
        prior: how often they come, float64 [candidates].
    """

    pieces: npt.NDArray[np.int64]
    weights: FloatArray
    prior: npt.NDArray[np.float64]


def candidates(vocabulary: Vocabulary) -> Candidates:
    """Return the pieces of the vocabulary that count something."""
    scores = np.array(vocabulary.scores)
    prior = np.exp(scores)
    lengths = np.array([letters(piece) for piece in vocabulary.pieces])
    lengths[scores == 0.0] = 0  # control symbols
    weights = np.clip((lengths - CRUMB) / (WHOLE - CRUMB), 0, 1) * RARITY / (RARITY + prior)
    pieces = np.flatnonzero(weights)
    return Candidates(pieces, weights[pieces].astype(np.float32), prior[pieces])


def letters(piece: str) -> float:
    """Return how many letters of an alphabet a piece is worth, 0 where it has none."""
    bare = piece.removeprefix(MARK)
    if words := len(_WORDLIKE.findall(bare)):
        return WHOLE * float(words)
    if not _LETTER.search(bare):
        return 0.0
    return len(bare) * (DENSITY if _DENSE.search(bare) else 1.0)


def plain(vectors: FloatArray, found: Candidates) -> FloatArray:
    """Return the vectors [pieces, width] of candidates without the directions that are common to all text."""
    chosen = np.asarray(vectors[found.pieces], np.float32)
    mass = found.prior * found.weights**2
    frequent = np.argsort(-mass, kind="stable")[:_FREQUENT]
    shares = mass[frequent] / mass[frequent].sum()
    _, axes = np.linalg.eigh((chosen[frequent] * shares[:, None]).T @ chosen[frequent])
    common = axes[:, -COMPONENTS:].astype(np.float32)
    chosen -= (chosen @ common) @ common.T
    return chosen
