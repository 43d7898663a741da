"""What an enriched record is looked for by: the same words mean the same on the command line and on the live page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from processor.contracts import EnrichedArticle


@dataclass(frozen=True, slots=True)
class Facts:
    """What filters compare, all of it casefolded.

    Attributes:
        language: BCP 47 tag, `und` when undetermined.
        names: of entities, as written and in Latin letters.
        mentions: every mention's text.
        countries: ISO 3166 codes of the countries that are named.
        topics: (id, name) of each topic.
        id: the article's.
    """

    language: str
    names: frozenset[str]
    mentions: frozenset[str]
    countries: frozenset[str]
    topics: tuple[tuple[str, str], ...]
    id: str

    @classmethod
    def of(cls, article: "EnrichedArticle") -> Self:
        """Return the facts of a record."""
        entities = article.entities
        return cls(
            language=article.language.tag.casefold() if article.language else "und",
            names=frozenset(name.casefold() for entity in entities for name in (entity.name, entity.latin) if name),
            mentions=frozenset(mention.text.casefold() for entity in entities for mention in entity.mentions),
            countries=frozenset(entity.ids["iso3166"].casefold() for entity in entities if "iso3166" in entity.ids),
            topics=tuple((topic.id.casefold(), topic.name.casefold()) for topic in article.topics),
            id=article.id.casefold(),
        )


def _language(facts: Facts, wanted: str) -> bool:
    """`zh` finds `zh-Hant` too (RFC 4647, basic filtering)."""
    return wanted in ("*", facts.language) or facts.language.startswith(f"{wanted}-")


#: What can be asked for by name, and how a casefolded value is compared.
FILTERS: Final[dict[str, Callable[[Facts, str], bool]]] = {
    "language": _language,
    "topic": lambda facts, wanted: any(wanted == code or wanted in name for code, name in facts.topics),
    "entity": lambda facts, wanted: wanted in facts.mentions or any(wanted in name for name in facts.names),
    "country": lambda facts, wanted: wanted in facts.countries,
    "id": lambda facts, wanted: wanted == facts.id,
}
