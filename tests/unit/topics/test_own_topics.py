"""A user's topics in the stage: beside IPTC's, with the sentence that speaks for them, and in the fingerprint."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from processor.contracts import EnrichedArticle, Limits, accept
from processor.models.encoder import shared_encoder
from processor.stages.options import StageOptions
from processor.stages.topics.own.classifier import OwnClassifier
from processor.stages.topics.own.reading import own_topics
from processor.stages.topics.own.space import SpaceError, shipped_space
from processor.stages.topics.own.topic import OwnTopic
from processor.stages.topics.stage import TopicsStage

OWN = Path(__file__).parents[2] / "data" / "topics" / "own.yaml"
#: Strike at a port, between sentences about other things.
SWEDISH = (
    "Regeringen presenterar budgeten i nästa vecka. Hamnarbetarna i Göteborg har gått i strejk och containrarna blir "
    "stående på kajen. Vädret väntas bli soligt under helgen."
)


@pytest.fixture(scope="module")
def topics() -> tuple[OwnTopic, ...]:
    return own_topics(OWN)


@pytest.fixture(scope="module")
def stage() -> TopicsStage:
    made = TopicsStage.configured(StageOptions(topics=OWN))
    assert isinstance(made, TopicsStage)
    return made


def article(text: str, title: str | None = None) -> EnrichedArticle:
    return accept(orjson.dumps({"text": text, **({"title": title} if title else {})}), Limits())


def test_own_topics_come_beside_those_of_iptc(stage: TopicsStage) -> None:
    text = "Hamnarbetarna i Göteborg har gått i strejk och containrarna blir stående på kajen."
    found = stage.annotate(article(text)).topics or ()
    own = [topic for topic in found if topic.id.startswith("own:")]
    assert [(topic.id, topic.name) for topic in own] == [("own:port-strikes", "Port strikes")]
    assert own[0].confidence == round(own[0].confidence, 4)
    assert list(found) == sorted(found, key=lambda topic: (-topic.confidence, topic.id))
    plain = TopicsStage().annotate(article(text)).topics
    assert tuple(topic for topic in found if topic not in own) == plain


def test_why_is_the_sentence_that_speaks_for_it(topics: tuple[OwnTopic, ...]) -> None:
    one = article(SWEDISH, "Nyheter i korthet")
    found = TopicsStage(own=[replace(topics[0], threshold=0.01)]).annotate(one).topics or ()
    (own,) = [topic for topic in found if topic.id == "own:port-strikes"]
    assert own.why is not None
    assert one.text[own.why.start : own.why.end].startswith("Hamnarbetarna i Göteborg")


def test_a_title_outside_the_text_is_never_the_sentence(topics: tuple[OwnTopic, ...]) -> None:
    one = article("Mer följer.", "Hamnarbetare i strejk, containrar blir stående")
    found = TopicsStage(own=[replace(topics[0], threshold=0.01)]).annotate(one).topics or ()
    (own,) = [topic for topic in found if topic.id == "own:port-strikes"]
    assert own.why is not None
    assert one.text[own.why.start : own.why.end] == "Mer följer."


def test_each_topic_has_its_own_threshold(topics: tuple[OwnTopic, ...]) -> None:
    one = article(SWEDISH)
    everything = TopicsStage(own=[replace(topic, threshold=1e-6) for topic in topics]).annotate(one).topics or ()
    confidences = {topic.id: topic.confidence for topic in everything if topic.id.startswith("own:")}
    assert len(confidences) == len(topics)
    assert max(confidences, key=lambda name: confidences[name]) == "own:port-strikes"
    least = confidences["own:port-strikes"]
    for threshold, given in ((least, True), (least + 0.0001, False)):
        found = TopicsStage(own=[replace(topics[0], threshold=threshold)]).annotate(one).topics or ()
        assert ("own:port-strikes" in {topic.id for topic in found}) == given


def test_a_description_alone_is_enough(topics: tuple[OwnTopic, ...]) -> None:
    bare = [replace(topic, examples=(), threshold=1e-6) for topic in topics]
    stage = TopicsStage(own=bare)
    texts = {
        "own:dengue": "Dang humması salgını büyüyor, sivrisinekle mücadele sürüyor.",
        "own:womens-cricket": "India's women beat England by five wickets to win the series.",
        "own:chip-exports": "출처 미국, 대중국 반도체 수출 통제 강화",
        "own:heritage-restoration": "Restaurierung der mittelalterlichen Klosterkirche beginnt.",
    }
    for name, text in texts.items():
        found = stage.annotate(article(text)).topics or ()
        own = [topic.id for topic in found if topic.id.startswith("own:")]
        assert own[0] == name, text


def test_the_fingerprint_is_that_of_what_the_file_says(topics: tuple[OwnTopic, ...], stage: TopicsStage) -> None:
    assert TopicsStage(own=topics).model == stage.model
    assert TopicsStage(own=topics[:4]).model != stage.model
    assert TopicsStage(own=[replace(topics[0], threshold=0.9), *topics[1:]]).model != stage.model
    assert TopicsStage.configured(StageOptions()).model == TopicsStage().model != stage.model


def test_a_space_of_another_encoder_is_refused(topics: tuple[OwnTopic, ...]) -> None:
    space = replace(shipped_space(), encoder="0123456789abcdef")
    with pytest.raises(SpaceError, match="another encoder"):
        OwnClassifier(topics, shared_encoder(), 256, space)
