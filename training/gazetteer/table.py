"""The table that ships: one row a name of a thing, with the languages that call it so."""

from typing import Any

#: key (language or language-Script, `*` for unknown) -> concept -> names, CLDR's own first.
Names = dict[str, dict[str, list[str]]]


def table(names: Names) -> dict[str, Any]:
    """Return `rows` of [surface, concept, key set, key set in which it is CLDR's own name] and the `key_sets`."""
    keys: dict[tuple[str, str], list[str]] = {}
    own: dict[tuple[str, str], list[str]] = {}
    for key, concepts in sorted(names.items()):
        for concept, surfaces in concepts.items():
            for index, surface in enumerate(surfaces):
                keys.setdefault((surface, concept), []).append(key)
                if index == 0:
                    own.setdefault((surface, concept), []).append(key)
    sets: dict[tuple[str, ...], int] = {(): 0}
    rows = [
        [
            surface,
            concept,
            sets.setdefault(tuple(keys[surface, concept]), len(sets)),
            sets.setdefault(tuple(own.get((surface, concept), ())), len(sets)),
        ]
        for surface, concept in sorted(keys)
    ]
    return {"rows": rows, "key_sets": [list(members) for members in sets]}
