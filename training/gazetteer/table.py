"""The table that ships: one row a form of a thing's name, with the languages that have it."""

from typing import Final

from processor.stages.entities.gazetteer.fold import is_cased
from processor.stages.entities.inflection.declension import forms, stems

#: key (language or language-Script, `*` for unknown) -> concept -> names, CLDR's own first.
Names = dict[str, dict[str, list[str]]]
#: Surface, concept, what the surface is, key set, key set in which it is CLDR's own name.
Row = tuple[str, str, int, int, int]
#: What a surface is: a name as such, one of its case forms, or a stem that needs an ending to be a word.
NAME: Final = 0
FORM: Final = 1
STEM: Final = 2


def _is_small(surface: str) -> bool:
    """Tell whether a locale writes a name small in a script with capitals: in text it could not be told from words."""
    return is_cased(surface) and surface == surface.lower()


def table(names: Names) -> tuple[list[Row], list[list[str]]]:
    """Return the rows, sorted, and the key sets to which they refer by index."""
    keys: dict[tuple[str, str, int], list[str]] = {}
    own: dict[tuple[str, str, int], list[str]] = {}
    for key, concepts in sorted(names.items()):
        written = {concept: [s for s in surfaces if not _is_small(s)] for concept, surfaces in concepts.items()}
        taken = {surface for surfaces in written.values() for surface in surfaces}
        for concept, surfaces in written.items():
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
        (*row, sets.setdefault(tuple(keys[row]), len(sets)), sets.setdefault(tuple(own.get(row, ())), len(sets)))
        for row in sorted(keys)
    ]
    return rows, [list(members) for members in sets]
