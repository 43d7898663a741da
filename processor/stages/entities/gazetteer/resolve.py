"""From a spelling to the one thing it names in an article's language, or to nothing."""

from dataclasses import dataclass
from typing import Final, Literal

from processor.stages.entities.gazetteer.data import ANY_LANGUAGE, RANK, Concept, Name
from processor.stages.entities.gazetteer.fold import is_cased
from processor.stages.entities.gazetteer.languages import Reading, languages_of, speaks

#: How a spelling belongs to the article: its language's own name, that of a language that writes names alike, or one
#: that only other languages use.
Tier = Literal["own", "related", "foreign"]

#: A foreign name must be this long, in letters, and used by this many languages.
MIN_FOREIGN_LETTERS: Final = 5
MIN_FOREIGN_LANGUAGES: Final = 3
#: An Aramaic, Indic or East Asian letter says more than a Latin one; and few languages share those scripts.
MIN_FOREIGN_LETTERS_UNCASED: Final = 4
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
    if reading.known and is_cased(names[0].surface):
        return None  # 50 to 60 % right where it was measured
    if len({name.concept.key for name in names}) == 1 and _is_unmistakable(names):
        return Meaning(names[0].concept, "foreign")
    return None


def _one(names: tuple[Name, ...]) -> Concept | None:
    best = min(RANK[name.concept.kind] for name in names)
    concepts = {name.concept.key: name.concept for name in names if RANK[name.concept.kind] == best}
    return next(iter(concepts.values())) if len(concepts) == 1 else None


def _is_unmistakable(names: tuple[Name, ...]) -> bool:
    surface = names[0].surface
    letters = sum(char.isalpha() for char in surface)
    if any(ANY_LANGUAGE in name.keys for name in names):
        return letters >= (MIN_FOREIGN_LETTERS if is_cased(surface) else MIN_FOREIGN_LETTERS_EAST_ASIAN)
    if is_cased(surface):
        return letters >= MIN_FOREIGN_LETTERS and languages_of(names) >= MIN_FOREIGN_LANGUAGES
    return letters >= (MIN_FOREIGN_LETTERS_EAST_ASIAN if surface[0] >= "\u2e80" else MIN_FOREIGN_LETTERS_UNCASED)
