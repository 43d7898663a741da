"""What an entity gets from its name alone: the name in Latin letters, and of a person the key."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from processor.contracts import Entity
from processor.contracts.ids import fingerprint
from processor.stages.entities.persons import key, latin
from processor.stages.entities.persons.known import data_fingerprint

#: The scheme of the key in `Entity.ids`.
SCHEME: Final = "person"


def filled(entities: Iterable[Entity], language: str) -> tuple[Entity, ...]:
    """Return the entities with `latin` and, of people, `ids["person"]`, where there is any.

    Args:
        entities: of one article.
        language: its BCP 47 tag, `und` where it is undetermined.
    """
    return tuple(_filled(entity, language) for entity in entities)


@cache
def version() -> str:
    """Return a fingerprint of all that keys and Latin letters are made with: rules, tables, libraries."""
    from importlib.metadata import version as installed

    libraries = (f"{library} {installed(library)}" for library in ("anyascii", "pypinyin"))
    return fingerprint(key.VERSION, latin.VERSION, data_fingerprint(), *libraries)


def _filled(entity: Entity, language: str) -> Entity:
    person = entity.type == "PER"
    written = latin.latin(entity.name, language, person=person)
    known = key.person_key(entity.name, language) if person else None
    if written is None and known is None:
        return entity
    return replace(entity, latin=written, ids=entity.ids | {SCHEME: known} if known else entity.ids)
