"""`--filter NAME=VALUE`: which records are shown. The same name again means or, another name means and."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import click

from processor.observe.facts import FILTERS, Facts

if TYPE_CHECKING:
    from processor.contracts import DeadLetter, EnrichedArticle


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
    wanted = _parsed(filters, list(FILTERS))

    def passes(article: "EnrichedArticle") -> bool:
        facts = Facts.of(article)
        return all(any(FILTERS[name](facts, value) for value in values) for name, values in wanted.items())

    return passes


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
