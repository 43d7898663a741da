"""The topics stage of the fast profile on articles."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from processor.contracts import EnrichedArticle, Limits, Status, accept
from processor.stages.options import StageOptions
from processor.stages.registry import load_stage
from processor.stages.stage import Stage
from processor.stages.topics.fast.head import shipped_fast_head
from processor.stages.topics.fast.stage import WEAK, FastTopicsStage
from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.own.topic import OwnTopicsError
from processor.stages.topics.stage import TopicsStage

SEEDS = Path(__file__).parents[3] / "seeds"
SHORT = {topic.id: topic.short for topic in TOP_LEVEL}
EVERYTHING = replace(shipped_fast_head(), thresholds=np.zeros(len(TOP_LEVEL)))


@pytest.fixture(name="stage", scope="module")
def _stage() -> FastTopicsStage:
    return FastTopicsStage()


def article(text: str, **fields: str) -> EnrichedArticle:
    return accept(orjson.dumps({"text": text, **fields}), Limits())


def test_the_profile_chooses_the_stage() -> None:
    fast = load_stage("topics", StageOptions(profile="fast"))
    assert isinstance(fast, FastTopicsStage)
    assert isinstance(fast, Stage)
    assert isinstance(load_stage("topics", StageOptions()), TopicsStage)


def test_topics_of_ones_own_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OwnTopicsError, match="use the profile accurate"):
        load_stage("topics", StageOptions(profile="fast", topics=tmp_path / "own.yaml"))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("The football club won the cup final after the goalkeeper saved two penalties in the match.", "sport"),
        ("Der Bundestag beschließt das Gesetz; die Regierung und die Opposition streiten vor der Wahl.", "politics"),
        ("नई वैक्सीन से अस्पतालों में मरीजों का इलाज, डॉक्टरों ने बीमारी पर चेतावनी दी", "health"),
        ("地震で建物が倒壊し、消防隊が救助を続けている。死者と負傷者が増えている。", "disaster"),
    ],
)
def test_plain_news_in_any_language(stage: FastTopicsStage, text: str, topic: str) -> None:
    everything = FastTopicsStage(EVERYTHING).annotate(article(text)).topics or ()
    assert SHORT[everything[0].id] == topic
    assert len(everything) == len(TOP_LEVEL)
    assert {topic.id: topic.wikidata for topic in everything} == {topic.id: topic.wikidata for topic in TOP_LEVEL}
    assert set(stage.annotate(article(text)).topics or ()) <= set(everything)


def test_topics_come_sorted_and_above_their_own_thresholds() -> None:
    least = np.full(len(TOP_LEVEL), 1.1)
    least[14] = 0.0
    strict = FastTopicsStage(replace(shipped_fast_head(), thresholds=least))
    text = (SEEDS / "000_91d2b73f49f4527b.txt").read_text(encoding="utf-8")
    assert [SHORT[topic.id] for topic in strict.annotate(article(text)).topics or ()] == ["sport"]
    confidences = [topic.confidence for topic in FastTopicsStage(EVERYTHING).annotate(article(text)).topics or ()]
    assert confidences == sorted(confidences, reverse=True)


def test_why_is_the_sentence_with_the_most_votes() -> None:
    football = "The goalkeeper saved a penalty and the team won the football match."
    text = f"Markets opened quietly.\nTrains were late. {football} Rain is expected."
    topics = FastTopicsStage(EVERYTHING).annotate(article(text)).topics or ()
    (why,) = (topic.why for topic in topics if SHORT[topic.id] == "sport")
    assert why is not None
    assert text[why.start : why.end] == football


def test_a_title_outside_the_text_has_no_place() -> None:
    one = article("Trains were late.\nThe town slept.", title="Goalkeeper saves penalty in football final")
    for topic in FastTopicsStage(EVERYTHING).annotate(one).topics or ():
        assert topic.why is not None
        assert one.text[topic.why.start : topic.why.end] in ("Trains were late.", "The town slept.")


@pytest.mark.parametrize("text", ["2024 – 17 : 3", "…", "٣٤٥"])
def test_nothing_to_read_is_skipped(stage: FastTopicsStage, text: str) -> None:
    found = stage.annotate(article(text))
    assert (found.status, found.reason, found.topics) == (Status.SKIPPED, "no letters", None)


def test_a_script_that_no_piece_knows_is_said_to_be_weak(stage: FastTopicsStage) -> None:
    cherokee = stage.annotate(article("ᎣᏏᏲ ᎢᎦᏓ ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ. " * 5))
    assert (cherokee.status, cherokee.reason, cherokee.topics) == (Status.OK, WEAK, ())
    english = stage.annotate(article("Parliament passed the budget after a long debate about the government's taxes."))
    assert (english.status, english.reason) == (Status.OK, None)


def test_a_long_text_without_an_end_of_sentence_is_read_in_bounded_time(stage: FastTopicsStage) -> None:
    words = "parliament election minister " * 5_000
    assert stage.annotate(article(words)).topics == stage.annotate(article(words[:4096])).topics


def test_threads_change_nothing() -> None:
    program = (
        "import sys, orjson; from pathlib import Path; from processor.contracts import Limits, accept\n"
        "from processor.stages.topics.fast.stage import FastTopicsStage\n"
        "stage = FastTopicsStage()\n"
        "for path in sorted(Path(sys.argv[1]).glob('0*.txt')):\n"
        "    print(stage.annotate(accept(orjson.dumps({'text': path.read_text()}), Limits())))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(SEEDS)],
            env={"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": str(SEEDS.parent)},
            check=True,
            capture_output=True,
        ).stdout
        for threads in ("1", "2")
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"Annotation") == len(list(SEEDS.glob("0*.txt")))
