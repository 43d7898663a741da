"""The suite's rules do refuse what they are there to refuse: each stage below does one thing wrong."""

from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest

from processor.contracts import (
    Coordinates,
    Entity,
    Language,
    Limits,
    Mention,
    NarrowerTopic,
    Segment,
    Span,
    Status,
    Topic,
    accept,
)
from processor.stages.stage import Annotation
from tests.contract import rules

ARTICLE = accept(orjson.dumps({"text": "हिन्दी India\nRussia, India\n#India"}), Limits())
INDIA = Entity("LOC", "India", {"iso3166": "IN"}, (Mention(7, 12, "India"), Mention(21, 26, "India")), 0.9)
RUSSIA = Entity("LOC", "Russia", {"iso3166": "RU"}, (Mention(13, 19, "Russia"),), 0.9, Coordinates(60.0, 100.0))
MIXED = Language("hi", "Deva", 0.75, (Segment(0, 6, "hi"), Segment(7, 26, "en")))
POLITICS, SPORT = Topic("medtop:11000000", "politics", 0.9), Topic("medtop:15000000", "sport", 0.4)
ELECTION = NarrowerTopic("medtop:20000574", "election", ("medtop:11000000", "medtop:20000574"), 0.5, "Q40231")


def narrowed(*found: NarrowerTopic) -> tuple[Topic, ...]:
    return (replace(POLITICS, narrower=found),)


def test_what_is_right_passes() -> None:
    rules.entities((INDIA, RUSSIA), ARTICLE, "right")
    rules.language(MIXED, ARTICLE, "right")
    rules.language(Language("und", "Zyyy", 0.0, ()), ARTICLE, "right")
    rules.topics((replace(POLITICS, why=Span(7, 12), wikidata="Q7163"), SPORT), ARTICLE, "right")
    rules.topics((Topic("own:floods.2", "Floods", 0.2, Span(7, 12)),), ARTICLE, "right")
    rules.topics(narrowed(ELECTION), ARTICLE, "right")
    rules.status(Annotation(Status.SKIPPED, "no letters"), ARTICLE.body_text, "right")
    rules.finite({"a": [1, 1.5, None, True, "x"]}, "right")
    rules.identity("language", "1", "-", ())


def mentions(*found: tuple[int, int, str]) -> Entity:
    return replace(INDIA, mentions=tuple(Mention(*mention) for mention in found))


@pytest.mark.parametrize(
    "found",
    [
        (mentions((7, 12, "Indie")),),
        (mentions((6, 12, " India")),),
        (mentions((28, 33, "India")),),  # in the hashtag line
        (mentions((0, 5, ARTICLE.text[:5])),),  # a vowel sign torn off
        (mentions((1, 6, ARTICLE.text[1:6])),),  # begins with one
        (mentions((7, 7, "")),),
        (mentions((21, 26, "India"), (7, 12, "India")),),
        (INDIA, replace(RUSSIA, mentions=(Mention(7, 12, "India"),))),
        (INDIA, mentions((10, 19, ARTICLE.text[10:19]))),
        (RUSSIA, INDIA),
        (mentions((7, 12, "India")), mentions((21, 26, "India"))),
        (replace(INDIA, confidence=1),),
        (replace(INDIA, confidence=0.123456),),
        (replace(INDIA, confidence=1.5),),
        (replace(INDIA, mentions=()),),
        (replace(INDIA, name=""),),
        (replace(INDIA, ids={"iso3166": "IND"}),),
        (replace(INDIA, coordinates=Coordinates(0.1234567, 0.0)),),
        (replace(INDIA, coordinates=Coordinates(91.0, 0.0)),),
        (replace(INDIA, type="PER", coordinates=Coordinates(1.0, 0.0)),),
    ],
)
def test_wrong_entities(found: tuple[Entity, ...]) -> None:
    with pytest.raises(AssertionError):
        rules.entities(found, ARTICLE, "wrong")


@pytest.mark.parametrize(
    "found",
    [
        replace(MIXED, tag="HI"),
        replace(MIXED, tag="hin_Deva"),
        replace(MIXED, script="deva"),
        replace(MIXED, confidence=1),
        replace(MIXED, tag="ru"),
        replace(MIXED, segments=(Segment(7, 26, "en"), Segment(0, 6, "hi"))),
        replace(MIXED, segments=(Segment(0, 8, "hi"), Segment(7, 26, "en"))),
        replace(MIXED, segments=(Segment(0, 33, "hi"),)),
        replace(MIXED, segments=(Segment(0, 0, "hi"),)),
        replace(MIXED, segments=(Segment(0, 6, "hi"), Segment(7, 26, "und"))),
        Language("und", "Zyyy", 0.1, ()),
        Language("und", "Zyyy", 0.0, (Segment(0, 6, "hi"),)),
    ],
)
def test_wrong_languages(found: Language) -> None:
    with pytest.raises(AssertionError):
        rules.language(found, ARTICLE, "wrong")


@pytest.mark.parametrize(
    "found",
    [
        (SPORT, POLITICS),
        (POLITICS, replace(POLITICS, confidence=0.5)),
        (replace(POLITICS, id="11000000"),),
        (replace(POLITICS, id="own:"),),
        (replace(POLITICS, id="own:Floods"),),
        (replace(POLITICS, id="own:floods", wikidata="Q7163"),),
        (replace(POLITICS, confidence=float("nan")),),
        (replace(POLITICS, why=Span(6, 12)),),
        (replace(POLITICS, why=Span(27, 33)),),
        (replace(POLITICS, wikidata="https://www.wikidata.org/entity/Q7163"),),
        (replace(SPORT, narrower=(ELECTION,)),),  # of another topic
        narrowed(ELECTION, ELECTION),
        narrowed(replace(ELECTION, path=("medtop:11000000",))),
        narrowed(replace(ELECTION, path=("medtop:11000000", "medtop:20000575"))),
        narrowed(replace(ELECTION, path=("medtop:11000000", "20000001", "medtop:20000574"))),
        narrowed(replace(ELECTION, path=("medtop:11000000", "medtop:11000000", "medtop:20000574"))),
        narrowed(replace(ELECTION, name="")),
        narrowed(replace(ELECTION, confidence=1)),
        narrowed(replace(ELECTION, wikidata="40231")),
    ],
)
def test_wrong_topics(found: tuple[Topic, ...]) -> None:
    with pytest.raises(AssertionError):
        rules.topics(found, ARTICLE, "wrong")


@pytest.mark.parametrize(
    "annotation",
    [
        Annotation(Status.OK, ""),
        Annotation(Status.SKIPPED),
        Annotation(Status.SKIPPED, ""),
        Annotation(Status.DEGRADED, "cannot read भारत"),
        Annotation(Status.DEGRADED, "a\nb"),
        Annotation(Status.FAILED, "x" * 200),
        Annotation(Status.FAILED, "cannot read 'The talks in India went on'"),
    ],
)
def test_wrong_statuses(annotation: Annotation) -> None:
    with pytest.raises(AssertionError):
        rules.status(annotation, "The talks in India went on", "wrong")


@pytest.mark.parametrize("extension", [float("nan"), [float("inf")], {"a": {1: 2}}, {"a": {1, 2}}, b"bytes"])
def test_wrong_extensions(extension: object) -> None:
    with pytest.raises(AssertionError):
        rules.finite(extension, "wrong")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: rules.identity("My Stage", "1", "-", ()),
        lambda: rules.identity("stage", "", "-", ()),
        lambda: rules.identity("stage", "1", "", ()),
        lambda: rules.identity("stage", "1", "a model", ()),
        lambda: rules.identity("stage", "1", "-", ("stage",)),
    ],
)
def test_wrong_identities(wrong: Callable[[], None]) -> None:
    with pytest.raises(AssertionError):
        wrong()
