"""The table that ships: one row a form of a thing's name, with the languages that have it."""

from typing import Any, Final

from training.gazetteer.declension import forms, stems

#: key (language or language-Script, `*` for unknown) -> concept -> names, CLDR's own first.
Names = dict[str, dict[str, list[str]]]
#: What a surface is: a name as such, one of its case forms, or a stem that needs an ending to be a word.
NAME: Final = 0
FORM: Final = 1
STEM: Final = 2


def table(names: Names) -> dict[str, Any]:
    """Return `rows` of [surface, concept, what it is, key set, key set in which it is CLDR's own name], and `key_sets`."""
    keys: dict[tuple[str, str, int], list[str]] = {}
    own: dict[tuple[str, str, int], list[str]] = {}
    for key, concepts in sorted(names.items()):
        taken = {surface for surfaces in concepts.values() for surface in surfaces}
        for concept, surfaces in concepts.items():
            for index, surface in enumerate(surfaces):
                keys.setdefault((surface, concept, NAME), []).append(key)
                if index == 0:
                    own.setdefault((surface, concept, NAME), []).append(key)
            for kind, derive in ((FORM, forms), (STEM, stems)):
                derived = {form for surface in surfaces for form in derive(key, surface)} - taken
                for form in derived:
                    keys.setdefault((form, concept, kind), []).append(key)
    sets: dict[tuple[str, ...], int] = {(): 0}
    rows = [
        [
            *row,
            sets.setdefault(tuple(keys[row]), len(sets)),
            sets.setdefault(tuple(own.get(row, ())), len(sets)),
        ]
        for row in sorted(keys)
    ]
    return {"rows": rows, "key_sets": [list(members) for members in sets]}
