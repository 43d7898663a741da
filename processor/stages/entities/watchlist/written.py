"""Whether what stands in a text is the listed name, and whether its writing alone tells it from a word."""

from bisect import bisect_right
from typing import Final

from processor.stages.entities.gazetteer.borders import is_word, script_of
from processor.stages.entities.gazetteer.fold import is_cased
from processor.stages.entities.gazetteer.words import words
from processor.stages.entities.watchlist.spellings import Spelling

#: Languages that write every noun with a capital: there it tells nothing.
_CAPITAL_NOUNS: Final = words("de lb gsw nds bar ksh pfl hrx pdt pdc")
#: A name of fewer letters counts in capitals only where the list has it so: `US` is not `us`.
_FEWEST_CAPITALS: Final = 4
#: One word of fewer letters in a script without capitals is too often another word as well (`सूरत`, `مالی`); marks do
#: not count. From general knowledge, as are the next ones.
_FEWEST_UNCASED: Final = 5
#: The same for writing without spaces, where it may also be a part of two words, and for Korean syllables.
_FEWEST: Final = {"han": 3, "hiragana": 4, "katakana": 3, "thai": 6, "lao": 6, "khmer": 6, "myanmar": 6, "hangul": 3}
_ENDS_SENTENCE: Final = frozenset(".!?:;…\"'“”«»„()[]—–|•·।")
_LONGEST_LINE: Final = 500
_HEADLINE_WORDS: Final = 4
_HEADLINE_WORD: Final = 4
_HEADLINE_SHARE: Final = 0.7


def is_spelled(found: str, spelling: Spelling) -> bool:
    """Tell whether `found`, folded, may stand for the name; only its case can differ."""
    if spelling.match == "fold" or found == spelling.surface:
        return True
    surface = spelling.surface
    if spelling.match == "exact":
        return False
    if surface == surface.lower():  # a list without capitals does not tell where they are
        return True
    if surface.isupper() and " " in surface:  # and neither does one in capitals
        return found[:1].isupper() and found.rpartition(" ")[2][:1].isupper()
    if found == surface.upper():
        return sum(char.isalpha() for char in found) >= _FEWEST_CAPITALS
    return found == surface[:1].upper() + surface[1:]


def is_risky(surface: str) -> bool:
    """Tell whether a name is one that its writing does not always tell from a word: what `auto` is careful with."""
    if " " in surface:
        return False
    if is_cased(surface):
        return not _has_mark(surface) or sum(char.isalpha() for char in surface) < _FEWEST_CAPITALS
    fewest = _FEWEST.get(script_of(surface[0]), _FEWEST_UNCASED)
    return sum(char.isalnum() for char in surface) < fewest


def hyphens_allow(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether the name is no part of a compound name: `anti-Putin` and `Putin-era` count, `Rolls-Royce` does not.

    German compounds (`Putin-Regime`) count: there the second word has a capital as any noun.
    """
    if text[start - 1 : start] in {"#", "@"} or text[end : end + 1] == "@":
        return False
    before, after = text[start - 2 : start], text[end : end + 2]
    if len(before) == 2 and before[1] == "-" and is_word(before[0]):
        word = start - 1
        while word > 0 and start - word < _LONGEST_LINE and is_word(text[word - 1]):
            word -= 1
        if text[word].isupper():
            return False
    return not (len(after) == 2 and after[0] == "-" and after[1].isupper() and language not in _CAPITAL_NOUNS)


class Capitals:
    """What the capitals of one text tell. `text` is folded, in its own case, with its lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(index + 1 for index, char in enumerate(text) if char == "\n"), len(text) + 1]
        self._headlines: dict[int, bool] = {}

    def tell(self, start: int, end: int, language: str) -> bool:
        """Tell whether the capitals of what stands at [start, end) show that it is a name."""
        found = self._text[start:end]
        if not found[:1].isupper() and not _has_mark(found):
            return False
        if self._is_headline(start):
            return False
        if _has_mark(found):
            return True
        return language not in _CAPITAL_NOUNS and not self._starts_sentence(start)

    def _starts_sentence(self, index: int) -> bool:
        before = self._text[max(0, index - 3) : index].rstrip(" ")
        return not before or before[-1] in _ENDS_SENTENCE or before[-1] == "\n"

    def _is_headline(self, index: int) -> bool:
        line = bisect_right(self._lines, index) - 1
        if line not in self._headlines:
            first = self._lines[line]
            self._headlines[line] = _is_headline(self._text[first : min(self._lines[line + 1], first + _LONGEST_LINE)])
        return self._headlines[line]


def _has_mark(word: str) -> bool:
    """Tell whether a word is written as no word of a dictionary is: `NATO`, `iPhone`, `G20`, `@handle`."""
    return not word[0].isalpha() or any(char.isupper() or char.isdigit() for char in word[1:])


def _is_headline(line: str) -> bool:
    long = [word for word in line.split() if len(word) >= _HEADLINE_WORD and word[0].isalpha()]
    if line.isupper():
        return len(line.split()) > 1
    return len(long) >= _HEADLINE_WORDS and sum(word[0].isupper() for word in long) >= _HEADLINE_SHARE * len(long)
