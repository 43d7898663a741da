"""A text made ready for the model: lower-cased words, as code points."""

from processor.stages.language.cleaning import blank_noise
from processor.stages.language.ngram import lower, words_only
from processor.stages.language.script import LETTER, Points, code_points, unicode_table


def read(text: str) -> Points:
    """Return the words of `text` in lower case between two spaces, without addresses and numbers.

    Everything else is blank. Index `i + 1` is index `i` of `text`.
    """
    return read_cleaned(blank_noise(text))


def read_cleaned(cleaned: str) -> Points:
    """Return the same of a text whose addresses and numbers are blank already."""
    return words_only(code_points(f" {lower(cleaned)} "))


def count_letters(points: Points) -> int:
    """Return the number of letters, marks left out."""
    return int((unicode_table().kinds[points] == LETTER).sum())
