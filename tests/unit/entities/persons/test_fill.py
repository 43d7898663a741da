"""What entities get from their names."""

from processor.contracts import Entity, EntityType, Mention
from processor.stages.entities.persons.fill import filled, version


def _entity(kind: EntityType, name: str, **ids: str) -> Entity:
    return Entity(kind, name, ids, (Mention(0, len(name), name),), 0.9)


def test_people_get_a_key_and_names_in_other_scripts_latin_letters() -> None:
    person, place, english = filled(
        (_entity("PER", "किम जोंग उन"), _entity("LOC", "रूस", iso3166="RU"), _entity("PER", "Kim Jong-un")), "hi"
    )
    assert (person.latin, person.ids["person"], person.link) == ("Kim Jong Un", english.ids["person"], None)
    assert (place.latin, place.ids) == ("Rus", {"iso3166": "RU"})
    assert english.latin is None


def test_other_identifiers_stay_and_what_has_nothing_to_get_is_unchanged() -> None:
    listed, single, firm = (
        _entity("PER", "Nelson Mandela", watchlist="7"),
        _entity("PER", "Mandela"),
        _entity("ORG", "Bank of England"),
    )
    found = filled((listed, single, firm), "en")
    assert found[0].ids == {"watchlist": "7", "person": found[0].ids["person"]}
    assert listed.ids == {"watchlist": "7"}
    assert found[1:] == (single, firm)


def test_version_is_one_word() -> None:
    assert version().isalnum()
    assert version() == version()
