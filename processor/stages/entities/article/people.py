"""Ways to name one person: full name, surname or given name, initials, either order, with and without a middle name.

A shorter name joins a longer one only where the article has exactly one that it can be.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import regex

from processor.stages.entities.article.case_forms import CaseForms
from processor.stages.entities.article.groups import Form, Groups, Words
from processor.stages.entities.gazetteer.words import words as listed

#: Full names with one surname and one first letter; initials tell nothing where there are more, in a list of names.
_MOST_NAMESAKES: Final = 50
#: Longer names are not looked into: no person has as many words.
_MOST_WORDS: Final = 8
_TOKEN: Final = regex.compile(r"\p{L}[\p{L}\p{M}'’]*\.?")
#: Names whose words are not written apart. Korean and Chinese surnames are one character, others two.
_TOGETHER: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}々]{2,7}|\p{Hangul}{2,5}")
_ONE: Final = regex.compile(r"[\p{Han}\p{Hangul}]")
_HANGUL: Final = regex.compile(r"\p{Hangul}")
_TWO: Final = 2
#: Languages that write the family name first, always or in lists and official texts.
_BOTH_ORDERS: Final = listed("hu zh ja ko vi km mn ru uk be kk ky uz tg")


def join_people(groups: Groups, people: list[int], cases: CaseForms) -> set[int]:
    """Join the forms of `people` in `groups`; return those that may be of several people and so were not joined."""
    forms = groups.forms
    longest_first = sorted(people, key=lambda form: (-len(forms[form].key), forms[form].key))
    _join_orders(groups, longest_first)
    initials = {form for form in longest_first if _initials(forms[form].key)[0]}
    _join_initials(groups, [form for form in longest_first if form not in initials], sorted(initials), cases)
    unclear = _join_parts(groups, longest_first, cases)
    _join_characters(groups, people)
    return unclear


def _join_orders(groups: Groups, people: Sequence[int]) -> None:
    """`Viktor Orbán` and `Orbán Viktor`, where both orders are usual: `Ali Hassan` and `Hassan Ali` are two people."""
    same: dict[Words, int] = {}
    exact = {groups.forms[form].key: form for form in people}
    for form in people:
        words = groups.forms[form].key
        if not _TWO <= len(words) <= _MOST_WORDS:
            continue
        if words[0].endswith(","):  # `Putin, Vladimir`
            groups.join(exact.get((*words[1:], words[0].rstrip(",")), form), form)
        elif groups.forms[form].language in _BOTH_ORDERS:
            groups.join(same.setdefault(tuple(sorted(words)), form), form)


def _initials(key: Words) -> tuple[list[str], list[str]]:
    """Return the initials of a name and its other words: `g.w. bush` has g, w and bush."""
    tokens = [token.rstrip(".") for word in key[:_MOST_WORDS] for token in _TOKEN.findall(word)]
    initials = [token for token in tokens if len(token) == 1 and not _ONE.match(token)]
    return initials, [token for token in tokens if len(token) > 1]


def _join_initials(groups: Groups, full: Iterable[int], short: Iterable[int], cases: CaseForms) -> None:
    """`G. W. Bush` and `George Walker Bush`; further initials than the full name has words may be left out."""
    by_name: dict[tuple[str, str], set[int]] = defaultdict(set)
    for form in full:
        words = groups.forms[form].key
        if _TWO <= len(words) <= _MOST_WORDS:
            by_name[words[-1], words[0][0]].add(form)
            by_name[words[0], words[1][0]].add(form)
    for form in short:
        initials, rest = _initials(groups.forms[form].key)
        if len(rest) != 1:
            continue
        names = [rest[0], *(reading[0] for reading in cases.nominatives((rest[0],)))]
        namesakes = [by_name[name, initials[0]] for name in names if (name, initials[0]) in by_name]
        if sum(map(len, namesakes)) > _MOST_NAMESAKES:
            continue
        found = set[int]().union(*namesakes)
        fitting = [each for each in sorted(found) if _fit(initials, groups.forms[each].key, names)]
        meant = groups.only(fitting)
        if meant is not None:
            groups.join(meant, form)


def _fit(initials: list[str], words: Words, names: list[str]) -> bool:
    given = [word for word in words if word not in names]
    return all(word.startswith(initial) for initial, word in zip(initials, given, strict=False))


def _join_parts(groups: Groups, longest_first: Iterable[int], cases: CaseForms) -> set[int]:
    """`किम` and `किम जोंग उन`, `Путина` and `Владимир Путин`, `Vladimir Putin` and `Vladimir Vladimirovich Putin`."""
    parts: dict[Words, set[int]] = defaultdict(set)
    unclear: set[int] = set()
    for form in longest_first:
        words = groups.forms[form].key
        # Exactly, or as a case form of a longer name's word; the other way round only where neither is found.
        for readings in ([words, *cases.nominatives(words)], cases.cases(words)):
            found = {each for reading in readings for each in parts.get(reading, ())}
            if found:
                meant = groups.only(found)
                if meant is None:
                    unclear.add(form)
                else:
                    groups.join(meant, form)
                break
        if len(words) <= _MOST_WORDS:
            for size in range(1, len(words)):
                parts[words[:size]].add(form)
                parts[words[-size:]].add(form)
            if len(words) > _TWO:
                parts[words[0], words[-1]].add(form)
    return unclear


def _join_characters(groups: Groups, people: Iterable[int]) -> None:
    """`习` and `习近平`, `安倍` and `安倍晋三`, `문` and `문재인`."""
    parts: dict[str, set[int]] = defaultdict(set)
    short: list[tuple[int, str]] = []
    for form in people:
        for name in _together(groups.forms[form]):
            short.append((form, name))
            for part in _character_parts(name):
                parts[part].add(form)
    for form, name in sorted(short, key=lambda item: (-len(item[1]), item[1])):
        meant = groups.only(each for each in parts.get(name, ()) if each != form)
        if meant is not None:
            groups.join(meant, form)


def _together(form: Form) -> Iterator[str]:
    if len(form.key) == 1 and (_TOGETHER.fullmatch(form.key[0]) or _ONE.fullmatch(form.key[0])):
        yield form.key[0]


def _character_parts(name: str) -> Iterator[str]:
    """Yield the surnames and given names that a whole name may have; in Korean a surname is one syllable."""
    if not _ONE.match(name):
        return
    if len(name) >= _TWO:
        yield name[0]
    for size in range(_TWO, len(name)):
        if size == len(name) - 1 or not _HANGUL.match(name):
            yield name[-size:]
        if not _HANGUL.match(name):
            yield name[:size]
