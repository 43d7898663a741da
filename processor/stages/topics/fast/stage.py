"""The topics stage of the fast profile: no encoder, and the same contract."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.contracts import EnrichedArticle, Span, Status, Topic
from processor.contracts.ids import fingerprint
from processor.models.weights import SHA256 as VOCABULARY_SHA256
from processor.stages.stage import Annotation
from processor.stages.topics.beginning import read_text
from processor.stages.topics.choice import given, ordered
from processor.stages.topics.fast.head import Counted, FastClassifier, FastHead, shipped_fast_head

VERSION: Final = "2"
#: The reason of an article whose pieces count so little that languages like it were served badly.
WEAK: Final = "weakly supported language"


class FastTopicsStage:
    """Gives the topics whose calibrated probability reaches their threshold, the most probable first.

    Topics of the user's own and narrower terms need the encoder, so there are none.

    Raises:
        WeightsError: the vocabulary or the head is missing or wrong.
    """

    def __init__(self, head: FastHead | None = None) -> None:
        self._head = head or shipped_fast_head()
        self._classifier = FastClassifier(self._head)
        self._model = fingerprint(VOCABULARY_SHA256, self._head.fingerprint)

    @property
    def name(self) -> str:
        """See Stage."""
        return "topics"

    @property
    def version(self) -> str:
        """See Stage."""
        return f"fast-{VERSION}"

    @property
    def model(self) -> str:
        """See Stage."""
        return self._model

    @property
    def needs(self) -> tuple[str, ...]:
        """See Stage."""
        return ()

    def annotate(self, article: EnrichedArticle) -> Annotation:
        """See Stage."""
        text, shift = read_text(article)
        if not any(map(str.isalpha, text)):
            return Annotation(Status.SKIPPED, "no letters")
        counted = self._classifier.count(text)
        inside = [index for index, (start, _) in enumerate(counted.ranges) if start + shift >= article.body.start]
        topics = [
            Topic(topic.id, topic.name, confidence, why(counted, inside, index, shift), wikidata=topic.wikidata)
            for index, topic, confidence in given(self._classifier.probabilities(counted), self._head.thresholds)
        ]
        reason = None if self._classifier.supported(counted) else WEAK
        return Annotation(reason=reason, topics=ordered(topics))


def why(counted: Counted, inside: Sequence[int], topic: int, shift: int) -> Span | None:
    """Return the sentence, among those with an index in `inside`, whose pieces have the most votes for a topic."""
    if not inside:
        return None
    votes: npt.NDArray[np.int64] = counted.votes[list(inside), topic]
    start, end = counted.ranges[inside[int(votes.argmax())]]
    return Span(start + shift, end + shift)
