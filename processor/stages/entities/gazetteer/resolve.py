"""From a spelling to the one thing it names in an article's language, or to nothing."""

from dataclasses import dataclass
from typing import Final, Literal

from processor.stages.entities.gazetteer.borders import is_word
from processor.stages.entities.gazetteer.data import ANY_LANGUAGE, RANK, Concept, Name
from processor.stages.entities.gazetteer.fold import is_cased
from processor.stages.entities.gazetteer.languages import Reading, languages_of, speaks

#: How a spelling belongs to the article: its language's own name, that of a language that writes names alike, or one
#: that only other languages use.
Tier = Literal["own", "related", "foreign"]

#: A foreign name must be this long, in letters and marks, and used by this many languages.
MIN_FOREIGN_LETTERS: Final = 5
MIN_FOREIGN_LANGUAGES: Final = 3
#: One letter shorter it must be the name in very many languages, as `Peru` and `Iran` are.
MIN_LANGUAGES_OF_SHORT: Final = 20
#: Where East Asian writing begins; two of its letters say as much as five of others.
EAST_ASIAN: Final = "\u2e80"
MIN_FOREIGN_LETTERS_EAST_ASIAN: Final = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a spelling means; `concept` is None where it means several things."""

    concept: Concept | None
    tier: Tier


def resolve(names: tuple[Name, ...], reading: Reading) -> Meaning | None:
    """Return what `names`, all of one spelling, mean to a reader; None when the spelling is no name to them."""
    if own := tuple(name for name in names if speaks(name, reading.own)):
        return Meaning(_one(own), "own")
    if related := tuple(name for name in names if speaks(name, reading.related)):
        return Meaning(_one(related), "related")
    if reading.known and not _may_be_foreign(names[0].concept, names):
        return None
    if len({name.concept.key for name in names}) == 1 and _is_unmistakable(names):
        return Meaning(names[0].concept, "foreign")
    return None


def _one(names: tuple[Name, ...]) -> Concept | None:
    best = min(RANK[name.concept.kind] for name in names)
    concepts = {name.concept.key: name.concept for name in names if RANK[name.concept.kind] == best}
    return next(iter(concepts.values())) if len(concepts) == 1 else None


def _may_be_foreign(concept: Concept, names: tuple[Name, ...]) -> bool:
    """Tell whether a known language may call a thing as others do: cities, of which CLDR names few.

    Measured: half of such names of countries are words of the language itself, and a fifth of those of large cities in
    scripts with capitals; their capitals are written as in English often enough.
    """
    if concept.kind != "city":
        return False
    return not is_cased(names[0].surface) or (concept.capital and any(ANY_LANGUAGE in name.keys for name in names))


def _is_unmistakable(names: tuple[Name, ...]) -> bool:
    surface = names[0].surface
    letters = sum(is_word(char) for char in surface)
    anywhere = any(ANY_LANGUAGE in name.keys for name in names)
    if is_cased(surface):
        if letters < MIN_FOREIGN_LETTERS:
            return letters == MIN_FOREIGN_LETTERS - 1 and languages_of(names) >= MIN_LANGUAGES_OF_SHORT
        return anywhere or languages_of(names) >= MIN_FOREIGN_LANGUAGES
    if surface[0] >= EAST_ASIAN:
        return letters >= MIN_FOREIGN_LETTERS_EAST_ASIAN
    return letters >= MIN_FOREIGN_LETTERS - (names[0].concept.kind != "city")
