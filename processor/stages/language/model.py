"""The character n-gram model: a table of small integer vectors, one for each known n-gram, and one matrix.

A text's n-gram vectors are summed, divided by the square root of their number and multiplied by the matrix; languages
written in another script are left out. The idea is fastText's (Joulin et al. 2016), the n-grams are chosen and trained
here.
"""

import hashlib
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from processor.stages.language.ngram import ORDERS, features
from processor.stages.language.script import Points

MODEL: Final = Path(__file__).parent / "model" / "ngrams.npz"
#: The upper bits of a key choose its slot in the look-up table; training keeps one n-gram for each slot.
SLOT_BITS: Final = 20
#: As many upper bits of the key of an n-gram of four code points name its bit in a class's presence set.
PRESENCE_BITS: Final = 14
FOUR: Final = ORDERS.index(4)

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


class Found(NamedTuple):
    """The n-grams of a text.

    Attributes:
        rows: rows of the known ones in the model, by place.
        places: the place (code point) each known one starts at.
        fours: the bits (see `NgramModel.presence`) of all n-grams of four code points, by place.
        four_places: the place each of those starts at.
    """

    rows: npt.NDArray[np.int32]
    places: Integers
    fours: npt.NDArray[np.uint32]
    four_places: Integers


class NgramModel:
    """The model of a file that `training.language.train` wrote.

    Attributes:
        tags: BCP 47 tag of each class.
        macros: tag of the macrolanguage a class may fall back to, "" without one.
        scripts: ISO 15924 code of each class.
        groups: as `scripts`, with Hani for Hans and Hant: classes of one group compete.
        prior: logarithm of how much likelier a class is than others before the text is read.
        outcomes: what pycld2 may answer; columns of `confusion`.
        confusion: log P(outcome | class), [length bucket, class, outcome].
        lengths: upper bounds of the length buckets, letters.
        knots: numbers of known n-grams at which `scale` and `weight` are given.
        scale, weight: what the n-gram scores and the log-probabilities of pycld2's answer count, at each knot.
        presence: bit sets of the n-grams of four code points seen in each class's sentences, packed, a Bloom filter
            with one hash: [classes, 2 ** PRESENCE_BITS / 8].
        usual, spread: mean and standard deviation of the share of a sentence's n-grams that are in its class's set.
        fingerprint: of the file's content.
    """

    def __init__(self, path: Path = MODEL) -> None:
        content = path.read_bytes()
        self.fingerprint = hashlib.sha256(content).hexdigest()[:16]
        with np.load(path) as stored:
            keys, self._vectors, matrix = stored["keys"], stored["vectors"], stored["matrix"]
            self._bias: Floats = stored["bias"]
            self.tags, self.macros, self.scripts, self.groups, self.outcomes = (
                tuple(str(item) for item in stored[name])
                for name in ("tags", "macros", "scripts", "groups", "outcomes")
            )
            self.confusion: Floats = stored["confusion"].astype(np.float32) * np.float32(-1 / 16)
            self.lengths, self.knots = stored["lengths"], stored["knots"]
            self.prior = stored["prior"]
            self.scale, self.weight = stored["scale"], stored["weight"]
            self.presence, self.usual, self.spread = stored["presence"], stored["usual"], stored["spread"]
        self._matrix: Floats = matrix
        self._outcome_index = {outcome: i for i, outcome in enumerate(self.outcomes)}
        self._keys = keys
        self._slots = np.full(1 << SLOT_BITS, -1, np.int32)
        self._slots[keys >> np.uint32(32 - SLOT_BITS)] = np.arange(len(keys), dtype=np.int32)
        self.members = {group: np.flatnonzero(np.array(self.groups) == group) for group in sorted(set(self.groups))}

    def look_up(self, points: Points) -> Found:
        """Return the n-grams of a text that the model knows, by place."""
        keys, valid = features(points)
        places = np.nonzero(valid)[0]
        found = keys[valid]
        fours = np.flatnonzero(valid[:, FOUR])
        rows = self._slots[found >> np.uint32(32 - SLOT_BITS)]
        known = (rows >= 0) & (self._keys[rows] == found)
        return Found(rows[known], places[known], keys[fours, FOUR] >> np.uint32(32 - PRESENCE_BITS), fours)

    def sums(self, rows: npt.NDArray[np.int32], borders: Integers) -> npt.NDArray[np.int32]:
        """Return the sum of the vectors of rows[borders[i] : borders[i + 1]], exactly, as [len(borders) - 1, width]."""
        totals = np.zeros((len(borders) - 1, self._vectors.shape[1]), np.int32)
        starts = borders[:-1]
        filled = np.flatnonzero(np.diff(borders) > 0)
        if len(filled):
            totals[filled] = np.add.reduceat(self._vectors[rows], starts[filled], axis=0, dtype=np.int32)
        return totals

    def scores(self, sums: npt.NDArray[np.int32], counts: Integers | npt.NDArray[np.float64]) -> Floats:
        """Return the score of each class, [number of texts, number of classes], of `sums` over `counts` n-grams."""
        pooled = sums / np.sqrt(np.maximum(counts, 1))[:, None]
        return (pooled.astype(np.float32) @ self._matrix + self._bias).astype(np.float32)

    def scale_at(self, counts: Integers) -> npt.NDArray[np.float64]:
        """Return by how much to multiply scores over `counts` n-grams to have log-probabilities."""
        scale: npt.NDArray[np.float64] = np.interp(np.log(np.maximum(counts, 1)), np.log(self.knots), self.scale)
        return scale

    def weight_at(self, count: int) -> float:
        """Return what pycld2's answer counts beside scores over `count` n-grams."""
        return float(np.interp(np.log(max(count, 1)), np.log(self.knots), self.weight))

    def outcome_scores(self, outcome: str, letters: int) -> Floats:
        """Return log P(outcome | class) for a text of `letters` letters; zeros for an outcome never seen."""
        if outcome not in self._outcome_index:
            return np.zeros(len(self.tags), np.float32)
        bucket = int(np.searchsorted(self.lengths, letters, side="right"))
        column: Floats = self.confusion[bucket, :, self._outcome_index[outcome]]
        return column

    def strangeness(self, label: int, fours: npt.NDArray[np.uint32]) -> float:
        """Return by how many standard deviations a text has fewer of a class's n-grams than the class's sentences.

        Args:
            fours: bits of the text's n-grams of four code points, as in `Found`.
        """
        if len(fours) == 0:
            return 0.0
        held = self.held(label, fours)
        # A short text's share varies by itself as well: by .05 / n, the variance of n draws at the usual share.
        return float((self.usual[label] - held.mean()) / np.sqrt(self.spread[label] ** 2 + 0.05 / len(fours)))

    def held(self, label: int, fours: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
        """Return 1 for each of `fours` that is in the class's presence set, 0 for the others."""
        bits: npt.NDArray[np.uint8] = self.presence[label, fours >> np.uint32(3)] >> (fours & np.uint32(7)).astype(
            np.uint8
        )
        return bits & np.uint8(1)
