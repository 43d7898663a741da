"""The worker's metrics: each method moves its metric, and no label can explode."""

from typing import Any

import pytest
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from processor.contracts.enriched import Status
from processor.contracts.errors import Reason
from processor.observe.metrics import MAX_LANGUAGES, OTHER, Metrics, catalogue


def value(metrics: Metrics, name: str, **labels: Any) -> float | None:
    return metrics.registry.get_sample_value(name, {key: str(label) for key, label in labels.items()})


def exposed(metrics: Metrics) -> list[Metric]:
    """What a scrape reads: the page written by the library and read back by its own parser."""
    page: bytes = generate_latest(metrics.registry)  # type: ignore[no-untyped-call]
    return list(text_string_to_metric_families(page.decode()))  # type: ignore[no-untyped-call]


def label_values(metrics: Metrics, name: str, label: str) -> set[str]:
    return {
        sample.labels[label]
        for family in metrics.registry.collect()
        for sample in family.samples
        if sample.name == name and label in sample.labels
    }


def use_everything(metrics: Metrics) -> None:
    metrics.link_state("fused", running=True)
    metrics.consumed("fused", 32)
    metrics.enriched("fused", 30)
    metrics.dead_letter("fused", "decode", Reason.NOT_JSON)
    metrics.stage_done("language", Status.OK, 0.004)
    metrics.language("hi")
    metrics.watchlist_hit("PER")
    metrics.entities(("PER", "LOC", "PER"))
    metrics.topics(("medtop:15000000", "own:floods"))
    metrics.topics(())
    metrics.batch("fused", 32)
    metrics.in_flight("fused", 64)
    metrics.delivered("fused", "articles.enriched", 0.02)
    metrics.delivery_failed("fused", "articles.enriched")
    metrics.pool_restart("timeout")
    metrics.end_to_end("fused", 0.7)
    metrics.lag("fused", "articles.raw", 3, 12)
    metrics.committed("fused", "articles.raw", 3, 500)
    metrics.rebalances("fused")
    metrics.build_info("0.1.0", "p-1")


def test_each_method_moves_its_metric() -> None:
    metrics = Metrics()
    use_everything(metrics)
    assert value(metrics, "samachar_articles_consumed_total", link="fused") == 32
    assert value(metrics, "samachar_articles_enriched_total", link="fused") == 30
    assert value(metrics, "samachar_dead_letters_total", link="fused", stage="decode", reason="not_json") == 1
    assert value(metrics, "samachar_stage_articles_total", stage="language", status="ok") == 1
    assert value(metrics, "samachar_stage_duration_seconds_sum", stage="language") == pytest.approx(0.004)
    assert value(metrics, "samachar_articles_language_total", language="hi") == 1
    assert value(metrics, "samachar_watchlist_hits_total", type="PER") == 1
    assert value(metrics, "samachar_watchlist_hits_total", type="LOC") == 0
    assert value(metrics, "samachar_entities_total", type="PER") == 2
    assert value(metrics, "samachar_entities_total", type="ORG") == 0
    for topic in ("medtop:15000000", "own:floods", "none"):
        assert value(metrics, "samachar_articles_topic_total", topic=topic) == 1
    assert value(metrics, "samachar_batch_articles_sum", link="fused") == 32
    assert value(metrics, "samachar_in_flight_articles", link="fused") == 64
    delivery = {"link": "fused", "topic": "articles.enriched"}
    assert value(metrics, "samachar_delivery_duration_seconds_sum", **delivery) == pytest.approx(0.02)
    assert value(metrics, "samachar_delivery_failures_total", **delivery) == 1
    assert value(metrics, "samachar_pool_restarts_total", reason="timeout") == 1
    assert value(metrics, "samachar_end_to_end_seconds_bucket", link="fused", le="0.5") == 0
    assert value(metrics, "samachar_end_to_end_seconds_bucket", link="fused", le="1.0") == 1
    assert value(metrics, "samachar_lag_records", link="fused", topic="articles.raw", partition=3) == 12
    assert value(metrics, "samachar_committed_offset", link="fused", topic="articles.raw", partition=3) == 500
    assert value(metrics, "samachar_rebalances_total", link="fused") == 1
    assert value(metrics, "samachar_link_running", link="fused") == 1
    assert value(metrics, "samachar_build_info", version="0.1.0", pipeline="p-1") == 1


def test_the_registry_holds_exactly_the_catalogue() -> None:
    metrics = Metrics()
    use_everything(metrics)
    families = {family.name: family for family in exposed(metrics) if not family.name.startswith("process_")}
    expected = {metric.name.removesuffix("_total").removesuffix("_info"): metric for metric in catalogue()}
    assert set(families) == set(expected)
    for name, metric in expected.items():
        family = families[name]
        assert family.type == metric.kind
        assert family.documentation == metric.help
        assert family.samples, f"{name} has no series after every method was called"
        for sample in family.samples:
            assert set(sample.labels) - {"le"} == set(metric.labels)
        if metric.buckets:
            bounds = tuple(float(sample.labels["le"]) for sample in family.samples if "le" in sample.labels)
            assert bounds == (*metric.buckets, float("inf"))


def test_names_follow_the_conventions() -> None:
    for metric in catalogue():
        assert metric.name.startswith("samachar_")
        assert metric.name.endswith("_total") == (metric.kind == "counter"), metric.name
        assert bool(metric.buckets) == (metric.kind == "histogram"), metric.name
        assert list(metric.buckets) == sorted(set(metric.buckets))
        assert metric.help.endswith(".")


def test_two_workers_in_one_process_do_not_share() -> None:
    first, second = Metrics(), Metrics()
    first.consumed("fused", 5)
    assert value(second, "samachar_articles_consumed_total", link="fused") is None


def test_a_registry_of_the_caller_is_used() -> None:
    registry = CollectorRegistry()
    Metrics(registry).consumed("fused", 1)
    assert registry.get_sample_value("samachar_articles_consumed_total", {"link": "fused"}) == 1


def test_languages_are_capped() -> None:
    metrics = Metrics()
    for number in range(MAX_LANGUAGES + 100):
        metrics.language(f"zz-{number:04}")
    metrics.language("zz-0000")
    seen = label_values(metrics, "samachar_articles_language_total", "language")
    assert len(seen) == MAX_LANGUAGES + 1
    assert value(metrics, "samachar_articles_language_total", language=OTHER) == 100
    assert value(metrics, "samachar_articles_language_total", language="zz-0000") == 2


@pytest.mark.parametrize("tag", ["und", "mul", "hi", "zh-Hant", "sr-Latn-RS", "ca-valencia"])
def test_a_language_tag_is_kept(tag: str) -> None:
    metrics = Metrics()
    metrics.language(tag)
    assert label_values(metrics, "samachar_articles_language_total", "language") == {tag}


@pytest.mark.parametrize(
    "tag", ["", "x", "hindi", "HI", "hi\n", "hi_IN", "हिन्दी", "hi\ud800", "hi-" + "a" * 200, "a b", 'hi"} 1']
)
def test_what_is_no_language_tag_is_other_and_takes_no_place(tag: str) -> None:
    metrics = Metrics()
    metrics.language(tag)
    assert label_values(metrics, "samachar_articles_language_total", "language") == {OTHER}
    assert exposed(metrics)


def test_links_stages_and_topics_are_capped() -> None:
    metrics = Metrics()
    for number in range(5_000):
        metrics.consumed(f"link-{number}", 1)
        metrics.dead_letter("fused", f"stage-{number}", Reason.STAGE_ERROR)
        metrics.delivered("fused", f"topic-{number}", 0.1)
    assert len(label_values(metrics, "samachar_articles_consumed_total", "link")) <= 65
    assert len(label_values(metrics, "samachar_dead_letters_total", "stage")) <= 65
    assert len(label_values(metrics, "samachar_delivery_duration_seconds_count", "topic")) <= 65


def test_unknown_reasons_and_statuses_are_other() -> None:
    metrics = Metrics()
    for text in ("first", "second", "Unexpected: article text"):
        metrics.dead_letter("fused", "language", text)
        metrics.stage_done("language", text, 0.1)
        metrics.pool_restart(text)
    assert value(metrics, "samachar_dead_letters_total", link="fused", stage="language", reason=OTHER) == 3
    assert value(metrics, "samachar_stage_articles_total", stage="language", status=OTHER) == 3
    assert label_values(metrics, "samachar_pool_restarts_total", "reason") == {"timeout", "crash", "memory", OTHER}


def test_every_reason_and_status_has_its_own_series() -> None:
    metrics = Metrics()
    for reason in Reason:
        metrics.dead_letter("fused", "language", reason)
    for status in Status:
        metrics.stage_done("language", status, 0.1)
    assert label_values(metrics, "samachar_dead_letters_total", "reason") == {str(reason) for reason in Reason}
    assert label_values(metrics, "samachar_stage_articles_total", "status") == {str(status) for status in Status}


def test_hostile_names_never_break_the_page() -> None:
    metrics = Metrics()
    for name in ("\ud800", "a\nb 1", 'x"} 5', "\x1b[31m", "", "é" * 9):
        metrics.consumed(name, 1)
        metrics.stage_done(name, name, 0.1)
        metrics.dead_letter(name, name, name)
        metrics.lag(name, name, 0, 1)
        metrics.build_info(name, name)
    assert exposed(metrics)
    assert label_values(metrics, "samachar_articles_consumed_total", "link") == {OTHER}


def test_a_revoked_partition_leaves_no_series() -> None:
    metrics = Metrics()
    for partition in range(3):
        metrics.lag("fused", "articles.raw", partition, 7)
        metrics.committed("fused", "articles.raw", partition, 7)
    metrics.forget_partition("fused", "articles.raw", 1)
    metrics.forget_partition("fused", "articles.raw", 99)
    assert label_values(metrics, "samachar_lag_records", "partition") == {"0", "2"}
    assert label_values(metrics, "samachar_committed_offset", "partition") == {"0", "2"}


def test_odd_clocks_cannot_spoil_a_sum() -> None:
    metrics = Metrics()
    metrics.end_to_end("fused", -5.0)
    metrics.end_to_end("fused", float("nan"))
    metrics.end_to_end("fused", 2.0)
    assert value(metrics, "samachar_end_to_end_seconds_sum", link="fused") == 2.0
    assert value(metrics, "samachar_end_to_end_seconds_count", link="fused") == 3


def test_counters_of_a_running_link_start_at_zero() -> None:
    metrics = Metrics()
    metrics.link_state("fused", running=True)
    for name in ("articles_consumed_total", "articles_enriched_total", "rebalances_total", "in_flight_articles"):
        assert value(metrics, f"samachar_{name}", link="fused") == 0
    assert value(metrics, "samachar_pool_restarts_total", reason="crash") == 0
    metrics.link_state("fused", running=False)
    assert value(metrics, "samachar_link_running", link="fused") == 0


def test_build_info_shows_the_last_build_only() -> None:
    metrics = Metrics()
    metrics.build_info("0.1.0", "p-1")
    metrics.build_info("0.1.0", "p-2")
    assert label_values(metrics, "samachar_build_info", "pipeline") == {"p-2"}


def test_dead_letter_counters_start_at_nothing() -> None:
    metrics = Metrics()
    metrics.expect_dead_letters("fused", ["language", "publish"])
    name = "samachar_dead_letters_total"
    assert value(metrics, name, link="fused", stage="decode", reason="not_json") == 0
    assert value(metrics, name, link="fused", stage="language", reason="stage_timeout") == 0
    assert value(metrics, name, link="fused", stage="publish", reason="record_too_large") == 0


def test_what_an_alert_divides_by_starts_at_zero() -> None:
    metrics = Metrics()
    metrics.expect_stages(["language"])
    for status in Status:
        assert value(metrics, "samachar_stage_articles_total", stage="language", status=status) == 0
    metrics.delivered("fused", "articles.enriched", 0.02)
    assert value(metrics, "samachar_delivery_failures_total", link="fused", topic="articles.enriched") == 0
