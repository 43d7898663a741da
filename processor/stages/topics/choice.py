"""Which of the 17 topics are given, and in which order topics stand in a record: the same in both profiles."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from processor.contracts import Topic, probability
from processor.stages.topics.mediatopics import TOP_LEVEL, MediaTopic

Values = npt.NDArray[np.float64]


def given(probabilities: Values, thresholds: Values) -> Iterator[tuple[int, MediaTopic, float]]:
    """Yield index, topic and confidence of each topic that reaches its threshold; both arguments are [topics]."""
    for index, (topic, value, least) in enumerate(zip(TOP_LEVEL, probabilities, thresholds, strict=True)):
        confidence = probability(value)
        if confidence >= least:
            yield index, topic, confidence


def ordered(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Return the topics, the most probable first."""
    return tuple(sorted(topics, key=lambda topic: (-topic.confidence, topic.id)))
