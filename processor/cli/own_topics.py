"""A user's own topics, measured: what of their examples is found again, and how well marked texts are told."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import orjson

from processor.cli.labelled import Labelled
from processor.contracts import Limits, accept
from processor.stages.topics.own.classifier import threshold
from processor.stages.topics.own.measure import Score
from processor.stages.topics.own.topic import SCHEME, OwnTopic
from processor.stages.topics.stage import TopicsStage


@dataclass(frozen=True, slots=True)
class Looked:
    """What can be said of a topic without marked texts.

    Attributes:
        again: examples that are given the topic by the description and the other examples.
        ordinary: part of the shipped sample of ordinary news that is given it.
    """

    topic: OwnTopic
    threshold: float
    again: int
    ordinary: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How well a topic is told, on all texts and by language, where the file names languages."""

    topic: OwnTopic
    threshold: float
    score: Score
    languages: dict[str, Score]


def looked_at(topics: Sequence[OwnTopic]) -> list[Looked]:
    """Return what can be said of topics by themselves."""
    classifier = TopicsStage(own=topics).own
    if classifier is None:
        return []
    found = []
    for topic, made in classifier.prototypes:
        least = threshold(topic)
        again = int((made.own_confidences() >= least).sum())
        ordinary = float((made.confidences(classifier.ordinary) >= least).mean())
        found.append(Looked(topic, least, again, ordinary))
    return found


def evaluated(topics: Sequence[OwnTopic], texts: Sequence[Labelled]) -> list[Evaluated]:
    """Return how well topics are told on marked texts, as the stage of the accurate profile gives them."""
    # Without thresholds of their own the stage gives every topic, with its confidence.
    stage = TopicsStage(own=[replace(topic, threshold=0.0) for topic in topics])
    confidences = np.array([_confidences(stage, topics, text.text) for text in texts])
    tags = np.array([text.language for text in texts])
    found = []
    for index, topic in enumerate(topics):
        marked = np.array([topic.id in text.labels for text in texts])
        least = threshold(topic)
        languages = {
            str(tag): Score.of(confidences[tags == tag, index], marked[tags == tag], least)
            for tag in sorted(set(tags))
            if tag
        }
        found.append(Evaluated(topic, least, Score.of(confidences[:, index], marked, least), languages))
    return found


def as_json(found: Sequence[Evaluated]) -> str:
    """Return the figures as JSON, unrounded."""
    rows: list[dict[str, Any]] = [
        {"id": one.topic.id, "threshold": one.threshold}
        | asdict(one.score)
        | {"languages": {tag: asdict(score) for tag, score in one.languages.items()}}
        for one in found
    ]
    return orjson.dumps({"topics": rows}, option=orjson.OPT_INDENT_2).decode()


def _confidences(stage: TopicsStage, topics: Sequence[OwnTopic], text: str) -> list[float]:
    given = stage.annotate(accept(orjson.dumps({"text": text}), Limits())).topics or ()
    by_id = {topic.id: topic.confidence for topic in given}
    return [by_id.get(SCHEME + topic.id, 0.0) for topic in topics]
