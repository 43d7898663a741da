"""The rules of the suite, each for one part of what a stage may say."""

import math
import re
import unicodedata
from itertools import pairwise
from typing import Any

from processor.contracts import EnrichedArticle, Entity, Language, NarrowerTopic, Span, Status, Topic, probability
from processor.contracts.wire import COORDINATE_DIGITS
from processor.stages.stage import Annotation

# RFC 5646, in the case of its section 2.1.1. A hint can have any subtags.
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?"
)
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")


def identity(name: str, version: str, model: str, needs: tuple[str, ...]) -> None:
    """A name is a metric label and a key, a version and a model are parts of a fingerprint."""
    assert _NAME.fullmatch(name)
    assert 1 <= len(version) <= 32
    assert version.isprintable()
    assert len(model) <= 80
    assert re.fullmatch(r"-|[a-z0-9]+(-[a-z0-9.]+)*", model)
    assert isinstance(needs, tuple)
    assert all(_NAME.fullmatch(need) and need != name for need in needs)


def status(annotation: Annotation, body: str, key: str) -> None:
    """Anything but OK has a reason, OK may have one: one short sentence, without the article's text."""
    assert isinstance(annotation.status, Status), key
    reason = annotation.reason
    if annotation.status is Status.OK and reason is None:
        return
    assert reason, key
    assert reason.isascii(), key
    assert reason.isprintable(), key
    assert reason == reason.strip(), key
    assert len(reason) <= 120, key
    assert len(body) < 12 or body[:12] not in reason, key


def probable(value: float, key: str) -> None:
    """A probability is a float, rounded as records state it: an int would change its form on the wire."""
    assert type(value) is float, key
    assert 0 <= value <= 1, key
    assert probability(value) == value, key


def in_body(start: int, end: int, body: Span, key: str) -> None:
    """A stretch is not empty and lies in the body, so never in a trailer."""
    assert type(start) is int, key
    assert type(end) is int, key
    assert body.start <= start < end <= body.end, key


def language(found: Language, article: EnrichedArticle, key: str) -> None:
    """Tag and script are well formed; segments are in order, apart from each other, and none for `und`."""
    assert _TAG.fullmatch(found.tag), (key, found.tag)
    assert _SCRIPT.fullmatch(found.script), key
    probable(found.confidence, key)
    position = article.body.start
    for segment in found.segments:
        in_body(segment.start, segment.end, article.body, key)
        assert segment.start >= position, key
        assert _TAG.fullmatch(segment.tag), key
        assert segment.tag != "und", key
        position = segment.end
    if found.tag == "und":
        assert (found.confidence, found.segments) == (0.0, ()), key
    else:
        assert found.tag in {segment.tag for segment in found.segments} or not found.segments, key


def entities(found: tuple[Entity, ...], article: EnrichedArticle, key: str) -> None:
    """Every mention is what stands in the text, none overlaps another, and one thing is one entity."""
    taken: list[tuple[int, int]] = []
    for entity in found:
        assert entity.type in {"PER", "ORG", "LOC", "MISC"}, key
        assert entity.name.strip() == entity.name, key
        assert entity.name, key
        assert entity.mentions, key
        probable(entity.confidence, key)
        for mention in entity.mentions:
            in_body(mention.start, mention.end, article.body, key)
            assert article.text[mention.start : mention.end] == mention.text, key
            assert mention.text.strip() == mention.text, key
            whole_characters(article.text, mention.start, mention.end, key)
        starts = [mention.start for mention in entity.mentions]
        assert starts == sorted(starts), key
        taken += [(mention.start, mention.end) for mention in entity.mentions]
        for scheme, value in entity.ids.items():
            assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)?", scheme), key
            assert value, key
        assert re.fullmatch("[A-Z]{2}", entity.ids.get("iso3166", "XX")), key
        if entity.coordinates is not None:
            assert entity.type == "LOC", key
            for degrees, most in ((entity.coordinates.latitude, 90), (entity.coordinates.longitude, 180)):
                assert type(degrees) is float, key
                assert -most <= degrees <= most, key
                assert round(degrees, COORDINATE_DIGITS) == degrees, key
    taken.sort()
    assert all(first[1] <= second[0] for first, second in pairwise(taken)), key
    firsts = [entity.mentions[0].start for entity in found]
    assert firsts == sorted(firsts), key
    same = [(entity.type, entity.name, tuple(sorted(entity.ids.items()))) for entity in found]
    assert len(set(same)) == len(same), key


def whole_characters(text: str, start: int, end: int, key: str) -> None:
    """No mention begins with a combining mark, tears one off its base, or cuts what a joiner joins."""
    assert not unicodedata.category(text[start]).startswith("M"), key
    following = text[end : end + 1]
    assert not following or not unicodedata.category(following).startswith("M"), key
    assert following != "\u200d", key


def topics(found: tuple[Topic, ...], article: EnrichedArticle, key: str) -> None:
    """The most probable comes first, and none twice; the sentence that speaks for it is one of the body."""
    confidences = [topic.confidence for topic in found]
    assert confidences == sorted(confidences, reverse=True), key
    assert len({topic.id for topic in found}) == len(found), key
    for topic in found:
        assert re.fullmatch(r"medtop:[0-9]{8}|own:[a-z0-9][a-z0-9._-]*", topic.id), key
        assert not (topic.id.startswith("own:") and (topic.narrower or topic.wikidata)), key
        assert topic.name, key
        probable(topic.confidence, key)
        if topic.why is not None:
            in_body(topic.why.start, topic.why.end, article.body, key)
            sentence = article.text[topic.why.start : topic.why.end]
            assert sentence == sentence.strip(), key
        wikidata(topic.wikidata, key)
        assert len({term.id for term in topic.narrower}) == len(topic.narrower), key
        for term in topic.narrower:
            narrower(term, topic, key)


def narrower(found: NarrowerTopic, topic: Topic, key: str) -> None:
    """A term's path leads from the topic down to the term."""
    assert len(found.path) >= 2, key
    assert (found.path[0], found.path[-1]) == (topic.id, found.id), key
    assert all(re.fullmatch(r"medtop:[0-9]{8}", code) for code in found.path), key
    assert len(set(found.path)) == len(found.path), key
    assert found.name, key
    probable(found.confidence, key)
    wikidata(found.wikidata, key)


def wikidata(item: str | None, key: str) -> None:
    """An item's id, not its address."""
    assert item is None or re.fullmatch(r"Q[1-9][0-9]*", item), key


def finite(value: Any, key: str) -> None:
    """An extension holds what JSON can say: orjson would write null for NaN."""
    if isinstance(value, float):
        assert math.isfinite(value), key
    elif isinstance(value, dict):
        assert all(type(name) is str for name in value), key
        for inner in value.values():
            finite(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            finite(inner, key)
    else:
        assert value is None or isinstance(value, str | int), key
