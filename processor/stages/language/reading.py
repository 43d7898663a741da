"""A text made ready for the model: lower-cased words, as code points."""

import numpy as np
import numpy.typing as npt

from processor.stages.language.cleaning import blank_noise
from processor.stages.language.ngram import lower, words_only
from processor.stages.language.script import EAST_ASIA, LETTER, OTHER, Points, code_points, unicode_table


def read(text: str) -> Points:
    """Return the words of `text` in lower case between two spaces, without addresses and numbers.

    Everything else is blank. Index `i + 1` is index `i` of `text`.
    """
    return read_cleaned(blank_noise(text))


def read_cleaned(cleaned: str) -> Points:
    """Return the same of a text whose addresses and numbers are blank already."""
    return words_only(code_points(f" {lower(cleaned)} "))


def size(points: Points) -> int:
    """Return how much there is to read: letters and marks, East Asian letters counted three times.

    Marks count since Indic vowels are marks; an East Asian character carries about as much as three letters.
    """
    return int(sizes(points).sum())


def sizes(points: Points) -> npt.NDArray[np.int64]:
    """Return the same for each code point."""
    table = unicode_table()
    east = np.isin(table.scripts[points], [table.codes.index(code) for code in EAST_ASIA])
    kinds = table.kinds[points]
    counted: npt.NDArray[np.int64] = np.where(kinds == OTHER, 0, np.where(east & (kinds == LETTER), 3, 1)).astype(
        np.int64
    )
    return counted
