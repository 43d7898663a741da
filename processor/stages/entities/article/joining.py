"""Which spans name the same thing: one form is one thing, and so are its case forms, short forms and acronyms."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from processor.contracts import Language
from processor.stages.entities.article.acronyms import CLOSING, OPENING, abbreviates, is_acronym, stands_for
from processor.stages.entities.article.canonical import canonical
from processor.stages.entities.article.case_forms import CaseForms, join_case_forms
from processor.stages.entities.article.groups import Form, Groups, read
from processor.stages.entities.article.legal_forms import without_legal_form
from processor.stages.entities.article.people import join_people
from processor.stages.entities.article.speech import language_at
from processor.stages.entities.tagger import Link, TaggedSpan

#: Blanks, a bracket and a quote.
_BRACKET: Final = 4
#: No article has more names in capitals, or long ones that they could stand for.
_MOST_ACRONYMS: Final = 50
_MOST_EXPANSIONS: Final = 200


def joined(text: str, spans: Sequence[TaggedSpan], language: Language | None = None) -> tuple[TaggedSpan, ...]:
    """Return the spans, all with a link; those without one had got the same exactly when they name the same thing.

    What a span with a link is joined to gets that link, unless several things with links would become one.
    """
    spoken = language_at(language)
    forms, of_spans = read(text, spans, (spoken(span.start) for span in spans))
    groups = Groups(forms)
    cases = CaseForms((word, form.language) for form in forms for shown in form.shown for word in _words(form, shown))
    by_type: dict[str, list[int]] = defaultdict(list)
    for index, form in enumerate(forms):
        by_type[form.type].append(index)
    # A surname alone may be of either spouse: it waits for the full names.
    alone = {index for index in by_type["PER"] if len(forms[index].key) == 1}
    join_case_forms(groups, cases, [index for index in range(len(forms)) if index not in alone])
    unclear = join_people(groups, by_type["PER"], cases)
    join_case_forms(groups, cases, sorted(alone - unclear))
    _join_firms(groups, by_type["ORG"])
    _join_brackets(text, spans, of_spans, groups)
    _join_acronyms(groups, by_type["ORG"])
    links = _links(groups, cases)
    return tuple(
        span if span.link else replace(span, link=links[number]) for span, number in zip(spans, of_spans, strict=True)
    )


def _words(form: Form, shown: str) -> list[str]:
    return (shown.replace("-", " ") if form.type == "PER" else shown).split()


def _join_firms(groups: Groups, firms: Sequence[int]) -> None:
    same: dict[tuple[str, ...], int] = {}
    for index in firms:
        core = without_legal_form(groups.forms[index].key)
        groups.join(same.setdefault(core, index), index)


def _join_brackets(text: str, spans: Sequence[TaggedSpan], of_spans: Sequence[int], groups: Groups) -> None:
    """Join a name and its acronym where one stands in brackets after the other."""
    for (span, one), (following, other) in zip(
        zip(spans, of_spans, strict=True), zip(spans[1:], of_spans[1:], strict=True), strict=False
    ):
        if span.type != following.type or span.type == "PER" or following.start - span.end > _BRACKET:
            continue
        if OPENING.fullmatch(text, span.end, following.start) and CLOSING.match(text, following.end):
            left, right = text[span.start : span.end], text[following.start : following.end]
            if stands_for(right, left, tagged=True) or stands_for(left, right, tagged=True):
                groups.join(one, other)


def _join_acronyms(groups: Groups, organisations: Sequence[int]) -> None:
    """Join an acronym to the only organisation of the article whose initials it is."""
    surfaces = [(index, groups.forms[index].surface) for index in organisations]
    long = [(index, surface) for index, surface in surfaces if " " in surface][:_MOST_EXPANSIONS]
    short = [(index, surface) for index, surface in surfaces if " " not in surface and is_acronym(surface)]
    for index, surface in short[:_MOST_ACRONYMS]:
        meant = groups.only(each for each, expansion in long if abbreviates(surface, expansion))
        if meant is not None:
            groups.join(meant, index)


def _links(groups: Groups, cases: CaseForms) -> list[Link]:
    """Return the link of each form that has none of its own."""
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(groups.forms)):
        members[groups.root(index)].append(index)
    links: dict[int, Link] = {}
    for group in members.values():
        forms = [groups.forms[index] for index in group]
        known = {form.link.key: form.link for form in forms if form.link}
        name, key = canonical(forms, cases) if len(forms) > 1 else (forms[0].surface, forms[0].key)
        own = Link(f"{forms[0].type} {' '.join(key)}", name)
        for index in group:
            if len(known) == 1:
                links[index] = next(iter(known.values()))
            else:
                links[index] = groups.forms[index].link or own
    return [links[index] for index in range(len(groups.forms))]
