"""Character n-gram features: the same code at training and at run time.

Features of a cleaned, lower-cased text are its n-grams of one to five code points within a word (a space at either end
marks a word's border) and its whole words. Each is named by a 32-bit hash. All are computed with one prefix sum of
c * p^i over the text, the hash of [i, j) being (S[j] - S[i]) * p^-i (Rabin-Karp with p odd, modulo 2^64).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.language.script import OTHER, Points, unicode_table

ORDERS: Final = (1, 2, 3, 4, 5)
#: Features that may start at one code point: one for each order and the whole word.
WIDTH: Final = len(ORDERS) + 1
#: Longer words have no feature of their own.
MAX_WORD: Final = 24
SPACE: Final = 32

Keys = npt.NDArray[np.uint32]

_P: Final = np.uint64(0x9E3779B97F4A7C15)
_P_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_SALTS: Final = np.arange(len(ORDERS) + 1, dtype=np.uint64) * _P
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def lower(text: str) -> str:
    """Return `text` in lower case and in the same length: what grows (`İ`) stays."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def words_only(points: Points) -> Points:
    """Return code points with everything but letters and marks turned into spaces; the length stays."""
    return np.where(unicode_table().kinds[points] == OTHER, np.uint32(SPACE), points)


def features(points: Points) -> tuple[Keys, npt.NDArray[np.bool_]]:
    """Return keys and validity, both [length of `points`, WIDTH]; row `i` holds the features that start at `i`.

    Args:
        points: code points from `words_only`. An n-gram that would pass the end of the text is invalid, so texts should
            begin and end with a space.
    """
    length = len(points)
    keys = np.zeros((length, WIDTH), np.uint32)
    valid = np.zeros((length, WIDTH), np.bool_)
    if length == 0:
        return keys, valid
    powers = np.full(length, _P, np.uint64)
    powers[0] = 1
    powers = np.multiply.accumulate(powers)
    inverses = np.full(length, _P_INVERSE, np.uint64)
    inverses[0] = 1
    inverses = np.multiply.accumulate(inverses)
    sums = np.zeros(length + 1, np.uint64)
    np.cumsum((points.astype(np.uint64) + np.uint64(1)) * powers, out=sums[1:])
    space = points == SPACE
    spaces = np.zeros(length + 1, np.int32)
    np.cumsum(space, out=spaces[1:])
    for column, order in enumerate(ORDERS):
        count = length - order + 1
        if count <= 0:
            break
        keys[:count, column] = _mix((sums[order:] - sums[:count]) * inverses[:count], order)
        inner = spaces[order - 1 : length] - spaces[1 : count + 1] if order > 2 else np.zeros(count, np.int32)
        valid[:count, column] = inner == 0
        if order <= 2:
            valid[:count, column] = spaces[order:] - spaces[:count] < order
    before = np.concatenate(([True], space[:-1]))
    after = np.concatenate((space[1:], [True]))
    starts = np.flatnonzero(~space & before)
    ends = np.flatnonzero(~space & after) + 1
    keys[starts, -1] = _mix((sums[ends] - sums[starts]) * inverses[starts], 0)
    valid[starts, -1] = ends - starts <= MAX_WORD
    return keys, valid


def _mix(hashes: npt.NDArray[np.uint64], salt: int) -> Keys:
    """Return the upper 32 bits of the SplitMix64 finaliser (Steele, Lea and Flood 2014; public domain)."""
    mixed = hashes + _SALTS[salt]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX[0]
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX[1]
    upper: Keys = ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(32)).astype(np.uint32)
    return upper
