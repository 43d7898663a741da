"""The topics that settings ask for."""

import pytest

from processor.brokers.errors import TopicError
from processor.brokers.topics import TopicSpec, specs
from processor.settings import Settings

_MIB = 1024 * 1024
_REQUEST_LIMIT = 100 * _MIB  # Kafka's default socket.request.max.bytes


def test_the_fused_layout_has_three_topics() -> None:
    names = [spec.name for spec in specs(Settings())]
    assert names == ["articles.raw", "articles.enriched", "articles.dead-letter"]


def test_the_staged_layout_has_the_topics_between_the_stages() -> None:
    names = [spec.name for spec in specs(Settings(layout="staged"))]
    assert names == [
        "articles.raw",
        "articles.language",
        "articles.entities",
        "articles.enriched",
        "articles.dead-letter",
    ]


def test_the_settings_reach_every_topic() -> None:
    settings = Settings(topic_partitions=7, topic_replication=3, topic_retention_hours=0.5, layout="staged")
    for spec in specs(settings):
        assert (spec.partitions, spec.replication, spec.retention_ms, spec.cleanup) == (7, 3, 1_800_000, "delete")


def _sizes(max_message_bytes: int) -> tuple[int, list[int]]:
    raw, *derived = specs(Settings(max_message_bytes=max_message_bytes, layout="staged"))
    return raw.max_message_bytes, [spec.max_message_bytes for spec in derived]


@pytest.mark.parametrize("limit", [1_000, 100_000, _MIB, 3 * _MIB, 16 * _MIB])
def test_sizes(limit: int) -> None:
    raw, derived = _sizes(limit)

    assert 2 * limit < raw < _REQUEST_LIMIT
    assert len(set(derived)) == 1
    assert 8 * _MIB < derived[0] < _REQUEST_LIMIT
    # A dead letter holds the largest message that can arrive in Base64.
    assert derived[0] > raw * 4 / 3
    assert derived[0] > min(8 * limit, 96 * _MIB)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"topic_enriched": "articles.raw"}, "SAMACHAR_TOPIC_RAW and SAMACHAR_TOPIC_ENRICHED"),
        ({"topic_dead_letter": "articles.raw"}, "SAMACHAR_TOPIC_RAW and SAMACHAR_TOPIC_DEAD_LETTER"),
        ({"topic_raw": "x", "topic_enriched": "x"}, "SAMACHAR_TOPIC_RAW and SAMACHAR_TOPIC_ENRICHED"),
        ({"layout": "staged", "topic_entities": "articles.language"}, "TOPIC_LANGUAGE and SAMACHAR_TOPIC_ENTITIES"),
    ],
)
def test_one_name_for_two_topics_would_be_a_loop(names: dict[str, str], words: str) -> None:
    with pytest.raises(TopicError, match=words):
        specs(Settings.model_validate(names))


def test_a_topic_that_the_layout_does_not_use_may_have_any_name() -> None:
    assert len(specs(Settings(topic_language="articles.raw"))) == 3


def test_a_spec_is_a_value() -> None:
    one = TopicSpec("a", 1, 1, 1, 1)
    assert one == TopicSpec("a", 1, 1, 1, 1, "delete")
    assert len({one, TopicSpec("a", 1, 1, 1, 1)}) == 1
