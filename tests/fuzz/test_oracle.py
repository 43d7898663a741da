"""What judges the cases: that it agrees where the answer is known, and sees what is planted."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from processor import Enricher
from processor.contracts import EnrichedArticle, Mention, Reason, Status, encode
from processor.engine.outcome import Enriched, Rejected
from processor.stages.options import StageOptions
from processor.stages.registry import DEFAULT
from tests.fuzz import promises
from tests.fuzz.promises import BrokenPromiseError
from tests.fuzz.reference import fits, possible
from tests.support.articles import seed_messages
from tests.support.hostile import good_messages, hostile_messages

VALUE = seed_messages()["001_en_dock_strike"]


@pytest.fixture(scope="module")
def article() -> EnrichedArticle:
    found = Enricher(options=StageOptions(profile="fast")).enrich(VALUE)
    assert found.entities
    assert found.topics
    return found


def test_the_reference_knows_why_each_hostile_message_is_refused() -> None:
    for value, reason in hostile_messages(seed=1, count=120):
        allowed = possible(value)
        assert reason in allowed, value
        # Of what is left of a text, and of whether a date is real, it says nothing.
        unsaid = {Reason.EMPTY_TEXT, Reason.TEXT_TOO_LONG, Reason.COMBINING_MARKS, Reason.INVALID_VALUE}
        assert None not in allowed or reason in unsaid
        assert fits(value, reason, "text: …") is None


def test_the_reference_takes_good_messages() -> None:
    assert all(None in possible(value) for value in good_messages(seed=1, count=60))


def test_a_good_record_keeps_its_promises(article: EnrichedArticle) -> None:
    read = promises.enriched(VALUE, Enriched(article.id, encode(article), "de", ()))
    promises.annotated(read, DEFAULT)
    promises.published(encode(article))


def moved(found: EnrichedArticle) -> EnrichedArticle:
    entity = found.entities[0]
    mention = entity.mentions[0]
    wrong = Mention(mention.start + 1, mention.end + 1, mention.text)
    return replace(found, entities=(replace(entity, mentions=(wrong,)), *found.entities[1:]))


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda found: replace(found, text=found.text + "\u2028"),
        lambda found: replace(found, text="e\u0301" + found.text),
        lambda found: replace(found, body=replace(found.body, end=len(found.text) + 1)),
        lambda found: replace(found, article=found.article | {"more": 1}),
        lambda found: replace(found, id="b"),
        lambda found: replace(found, published_at="yesterday"),
    ],
)
def test_a_spoilt_record_is_seen(
    article: EnrichedArticle, spoilt: Callable[[EnrichedArticle], EnrichedArticle]
) -> None:
    with pytest.raises(BrokenPromiseError):
        promises.enriched(VALUE, Enriched(article.id, encode(spoilt(article)), "de", ()))


@pytest.mark.parametrize(
    "spoilt",
    [
        moved,
        lambda found: replace(found, stages=found.stages[1:]),
        lambda found: replace(found, stages=(replace(found.stages[0], status=Status.FAILED), *found.stages[1:])),
        lambda found: replace(found, language=None),
        lambda found: replace(found, topics=found.topics * 2),
    ],
)
def test_a_spoilt_annotation_is_seen(
    article: EnrichedArticle, spoilt: Callable[[EnrichedArticle], EnrichedArticle]
) -> None:
    assert spoilt(article) != article
    with pytest.raises(AssertionError):
        promises.annotated(spoilt(article), DEFAULT)


@pytest.mark.parametrize(
    "rejected",
    [
        Rejected("a", "topics", Reason.STAGE_ERROR, None, "ValueError: x"),
        Rejected("a", "decode", Reason.STAGE_ERROR, None, "RecursionError: x"),
        Rejected("a", "decode", Reason.NOT_JSON, None, ""),
    ],
)
def test_an_exception_of_a_stage_is_a_finding(rejected: Rejected) -> None:
    with pytest.raises(BrokenPromiseError):
        promises.refused(VALUE, rejected, "-")
