"""Two records of one article: every fact that differs."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain

from processor.cli.diff.difference import INPUT, Difference, became, difference, probabilities, values
from processor.cli.diff.entities import entity_differences
from processor.contracts import EnrichedArticle, Language, Topic

_LANGUAGE = "language"
_TOPICS = "topics"
#: Of the record, but of no stage's making. Text and message can be long: only that they differ is told.
_INPUTS = ("title", "published_at", "hashtags")


def differences(a: EnrichedArticle, b: EnrichedArticle, tolerance: float) -> list[Difference]:
    """Return what differs, in the order of the record's fields.

    Versions, models and fingerprints are no facts: they say why facts differ (see `Summary`).

    Args:
        tolerance: how far apart two probabilities may be and count as the same.
    """
    if a == b:
        return []
    return list(
        chain(
            _inputs(a, b),
            _languages(a.language, b.language, tolerance),
            entity_differences(a, b, tolerance),
            _topics(a, b, tolerance),
            _extensions(a, b),
            _statuses(a, b),
        )
    )


def _inputs(a: EnrichedArticle, b: EnrichedArticle) -> Iterator[Difference]:
    if a.text != b.text:
        sizes = (f"{len(a.text):,} code points", f"{len(b.text):,} code points")
        yield difference(INPUT, "text", *sizes, what="another text: mentions are compared by name, not by place")
    if a.article != b.article:
        fields = sorted(
            name for name in a.article.keys() | b.article.keys() if a.article.get(name) != b.article.get(name)
        )
        yield difference(INPUT, "message", "another message", "another message", what=", ".join(fields))
    for name in _INPUTS:
        one, other = getattr(a, name) or None, getattr(b, name) or None
        yield from values(INPUT, name, one, other, what=name)


def _languages(a: Language | None, b: Language | None, tolerance: float) -> Iterator[Difference]:
    if a is None or b is None:
        yield from values(_LANGUAGE, "language", a and a.tag, b and b.tag)
        return
    yield from values(_LANGUAGE, "language", a.tag, b.tag)
    yield from values(_LANGUAGE, "script", a.script, b.script)
    if a.tag == b.tag:
        yield from probabilities(_LANGUAGE, a.confidence, b.confidence, tolerance, a.tag)
    one, other = ([[each.start, each.end, each.tag] for each in side.segments] for side in (a, b))
    # Where the tag differs, so does that of the one segment of a text in one language: the same fact.
    if [where for *where, _ in one] != [where for *where, _ in other] or len(one) > 1:
        yield from values(_LANGUAGE, "segments", one, other, what=became(len(one), len(other)))


def _topics(a: EnrichedArticle, b: EnrichedArticle, tolerance: float) -> Iterator[Difference]:
    one, other = ({topic.id: topic for topic in side.topics} for side in (a, b))
    same_text = a.text == b.text
    if one and other:
        firsts = (a.topics[0], b.topics[0])
        if firsts[0].id != firsts[1].id:
            yield difference(_TOPICS, "first topic", _named(firsts[0]), _named(firsts[1]))
    for key in sorted(one.keys() | other.keys()):
        before, after = one.get(key), other.get(key)
        if before is None or after is None:
            yield difference(_TOPICS, "topic", _stated(before), _stated(after), what=_named(before or after))
            continue
        what = _named(after)
        yield from probabilities(_TOPICS, before.confidence, after.confidence, tolerance, what)
        yield from _narrower(before, after, tolerance)
        if same_text and before.why != after.why:
            spans = (before.why and asdict(before.why), after.why and asdict(after.why))
            yield difference(_TOPICS, "why", *spans, after.why or before.why, what=what)


def _narrower(a: Topic, b: Topic, tolerance: float) -> Iterator[Difference]:
    one, other = ({each.id: each for each in side.narrower} for side in (a, b))
    for key in sorted(one.keys() | other.keys()):
        before, after = one.get(key), other.get(key)
        known = after or before
        what = f"{known.name} [{known.id}]" if known else ""
        if before and after:
            yield from probabilities(_TOPICS, before.confidence, after.confidence, tolerance, what)
        else:
            said = (before and before.confidence, after and after.confidence)
            yield difference(_TOPICS, "narrower topic", *said, what=what)


def _stated(topic: Topic | None) -> float | None:
    return None if topic is None else topic.confidence


def _named(topic: Topic | None) -> str:
    return "" if topic is None else f"{topic.name} [{topic.id}]"


def _extensions(a: EnrichedArticle, b: EnrichedArticle) -> Iterator[Difference]:
    for name in sorted(a.extensions.keys() | b.extensions.keys()):
        yield from values(name, "extension", a.extensions.get(name), b.extensions.get(name), what=name)


def _statuses(a: EnrichedArticle, b: EnrichedArticle) -> Iterator[Difference]:
    one, other = ({each.name: each for each in side.stages} for side in (a, b))
    for name in [*one, *(name for name in other if name not in one)]:
        said = []
        for side in (one, other):
            report = side.get(name)
            said.append(report and (f"{report.status}: {report.reason}" if report.reason else str(report.status)))
        yield from values(name, "status", said[0], said[1])
