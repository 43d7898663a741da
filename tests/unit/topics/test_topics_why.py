"""The sentence that speaks most for a topic."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.contracts import EnrichedArticle, Limits, accept
from processor.models.encoder import Reading, shared_encoder
from processor.stages.sentences import sentences
from processor.stages.topics.head import shipped_head
from processor.stages.topics.stage import TopicsStage
from processor.stages.topics.why import strongest


def article(text: str, **more: str) -> EnrichedArticle:
    return accept(orjson.dumps({"text": text, **more}), Limits())


@pytest.fixture(scope="module")
def stage() -> TopicsStage:
    return TopicsStage()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two 3.5 per cent! Three", ["One.", "Two 3.5 per cent!", "Three"]),
        ("रूस ने कहा। भारत ने सुना॥ ठीक", ["रूस ने कहा।", "भारत ने सुना॥", "ठीक"]),
        ("他走了。她说：“好！”\n三", ["他走了。", "她说：“好！”", "三"]),
        ("هل جاء؟ نعم.", ["هل جاء؟", "نعم."]),
        ("አዎ። ቀን", ["አዎ።", "ቀን"]),
        (" \n\n  a  \n ", ["a"]),
        ("", []),
    ],
)
def test_sentences_in_several_scripts(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@settings(deadline=None)
@given(st.text(alphabet=" \n.!?।。؟aबد中", max_size=80))
def test_sentences_are_in_order_and_hold_all_but_blanks(text: str) -> None:
    found = list(sentences(text))
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())


def test_strongest_by_hand() -> None:
    states = np.array([[1.0, 0], [3, 0], [-2, 0], [9, 1]], np.float32)
    reading = Reading(np.zeros(2, np.float32), states, [0, 2, 5, 9])
    towards, away = np.array([1.0, 0.0]), np.array([-1.0, 0.0])
    ranges = [(0, 4), (5, 8), (9, 12)]
    # Without the third sentence the mean of 11/4 falls to 2/3.
    assert strongest(reading, ranges, towards) == (9, 12)
    assert strongest(reading, ranges, away) == (5, 8)
    assert strongest(reading, ranges[:1], away) == (0, 4)
    assert strongest(reading, [], towards) is None
    assert strongest(reading, [(3, 4)], towards) is None, "no token begins there"


@pytest.mark.parametrize(
    "text",
    [
        "Dockers strike over pay.\nPorts are shut.",
        "किसानों ने धरना दिया। बारिश हुई।",
        "A\u200bb  cafe\u0301",
        "字" * 400,
        " ",
    ],
)
def test_reading_and_encoding_give_the_same_vector(text: str) -> None:
    encoder = shared_encoder()
    reading = encoder.read(text, 64)
    np.testing.assert_array_equal(reading.vector, encoder.encode(text, 64))
    assert len(reading.states) == len(reading.starts)
    assert reading.starts == sorted(reading.starts)
    assert all(0 <= start < len(text) for start in reading.starts)


@pytest.mark.parametrize(
    ("text", "topic", "why"),
    [
        (
            "The village lies by the river. A striker scored twice as Lagos won the cup final. It rains.",
            "medtop:15000000",
            "A striker scored twice as Lagos won the cup final.",
        ),
        (
            "गाँव नदी के किनारे है। चुनाव आयोग ने मतदान की तारीखें घोषित कीं और सभी दलों के उम्मीदवार प्रचार में जुटे हैं।",
            "medtop:11000000",
            "चुनाव आयोग ने मतदान की तारीखें घोषित कीं और सभी दलों के उम्मीदवार प्रचार में जुटे हैं।",
        ),
    ],
)
def test_the_sentence_is_the_one_about_it(text: str, topic: str, why: str) -> None:
    generous = TopicsStage(head=replace(shipped_head(), thresholds=np.zeros(17)))
    read = article(f"\n {text}")
    (found,) = [one for one in generous.annotate(read).topics or () if one.id == topic]
    assert found.why is not None
    assert read.text[found.why.start : found.why.end] == why


def test_a_title_outside_the_text_has_no_place(stage: TopicsStage) -> None:
    titled = article("Ports are shut.", title="Dockers strike over pay at three ports")
    topics = stage.annotate(titled).topics or ()
    assert topics
    for topic in topics:
        assert topic.why is not None
        assert titled.text[topic.why.start : topic.why.end] == "Ports are shut."
