"""How far the key goes: the figures of docs/entities.md, floors just below them.

`develop.jsonl` was looked at while the rules were made; `held.jsonl` was not.
"""

from itertools import combinations
from pathlib import Path

import pytest

from processor.stages.entities.persons.compare import same_person
from training.persons.measure import Form, forms, joined, pairs, people_of_keys

LISTS = Path(__file__).parents[3] / "data" / "persons"


def _list(half: str) -> list[Form]:
    return forms(LISTS / f"{half}.jsonl")


def test_the_list_is_what_was_asked_for() -> None:
    people: dict[str, set[str]] = {}
    for half in ("develop", "held"):
        for form in _list(half):
            people.setdefault(form.person, set()).add(form.language)
    assert len(people) >= 60
    assert min(map(len, people.values())) >= 5


@pytest.mark.parametrize(("half", "equal", "alike"), [("develop", 0.77, 0.90), ("held", 0.66, 0.80)])
def test_recall(half: str, equal: float, alike: float) -> None:
    same = list(pairs(_list(half)))
    assert sum(joined(*pair) for pair in same) / len(same) >= equal
    near = sum(same_person(one.name, one.language, other.name, other.language) for one, other in same)
    assert near / len(same) >= alike


@pytest.mark.parametrize(
    ("half", "language", "floor"), [("held", "hi", 0.85), ("held", "ru", 0.79), ("held", "ar", 0.79)]
)
def test_recall_with_english(half: str, language: str, floor: float) -> None:
    same = [pair for pair in pairs(_list(half)) if {form.language for form in pair} == {"en", language}]
    assert sum(joined(*pair) for pair in same) / len(same) >= floor


def test_no_two_people_share_a_key() -> None:
    known = _list("develop") + _list("held")
    assert [people for people in people_of_keys(known).values() if len(people) > 1] == []


@pytest.mark.parametrize("half", ["develop", "held"])
def test_no_two_people_are_alike(half: str) -> None:
    english = [form for form in _list(half) if form.language in {"en", "hi", "ar"}]
    alike = [
        (one.name, other.name)
        for one, other in combinations(english, 2)
        if one.person != other.person and same_person(one.name, one.language, other.name, other.language)
    ]
    assert alike == []
