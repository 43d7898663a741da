"""`--filter NAME=VALUE`: which records are shown. The same name again means or, another name means and."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from processor.contracts import DeadLetter, EnrichedArticle


def _language(article: "EnrichedArticle", wanted: str) -> bool:
    """`zh` finds `zh-Hant` too (RFC 4647, basic filtering)."""
    tag = article.language.tag.lower() if article.language else "und"
    return wanted in ("*", tag) or tag.startswith(f"{wanted}-")


def _topic(article: "EnrichedArticle", wanted: str) -> bool:
    return any(wanted == topic.id.lower() or wanted in topic.name.casefold() for topic in article.topics)


def _entity(article: "EnrichedArticle", wanted: str) -> bool:
    return any(
        wanted in entity.name.casefold() or any(wanted == mention.text.casefold() for mention in entity.mentions)
        for entity in article.entities
    )


def _country(article: "EnrichedArticle", wanted: str) -> bool:
    return any(wanted == entity.ids.get("iso3166", "").casefold() for entity in article.entities)


_OF_ARTICLES: Final[dict[str, Callable[["EnrichedArticle", str], bool]]] = {
    "language": _language,
    "topic": _topic,
    "entity": _entity,
    "country": _country,
    "id": lambda article, wanted: article.id.casefold() == wanted,
}
_OF_LETTERS: Final[dict[str, Callable[["DeadLetter", str], bool]]] = {
    "reason": lambda letter, wanted: letter.reason.value == wanted,
    "stage": lambda letter, wanted: letter.stage.casefold() == wanted,
    "id": lambda letter, wanted: (letter.id or "").casefold() == wanted,
}


def article_filter(filters: Sequence[str]) -> "Callable[[EnrichedArticle], bool]":
    """Return a function that tells whether an article passes.

    Raises:
        click.UsageError: a filter is malformed or of an unknown name.
    """
    wanted = _parsed(filters, list(_OF_ARTICLES))
    return lambda article: all(
        any(_OF_ARTICLES[name](article, value) for value in values) for name, values in wanted.items()
    )


def letter_filter(filters: Sequence[str]) -> "Callable[[DeadLetter], bool]":
    """Return a function that tells whether a dead letter passes.

    Raises:
        click.UsageError: as `article_filter`, and for a reason that there is not.
    """
    from processor.contracts import Reason

    wanted = _parsed(filters, list(_OF_LETTERS))
    for reason in wanted.get("reason", ()):
        if reason not in list(Reason):
            raise click.UsageError(f"there is no reason {reason!r}; known are {', '.join(Reason)}")
    return lambda letter: all(
        any(_OF_LETTERS[name](letter, value) for value in values) for name, values in wanted.items()
    )


def _parsed(filters: Sequence[str], known: Sequence[str]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = defaultdict(list)
    for given in filters:
        name, equals, value = given.partition("=")
        if not equals or not value or name not in known:
            raise click.UsageError(f"--filter {given}: expected NAME=VALUE with NAME one of {', '.join(known)}")
        wanted[name].append(value.casefold())
    return wanted
