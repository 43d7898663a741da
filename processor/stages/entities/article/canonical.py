"""The one name of a thing: the fullest form that the article has, in the nominative where it has that."""

from collections.abc import Sequence
from typing import Final

import regex

from processor.stages.entities.article.case_forms import CaseForms
from processor.stages.entities.article.groups import Form, Words

_TOGETHER: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_INITIAL: Final = regex.compile(r"\p{L}\.?|(?:\p{L}\.)+")


def canonical(forms: Sequence[Form], cases: CaseForms) -> tuple[str, Words]:
    """Return the name and the key of the form that it is of.

    The form with most words that are no initials; of those the one that most others are case forms of and that is a
    case form of fewest, then the one written most often, then the first.
    """
    keys = {form.key for form in forms}

    def rank(index: int) -> tuple[int, ...]:
        form = forms[index]
        return (*_fullness(form), *_standing(form.key, keys, cases), form.shown.total(), -index)

    best = max(range(len(forms)), key=rank)
    return forms[best].surface, forms[best].key


def _fullness(form: Form) -> tuple[int, int]:
    """Return how many whole words a name has, and how many characters where words are written together."""
    whole = sum(not _INITIAL.fullmatch(word) for word in form.key)
    return whole, sum(len(word) for word in form.key) if _TOGETHER.match(form.key[0]) else 0


def _standing(key: Words, keys: set[Words], cases: CaseForms) -> tuple[int, int]:
    forms_of_it = sum(case in keys for case in cases.cases(key))
    return forms_of_it - sum(base in keys for base in cases.nominatives(key)), forms_of_it
