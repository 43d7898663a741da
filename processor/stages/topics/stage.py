"""The topics stage: IPTC Media Topics from the headline and the beginning of an article, in any language."""

from collections.abc import Sequence

import numpy as np

from processor.contracts import EnrichedArticle, Span, Status, Topic
from processor.contracts.ids import fingerprint
from processor.models.encoder import Encoder, Reading, shared_encoder
from processor.stages.options import StageOptions
from processor.stages.sentences import sentences
from processor.stages.stage import Annotation, Stage
from processor.stages.topics.beginning import MAX_TOKENS, read_text
from processor.stages.topics.choice import given, ordered
from processor.stages.topics.head import Head, HeadError, shipped_head
from processor.stages.topics.narrower import Measured, Narrower, shipped_narrower
from processor.stages.topics.own.classifier import OwnClassifier
from processor.stages.topics.own.reading import own_topics
from processor.stages.topics.own.topic import OwnTopic, only_accurate
from processor.stages.topics.why import Range, strongest


class TopicsStage:
    """Gives the topics whose calibrated probability reaches the topic's threshold, the most probable first.

    An article of which no topic is that probable gets none, with status `ok`: that is the stage's finding, nothing
    is missing. The language does not matter to it. Topics of the user's own come beside them, each by its own
    threshold.

    Raises:
        WeightsError: a model's file is missing or is not the one expected.
        HeadError: the head was trained on another encoder.
        NarrowerError: the same of what finds narrower topics; or it was trained with other terms.

    Attributes:
        own: what gives the user's own topics, None without them.
    """

    def __init__(
        self,
        encoder: Encoder | None = None,
        head: Head | None = None,
        own: Sequence[OwnTopic] = (),
        narrower: Measured | None = None,
    ) -> None:
        self._encoder = encoder or shared_encoder()
        self._head = head or shipped_head()
        if self._head.encoder != self._encoder.fingerprint:
            raise HeadError("the topics head was trained on another encoder: run training.topics.train again")
        narrower = narrower or shipped_narrower()
        self._narrower = Narrower(narrower, self._encoder.fingerprint)
        self.own = OwnClassifier(own, self._encoder, MAX_TOKENS) if own else None
        models = (
            self._encoder.fingerprint,
            self._head.fingerprint,
            narrower.fingerprint,
            *([self.own.model] if self.own else []),
        )
        self._model = fingerprint(*models)

    @classmethod
    def configured(cls, options: StageOptions) -> Stage:
        """Return the stage as the settings want it, which for the profile `fast` is another one.

        Raises:
            OwnTopicsError: the file of the user's own topics is wrong, or the profile can have none.
        """
        if options.profile == "fast":
            from processor.stages.topics.fast.stage import FastTopicsStage

            if options.topics:
                raise only_accurate(options.topics)
            return FastTopicsStage()
        return cls(own=own_topics(options.topics) if options.topics else ())

    @property
    def name(self) -> str:
        """See Stage."""
        return "topics"

    @property
    def version(self) -> str:
        """See Stage."""
        return "3"

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
        reading = self._encoder.read(text, MAX_TOKENS)
        if not np.isfinite(reading.states).all():
            return Annotation(Status.FAILED, "the encoder's vector is not finite")
        inside = [(start, end) for start, end in sentences(text) if start + shift >= article.body.start]
        topics = [
            Topic(
                topic.id,
                topic.name,
                confidence,
                why=self._why(index, reading, inside, shift),
                wikidata=topic.wikidata,
                narrower=self._narrower.of(index, reading.vector),
            )
            for index, topic, confidence in given(self._head.probabilities(reading.vector), self._head.thresholds)
        ]
        if self.own:
            topics += self.own.topics(reading, inside, shift)
        return Annotation(topics=ordered(topics))

    def _why(self, topic: int, reading: Reading, inside: Sequence[Range], shift: int) -> Span | None:
        found = strongest(reading, inside, self._head.weight[:, topic])
        return Span(found[0] + shift, found[1] + shift) if found else None
