"""Which words of the article's names are case forms of which others: `Путина` of `Путин`, `პუტინის` of `პუტინი`.

Only words that the article has as (parts of) names are compared, so an ending alone never makes a name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final

import regex

from processor.stages.entities.article.groups import Groups, Words
from processor.stages.entities.article.surface import folded
from processor.stages.entities.gazetteer.endings import FUSED, MAX_TAIL
from processor.stages.entities.inflection.declension import forms, stems
from processor.stages.entities.inflection.paradigms import PARADIGMS, STEMS

_LATIN: Final = regex.compile(r"\p{Latin}")
#: More words, or longer ones, are no names of one article.
_MOST_WORDS: Final = 3_000
_LONGEST: Final = 40
_SHORTEST_STEM: Final = 3
#: Letters that all case forms of a word share; Greek accents and other signs are folded away.
_SAME_BEGINNING: Final = 2
#: How many readings of one name are looked up.
_MOST_READINGS: Final = 16
#: Surnames that decline half as adjectives; a paradigm of places does not have them.
_SURNAMES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "ru": (
        *((ending, f"{ending}{case}") for ending in ("ов", "ев", "ёв", "ин", "ын") for case in ("а", "у", "ым", "е")),
        *((f"{ending}а", f"{ending}{case}") for ending in ("ов", "ев", "ёв", "ин", "ын") for case in ("ой", "у", "ою")),
        *(("ая", case) for case in ("ой", "ую")),
    ),
    "uk": tuple(
        (ending, f"{ending}{case}") for ending in ("ов", "ев", "єв", "ін", "їн", "ин") for case in ("а", "у", "им", "і")
    ),
    "pl": (("ska", "skiej"), ("ska", "ską"), ("cka", "ckiej"), ("cka", "cką"), ("y", "y'ego"), ("i", "i'ego")),
    **dict.fromkeys(
        ("sr", "hr", "bs"),
        tuple((f"a{last}", f"{last}{case}") for last in "crlnk" for case in ("a", "u", "om", "em"))
        + tuple((f"а{last}", f"{last}{case}") for last in "црлнк" for case in ("а", "у", "ом", "ем")),
    ),
    "cs": (
        *((f"e{last}", f"{last}{case}") for last in "lkc" for case in ("a", "ovi", "em")),
        ("ová", "ové"),
        ("ová", "ovou"),
        ("ý", "ého"),
        ("ý", "ému"),
        ("ý", "ým"),
    ),
    "sk": (
        *((f"e{last}", f"{last}{case}") for last in "lkc" for case in ("a", "ovi", "om")),
        ("ová", "ovej"),
        ("ová", "ovú"),
        ("ová", "ovou"),
        ("ý", "ého"),
        ("ý", "ému"),
        ("ý", "ým"),
    ),
    "lt": (("ė", "ės"), ("ė", "ei"), ("ė", "ę"), ("ė", "e"), ("is", "io"), ("is", "iui"), ("is", "į"), ("is", "iu")),
    "lv": (("e", "es"), ("e", "ei"), ("e", "i"), ("is", "a"), ("is", "am"), ("is", "i")),
    "el": (("ος", "ου"), ("ος", "ο"), ("ης", "η"), ("ας", "α"), ("α", "ας"), ("η", "ης")),
}


class CaseForms:
    """Words and their case forms within one article.

    Args:
        written: words of names as written, each with its language.
    """

    def __init__(self, written: Iterable[tuple[str, str]]) -> None:
        present: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word, language in islice(dict.fromkeys(written), _MOST_WORDS):
            if len(word) <= _LONGEST:
                present[folded(word)].append((word, language))
        # A word that begins like no other here has no case forms here.
        begin_so = Counter(word[:_SAME_BEGINNING] for word in present)
        alone = {word for word in present if begin_so[word[:_SAME_BEGINNING]] == 1}
        self._nominatives: dict[str, list[str]] = defaultdict(list)
        self._cases: dict[str, list[str]] = defaultdict(list)
        by_stem: dict[tuple[str, str], list[str]] = defaultdict(list)
        for base, same in present.items():
            for word, language in same if base not in alone else ():
                for form in _declined(word, language):
                    self._add(base, form, present)
                for stem in _stems(word, language):
                    by_stem[language, folded(stem)].append(base)
        for form, same in present.items():
            for language in dict.fromkeys(language for _, language in same) if form not in alone else ():
                for stem in _before_endings(form, language):
                    for base in by_stem.get((language, stem), ()):
                        self._add(base, form, present)

    def _add(self, base: str, form: str, present: Mapping[str, object]) -> None:
        if form != base and form in present and base not in self._nominatives[form]:
            self._nominatives[form].append(base)
            self._cases[base].append(form)

    def nominatives(self, key: Words) -> list[Words]:
        """Return the names that `key` may be a case form of, without itself."""
        return self._readings(key, self._nominatives)

    def cases(self, key: Words) -> list[Words]:
        """Return the names that may be case forms of `key`, without itself."""
        return self._readings(key, self._cases)

    @staticmethod
    def _readings(key: Words, related: Mapping[str, list[str]]) -> list[Words]:
        options = [[word, *related.get(word, ())] for word in key]
        return [reading for reading in islice(product(*options), _MOST_READINGS) if reading != key]


def _declined(word: str, language: str) -> Iterator[str]:
    word = word.capitalize() if word.isupper() else word
    latin = f"{language}-Latn"
    paradigm = latin if latin in PARADIGMS and _LATIN.search(word) else language
    yield from (folded(form) for form in forms(paradigm, word, person=True))
    for ending, case in _SURNAMES.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - 1:
            yield folded(word.removesuffix(ending) + case)


def _stems(word: str, language: str) -> Iterator[str]:
    if language in FUSED and len(word) >= _SHORTEST_STEM:
        yield word
    if language in STEMS:
        yield from stems(language, word)


def _before_endings(form: str, language: str) -> Iterator[str]:
    endings = _FOLDED.get(language)
    if endings:
        for size in range(1, min(MAX_TAIL, len(form) - _SHORTEST_STEM) + 1):
            if form[-size:] in endings:
                yield form[:-size]


_FOLDED: Final = {language: frozenset(map(folded, endings)) for language, endings in FUSED.items()}


def join_case_forms(groups: Groups, cases: CaseForms, among: Sequence[int]) -> None:
    """Join each of the forms `among` to what it is a case form of, where only one thing can be meant."""
    known = {(groups.forms[index].type, groups.forms[index].key): index for index in among}
    bases: dict[int, list[int]] = {}
    for index in among:
        form = groups.forms[index]
        if form.type != "MISC":
            readings = cases.nominatives(form.key)
            bases[index] = [known[form.type, each] for each in readings if (form.type, each) in known]
    children: dict[int, set[int]] = defaultdict(set)
    for index, found in bases.items():
        for base in found:
            children[base].add(index)
    # Those that may be of several forms come last: these may be one thing by then (`Πάτμου` of `Πάτμος` and `Πάτμο`).
    for index, found in sorted(bases.items(), key=lambda item: (len(item[1]), item[0])):
        meant = groups.only(found)
        # `Александра Иванова` with case forms of her own is no case form of `Александр Иванов`.
        own = children[index].difference({index}, found, *(children[each] for each in found))
        if meant is not None and not own:
            groups.join(meant, index)
