"""What a tagger is: it finds stretches of a text that name something. The stage makes entities of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from processor.contracts import Coordinates, EntityType, Language, LinkHow


@dataclass(frozen=True, slots=True)
class Link:
    """The thing that a span names, where the tagger knows it.

    Attributes:
        key: the same for two spans exactly when they name the same thing.
        name: its canonical name, in the article's language where that is known.
        ids: identifiers by scheme, as in the record.
        how: what decided that this is meant, None where there are no identifiers.
    """

    key: str
    name: str
    ids: Mapping[str, str] = field(default_factory=dict)
    coordinates: Coordinates | None = None
    how: LinkHow | None = None


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Half-open range [start, end) of code points of the text that was tagged, with its type.

    Attributes:
        confidence: probability that borders, type and link are right.
    """

    start: int
    end: int
    type: EntityType
    confidence: float
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Tagging:
    """All spans of one text, in order, none overlapping.

    `fallback` says what the tagger had to do without, if anything, in one short sentence; `note` what a reader should
    keep in mind although nothing is missing, such as `zero-shot`: the model was not trained on this language.
    A language is never refused: a tagger that does not know it does what it can and says so.
    """

    spans: tuple[TaggedSpan, ...]
    fallback: str | None = None
    note: str | None = None


class Tagger(Protocol):
    """Finds names in text: a pure function, linear in the text's length on every text. Construction loads its data."""

    @property
    def model(self) -> str:
        """Fingerprint of the data and weights, one word."""

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the spans of `text`; `language` is None where nobody has determined it.

        The segments of `language` are counted in `text`.
        """
