"""`--filter NAME=VALUE`."""

from dataclasses import replace

import click
import pytest

from processor import Enricher
from processor.cli.filters import article_filter, letter_filter
from processor.contracts import DeadLetter, EnrichedArticle, Entity, Language, Mention, Reason, Source, Topic
from processor.contracts.dead_letter import DEAD_LETTER_SCHEMA


@pytest.fixture(scope="module")
def article() -> EnrichedArticle:
    plain = Enricher(["tests.support.stages:Letters"]).enrich({"id": "A1", "text": "रूस ने कहा"})
    return replace(
        plain,
        language=Language("zh-Hant", "Hant", 0.9, ()),
        entities=(Entity("LOC", "Россия", {"iso3166": "RU"}, (Mention(0, 3, "रूस"),), 0.9),),
        topics=(Topic("medtop:11000000", "politics and government", 0.8),),
    )


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        ([], True),
        (["language=zh"], True),
        (["language=zh-hant"], True),
        (["language=z"], False),
        (["language=zh-Hans"], False),
        (["language=hi", "language=zh"], True),
        (["topic=Politics"], True),
        (["topic=medtop:11000000"], True),
        (["topic=medtop:1100"], False),
        (["topic=sport"], False),
        (["country=ru"], True),
        (["country=R"], False),
        (["entity=росс"], True),
        (["entity=रूस"], True),
        (["entity=रू"], False),
        (["id=a1"], True),
        (["id=a"], False),
        (["language=zh", "country=RU"], True),
        (["language=zh", "country=KP"], False),
    ],
)
def test_articles(article: EnrichedArticle, filters: list[str], passes: bool) -> None:
    assert article_filter(filters)(article) is passes


def test_an_article_without_language_is_undetermined(article: EnrichedArticle) -> None:
    assert article_filter(["language=und"])(replace(article, language=None))


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        ([], True),
        (["reason=not_json"], True),
        (["reason=stage_error", "reason=not_json"], True),
        (["reason=stage_error"], False),
        (["stage=decode", "id=x"], True),
        (["stage=decode", "id=y"], False),
    ],
)
def test_dead_letters(filters: list[str], passes: bool) -> None:
    letter = DeadLetter(
        DEAD_LETTER_SCHEMA, "X", "decode", Reason.NOT_JSON, None, "error", None, None, (), Source(), "-", 1
    )
    assert letter_filter(filters)(letter) is passes


@pytest.mark.parametrize("given", ["language", "language=", "=hi", "lang=hi", "reason=not_json"])
def test_a_wrong_filter_is_refused_with_what_there_is(given: str) -> None:
    with pytest.raises(click.UsageError, match="one of language, topic, entity, country, id"):
        article_filter([given])


def test_an_unknown_reason_is_refused_with_those_there_are() -> None:
    with pytest.raises(click.UsageError) as caught:
        letter_filter(["reason=not_json", "reason=bogus"])
    assert caught.value.message == f"there is no reason 'bogus'; known are {', '.join(Reason)}"


@pytest.mark.parametrize("reason", [reason.value for reason in Reason])
def test_every_reason_can_be_asked_for(reason: str) -> None:
    letter_filter([f"reason={reason}", f"reason={reason.upper()}"])
