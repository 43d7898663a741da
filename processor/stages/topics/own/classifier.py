"""A user's topics, ready for use."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from processor.contracts import Span, Topic, probability
from processor.contracts.ids import fingerprint
from processor.models.encoder import Reading
from processor.models.weights import FloatArray
from processor.stages.topics.own.confidence import THRESHOLD
from processor.stages.topics.own.prototype import Prototype, prototype
from processor.stages.topics.own.space import Space, SpaceError, shipped_space
from processor.stages.topics.own.topic import SCHEME, OwnTopic, content
from processor.stages.topics.why import Range, strongest

#: Changed whenever the same file may give other topics.
RULES: Final = "2"


class Vectors(Protocol):
    """What makes vectors of texts: the stage's encoder."""

    @property
    def fingerprint(self) -> str:
        """Of weights and code."""

    def encode(self, text: str, max_tokens: int) -> FloatArray:
        """Return the vector [width], of length 1."""


class OwnClassifier:
    """Gives the topics of a user's file. Constructing it reads descriptions and examples: some 10 ms each.

    Raises:
        SpaceError: the space was made with another encoder.
        WeightsError: its file is missing or is not the one expected.
    """

    def __init__(
        self, topics: Sequence[OwnTopic], encoder: Vectors, max_tokens: int, space: Space | None = None
    ) -> None:
        self._space = space or shipped_space()
        if self._space.encoder != encoder.fingerprint:
            raise SpaceError("the space of users' topics was made with another encoder: run training.topics.own again")
        self._model = fingerprint(content(tuple(topics)), self._space.fingerprint, RULES)
        self._ordinary = self._space.ordinary_places()

        def place(text: str) -> npt.NDArray[np.float64]:
            return self._space.place(encoder.encode(text, max_tokens))

        self._topics: list[tuple[OwnTopic, Prototype]] = []
        for topic in topics:
            description = place(topic.described)
            examples = np.array([place(text) for text in topic.examples]).reshape(-1, len(description))
            self._topics.append((topic, prototype(description, examples, self._ordinary)))

    @property
    def model(self) -> str:
        """Fingerprint of the topics, the space and the rules; the encoder is in the space."""
        return self._model

    @property
    def prototypes(self) -> Sequence[tuple[OwnTopic, Prototype]]:
        """Every topic with what was made of it."""
        return self._topics

    @property
    def ordinary(self) -> npt.NDArray[np.float64]:
        """Where ordinary news lies, [texts, width]."""
        return self._ordinary

    def confidences(self, vector: npt.NDArray[np.floating]) -> list[float]:
        """Return the confidence of every topic, in the file's order, for an article with this vector [width]."""
        place = self._space.place(vector)
        return [probability(float(made.confidences(place))) for _, made in self._topics]

    def topics(self, reading: Reading, sentences: Sequence[Range], shift: int) -> list[Topic]:
        """Return the topics whose confidence reaches their threshold, and the sentence that speaks most for each.

        Args:
            reading: of the article.
            sentences: ranges of what was read that may be named, in order.
            shift: what must be added to them to find them in the published text.
        """
        found = []
        for (topic, made), confidence in zip(self._topics, self.confidences(reading.vector), strict=True):
            if confidence >= threshold(topic):
                why = strongest(reading, sentences, made.direction)
                span = Span(why[0] + shift, why[1] + shift) if why else None
                found.append(Topic(SCHEME + topic.id, topic.name, confidence, span))
        return found


def threshold(topic: OwnTopic) -> float:
    """Return the least confidence with which a topic is given."""
    return THRESHOLD if topic.threshold is None else topic.threshold
