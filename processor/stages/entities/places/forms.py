"""From what is written to what it may call: the name as it is, without an ending, or in another case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from processor.stages.entities.gazetteer.endings import FUSED, MIN_FUSED
from processor.stages.entities.gazetteer.fold import fold, lower
from processor.stages.entities.inflection.declension import forms, stems
from processor.stages.entities.inflection.paradigms import PARADIGMS
from processor.stages.entities.places.index import ABBREVIATION, Index, Use

#: How many letters at the end of a first word a case ending may change, and how many it must leave.
_CHANGED: Final = 3
_LEFT: Final = 3
#: Names of so many more letters are not looked at: no case form is so much shorter than its name.
_LONGER: Final = 3
_MOST_NAMES: Final = 1000
#: How many names are looked at for all forms of an article together: a second's work, and far from what news needs.
MOST_NAMES_IN_ALL: Final = 100_000
#: Longer than any name.
_LONGEST: Final = 60


class Budget:
    """How many more names may be looked at for one article."""

    def __init__(self, left: int = MOST_NAMES_IN_ALL) -> None:
        self.left = left


def uses(index: Index, surface: str, language: str, key: str, budget: Budget) -> list[Use]:
    """Return what `surface` may call in an article; a case form of a name only as long as the `budget` lasts.

    Args:
        language: BCP 47 language subtag.
        key: the same with the script where the language is written in two.
    """
    if len(surface) > _LONGEST:
        return []
    if found := [use for use in index.uses(surface) if use.flag != ABBREVIATION]:
        return found
    return list(_inflected(index, surface, language, key, budget))


def _inflected(index: Index, surface: str, language: str, key: str, budget: Budget) -> Iterator[Use]:
    fused = FUSED.get(language, frozenset())
    folded = lower(fold(surface))
    if key in PARADIGMS and len(surface) > _LEFT:
        word = folded.partition(" ")[0].partition("-")[0]
        yield from _declined(index, folded, folded[: max(_LEFT, len(word) - _CHANGED)], key, budget)
    elif fused and len(surface) > MIN_FUSED:
        for name, found in _named(index, folded[:MIN_FUSED], len(surface), budget):
            if len(name) >= MIN_FUSED and _ends(folded, lower(fold(name)), key, fused, name):
                yield from found


def _declined(index: Index, folded: str, prefix: str, key: str, budget: Budget) -> Iterator[Use]:
    """Yield what is called by a name of which `folded` is a case form. Of `Rostov-on-Don` the first word changes."""
    _, hyphen, rest = folded.partition("-")
    for name, found in _named(index, prefix, len(folded) + _LONGER, budget):
        first, _, other = name.partition("-") if hyphen else (name, "", "")
        heads = (
            [f"{lower(fold(form))}{hyphen}{rest}" for form in forms(key, first)] if lower(fold(other)) == rest else []
        )
        if folded in heads or (hyphen and folded in [lower(fold(form)) for form in forms(key, name)]):
            yield from found


def _named(index: Index, prefix: str, longest: int, budget: Budget) -> Iterator[tuple[str, list[Use]]]:
    short = 0
    for name, found in index.beginning(prefix, longest):
        if budget.left == 0 or short == _MOST_NAMES:
            return
        budget.left -= 1
        short += len(name) <= longest
        if called := [use for use in found if use.flag != ABBREVIATION]:
            yield name, called


def _ends(folded: str, name: str, key: str, fused: Iterable[str], written: str) -> bool:
    bases = [name, *(lower(fold(stem)) for stem in stems(key, written))]
    return any(folded.startswith(base) and folded[len(base) :].strip("\u200c\u200d") in fused for base in bases)


def by_place(found: Iterable[Use]) -> dict[int, list[Use]]:
    """Return the uses of a name by the place it calls."""
    places: dict[int, list[Use]] = defaultdict(list)
    for use in found:
        places[use.place].append(use)
    return dict(places)
