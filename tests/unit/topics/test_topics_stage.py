"""The topics stage on articles: what it reads, what it gives, and what it says when it gives nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from processor.contracts import EnrichedArticle, Language, Limits, Status, accept
from processor.models.encoder import Encoder, Reading, shared_encoder
from processor.stages.stage import Stage
from processor.stages.topics.beginning import read_text
from processor.stages.topics.head import HeadError, shipped_head
from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.stage import TopicsStage

SEEDS = Path(__file__).parents[3] / "seeds"
NAMES = {topic.id: topic.name for topic in TOP_LEVEL}


@pytest.fixture(scope="module")
def stage() -> TopicsStage:
    return TopicsStage()


def article(text: str, title: str | None = None) -> EnrichedArticle:
    return accept(orjson.dumps({"text": text, **({"title": title} if title else {})}), Limits())


def shorts(stage: TopicsStage, one: EnrichedArticle) -> list[str]:
    by_id = {topic.id: topic.short for topic in TOP_LEVEL}
    return [by_id[topic.id] for topic in stage.annotate(one).topics or ()]


def test_it_is_a_stage_that_needs_no_other(stage: TopicsStage) -> None:
    assert isinstance(stage, Stage)
    assert (stage.name, stage.needs) == ("topics", ())
    assert stage.model not in ("", "-")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Striker scores twice as Lagos beat Accra in cup final", "sport"),
        ("La banque centrale relève son taux directeur face à l'inflation", "economy"),
        ("Neue Impfung gegen Malaria zugelassen, Krankenhäuser bereiten sich vor", "health"),
        ("Επίσκεψη του Πάπα: χιλιάδες πιστοί στη λειτουργία", "religion"),
        ("В университете изменили правила приёма студентов", "education"),
        ("法院判处前行长受贿罪有期徒刑十二年", "crime"),
        ("지진으로 건물 수백 채 붕괴, 구조 작업 계속", "disaster"),
        ("กองทัพสองประเทศยิงปะทะกันตามแนวชายแดน", "conflict"),
    ],
)
def test_plain_headlines_in_any_language(stage: TopicsStage, text: str, topic: str) -> None:
    assert topic in shorts(stage, article(text))


def test_the_hindi_seed_is_about_politics_and_conflict(stage: TopicsStage) -> None:
    text = (SEEDS / "000_91d2b73f49f4527b.txt").read_text(encoding="utf-8")
    assert {"politics", "conflict"} <= set(shorts(stage, article(text)))


def test_topics_are_terms_sorted_by_confidence(stage: TopicsStage) -> None:
    generous = TopicsStage(head=replace(shipped_head(), thresholds=np.zeros(17)))
    topics = generous.annotate(article("Dockers strike over pay at three ports")).topics or ()
    assert {topic.id: topic.name for topic in topics} == NAMES
    assert list(topics) == sorted(topics, key=lambda topic: (-topic.confidence, topic.id))
    assert all(topic.confidence == round(topic.confidence, 4) for topic in topics)
    given = stage.annotate(article("Dockers strike over pay at three ports")).topics
    least = dict(zip(NAMES, shipped_head().thresholds, strict=True))
    assert given == tuple(topic for topic in topics if topic.confidence >= least[topic.id])


@pytest.mark.parametrize("text", ["asdf qwer zxcv", "Hello", "ก" * 50, "https://example.org/a?b=1", "a " * 300])
def test_no_topic_when_unsure_and_that_is_no_failure(stage: TopicsStage, text: str) -> None:
    found = stage.annotate(article(text))
    assert (found.status, found.reason, found.topics) == (Status.OK, None, ())


@pytest.mark.parametrize("text", ["12 345, 678.9", "…!?", "👍👍", "\u0301\u0301", "1" * 5_000 + " sport"])
def test_nothing_to_read_is_skipped(stage: TopicsStage, text: str) -> None:
    found = stage.annotate(article(text))
    assert (found.status, found.reason, found.topics) == (Status.SKIPPED, "no letters", None)


def test_unknown_language_still_gives_topics(stage: TopicsStage) -> None:
    known = article("Striker scores twice as Lagos beat Accra in cup final")
    unknown = replace(known, language=Language("und", "Zyyy", 0.0, ()))
    assert stage.annotate(unknown).topics == stage.annotate(known).topics != ()


def test_vector_that_is_not_finite_is_a_failure() -> None:
    class Broken(Encoder):
        def __init__(self) -> None:
            pass

        @property
        def fingerprint(self) -> str:
            return shared_encoder().fingerprint

        def read(self, text: str, max_tokens: int) -> Reading:  # noqa: ARG002
            return Reading(np.full(384, np.nan, np.float32), np.full((1, 384), np.nan, np.float32), [0])

    found = TopicsStage(encoder=Broken()).annotate(article("Parliament passed the budget"))
    assert (found.status, found.topics) == (Status.FAILED, None)
    assert found.reason == "the encoder's vector is not finite"


def test_title_is_read_once() -> None:
    text = "Ports closed\nDockers are on strike."
    assert read_text(article(text)) == (text, 0)  # the first line is the title
    assert read_text(article(text, "Ports closed")) == (text, 0)
    assert read_text(article("Dockers are on strike.", "Ports closed")) == (text, -len("Ports closed\n"))


def test_trailers_and_far_text_are_not_read(stage: TopicsStage) -> None:
    body = "Ports closed\nDockers are on strike."
    assert read_text(article(f"{body}\n2024-05-01 10:00:00\n#sport #football")) == (body, 0)
    long = "word " * 3_000
    assert stage.annotate(article(long + "football")) == stage.annotate(article(long + "earthquake"))
    assert len(read_text(article(long, "title " * 80))[0]) == 16 * 256


def test_head_of_another_encoder_is_refused() -> None:
    with pytest.raises(HeadError, match="another encoder"):
        TopicsStage(head=replace(shipped_head(), encoder="0123456789abcdef"))


def test_fingerprint_covers_the_head(stage: TopicsStage) -> None:
    head = shipped_head()
    assert TopicsStage(head=head).model == stage.model
    assert TopicsStage(head=replace(head, thresholds=head.thresholds + 0.01)).model != stage.model
