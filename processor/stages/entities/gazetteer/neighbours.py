"""Whether a name stands for itself or is part of a longer one: `Bank of China`, `New Mexico`, `Paris Hilton`.

In scripts with capitals the words around tell; in Chinese, Japanese and Thai a list of what may or may not follow.
Where the sentence cannot tell (a headline in capitals) countries are believed and cities are not.
"""

from bisect import bisect_right
from collections.abc import Mapping, Set
from typing import Final

from processor.stages.entities.gazetteer.borders import is_word
from processor.stages.entities.gazetteer.endings import HYPHENED, MAX_TAIL
from processor.stages.entities.gazetteer.fold import is_cased
from processor.stages.entities.gazetteer.match import Match
from processor.stages.entities.gazetteer.unspaced import stands_alone as stands_alone_unspaced
from processor.stages.entities.gazetteer.words import words

#: Languages that write every noun with a capital: there it tells nothing.
_CAPITAL_NOUNS: Final = words("de lb gsw nds bar ksh pfl hrx pdt pdc")
#: Between a capitalised word and a name these make a longer name: `Universidade de Lisboa`.
_GENITIVES: Final[Mapping[str, frozenset[str]]] = {
    language: words(listed)
    for language, listed in {
        "en": "of",
        "es": "de del",
        "pt": "de do da dos das",
        "gl": "de do da dos das",
        "ca": "de del d'",
        "fr": "de du des d'",
        "it": "di del della dell' dei delle",
        "nl": "van",
        "af": "van",
        "sv": "av",
        "da": "af",
        "nb": "av",
        "nn": "av",
    }.items()
}
#: Languages that put the genitive after its noun: there a capital after a case form starts something new, as in
#: `президент Украины Виктор Янукович`; in Finnish the genitive opens the longer name, `Suomen Pankki`.
_GENITIVE_LAST: Final = words("be bs cs el hr pl ro ru sk sl sr uk")
#: Last letter of the genitive where that of a region nearly always opens the name of an institution: Finnish
#: `Euroopan komissio`.
_GENITIVE_OF_REGIONS: Final = {"fi": "n"}
#: Words that make another place of the name that follows, for where their capital may be due to the sentence.
_MODIFIERS: Final = words(
    "new north south east west northern southern eastern western central greater lower upper inner outer "
    "nova novo novi nueva nuevo nouvelle nouveau nuova neu új nowa nowy"
)
#: Offices that English writes after a country with a capital: `US President`.
_OFFICES: Final = words("president prime foreign secretary vice defense defence senator ambassador")
_ENDS_SENTENCE: Final = frozenset(".!?:;…\"'“”«»„()[]—–|•·,")
#: A longer word before or after is not read further.
_MAX_WORD: Final = 40
_MAX_HEADLINE: Final = 500
#: A name of fewer letters counts in capitals only where it is always written so (`US`, not `THE US`).
MIN_UPPER: Final = 4
_HEADLINE_SHARE: Final = 0.7
_HEADLINE_WORDS: Final = 4
_HEADLINE_WORD: Final = 4


class Neighbours:
    """The words around the matches of one text.

    Args:
        text: folded, in its own case.
        starts, ends: where the matches of the text start and end.
    """

    def __init__(self, text: str, starts: Set[int], ends: Set[int]) -> None:
        self._text = text
        self._starts = starts
        self._ends = ends
        self._headlines: dict[int, bool] = {}
        self._lines = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]

    def stand_alone(self, match: Match) -> bool:
        """Tell whether a match stands for itself."""
        text, start, end = self._text, match.start, match.end
        if text[start - 1 : start] in {"#", "@"} or text[end : end + 1] == "@" or not self._hyphens_allow(match):
            return False
        if is_cased(text[start:end]):
            return match.language in _CAPITAL_NOUNS or self._capitals_allow(match)
        joined = (start in self._ends, end in self._starts)
        city = match.concept.kind == "city"
        return stands_alone_unspaced(text, start, end, match.language, joined=joined, city=city)

    def starts_sentence(self, index: int) -> bool:
        """Tell whether `index` is where a sentence, or a part of one that may have a capital, starts."""
        before = self._text[max(0, index - 2) : index].rstrip(" ")
        return index == 0 or not before or before[-1] in _ENDS_SENTENCE or before[-1] == "\n"

    def is_lost_in_capitals(self, match: Match) -> bool:
        """Tell whether a match is an abbreviation in a line of capitals, where `US` may be `us`."""
        if match.end - match.start >= MIN_UPPER or not is_cased(self._text[match.start : match.end]):
            return False
        line = self._line(match.start)
        return line.isupper() and len(line.split()) > 1

    def _hyphens_allow(self, match: Match) -> bool:
        text, start, end = self._text, match.start, match.end
        if text[start - 1 : start] == "-" and start - 1 not in self._ends and start >= 2 and is_word(text[start - 2]):
            return False
        if text[end : end + 1] != "-" or not is_word(text[end + 1 : end + 2] or " ") or end + 1 in self._starts:
            return True
        if match.language == "en":
            return text[end + 1].islower()
        stop = end + 1
        while stop < len(text) and stop - end <= MAX_TAIL and is_word(text[stop]):
            stop += 1
        return text[end + 1 : stop] in HYPHENED.get(match.language, frozenset())

    def _capitals_allow(self, match: Match) -> bool:
        start, end, language, kind = match.start, match.end, match.language, match.concept.kind
        if match.inflected and kind == "region" and self._text[end - 1] == _GENITIVE_OF_REGIONS.get(language):
            return False
        if self._is_headline(start):
            return kind != "city" and not self._is_modified(start)
        if self._continues_a_name(start, language):
            return False
        return (match.inflected and language in _GENITIVE_LAST) or not self._is_continued(end, language)

    def _continues_a_name(self, start: int, language: str) -> bool:
        word, before = self._word_before(start)
        if not word or before + len(word) in self._ends:
            return False
        if word[0].isupper():
            return not self.starts_sentence(before) or word.lower() in _MODIFIERS
        if word in _GENITIVES.get(language, frozenset()):
            word, before = self._word_before(before)
            return bool(word) and word[0].isupper() and len(word) > 1 and before + len(word) not in self._ends
        return False

    def _is_modified(self, start: int) -> bool:
        word, before = self._word_before(start)
        return word.lower() in _MODIFIERS and before + len(word) not in self._ends

    def _is_continued(self, end: int, language: str) -> bool:
        text = self._text
        if text[end : end + 1] != " " or not text[end + 1 : end + 2].isupper() or end + 1 in self._starts:
            return False
        if language == "en":
            stop = end + 1
            while stop < len(text) and stop - end <= _MAX_WORD and is_word(text[stop]):
                stop += 1
            return text[end + 1 : stop].lower() not in _OFFICES
        return True

    def _word_before(self, start: int) -> tuple[str, int]:
        """Return the word that one space (or an apostrophe of elision) parts from `start`, and where it starts."""
        text = self._text
        stop = start - 1 if text[start - 1 : start] == " " else start
        if stop == start and text[start - 1 : start] != "'":
            return "", start
        begin = stop
        while begin > 0 and stop - begin <= _MAX_WORD and (is_word(text[begin - 1]) or text[begin - 1] in "'."):
            begin -= 1
        word = text[begin:stop]
        return (word, begin) if word and word[0].isalpha() and not word.endswith(".") else ("", start)

    def _is_headline(self, index: int) -> bool:
        line = bisect_right(self._lines, index)
        if line not in self._headlines:
            self._headlines[line] = _has_capitals_throughout(self._line(index))
        return self._headlines[line]

    def _line(self, index: int) -> str:
        """Return the beginning of the line around `index`."""
        line = bisect_right(self._lines, index)
        stop = self._lines[line] if line < len(self._lines) else len(self._text)
        return self._text[self._lines[line - 1] : min(stop, self._lines[line - 1] + _MAX_HEADLINE)]


def _has_capitals_throughout(line: str) -> bool:
    if line.isupper():
        return True
    long = [word for word in line.split() if len(word) >= _HEADLINE_WORD and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in long)
    return len(long) >= _HEADLINE_WORDS and capital >= _HEADLINE_SHARE * len(long)
