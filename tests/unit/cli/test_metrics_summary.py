"""The main metrics in words, from what a worker really serves."""

import pytest
from prometheus_client import generate_latest

from processor.cli.metrics_summary import MetricsError, http_get, parsed, summary, total
from processor.contracts import Reason, Status
from processor.observe import catalogue
from processor.observe.metrics import Metrics


def words(metrics: Metrics) -> dict[str, str]:
    return dict(summary(parsed(generate_latest(metrics.registry).decode())))


def test_a_worker_that_has_done_nothing() -> None:
    found = words(Metrics())
    assert found["languages"] == "none"
    assert found["dead letters"] == "0"
    assert found["arrival to output"] == "none yet"
    assert found["lag"] == "unknown records"


def test_a_worker_at_work() -> None:
    metrics = Metrics()
    metrics.consumed("fused", 4)
    for language in ("hi", "hi", "en"):
        metrics.language(language)
    metrics.enriched("fused", 3)
    metrics.dead_letter("fused", "decode", Reason.NOT_JSON)
    metrics.stage_done("language", Status.OK, 0.002)
    metrics.stage_done("language", Status.DEGRADED, 0.004)
    metrics.end_to_end("fused", 3.5)
    metrics.pool_restart("crash")
    metrics.lag("fused", "articles.raw", 0, 1_200)
    metrics.lag("fused", "articles.raw", 1, 34)
    found = words(metrics)
    assert found["articles consumed"] == "4"
    assert found["articles enriched"] == "3"
    assert found["dead letters"] == "1  (decode not_json 1)"
    assert found["languages"] == "hi 2 en 1"
    assert found["time in language"] == "3.0 ms an article"
    assert found["stage status"] == "language ok 1, language degraded 1"
    assert found["arrival to output"] == "3.50 s an article"
    assert found["processes replaced"] == "1"
    assert found["lag"] == "1,234 records"


def test_in_the_staged_layout_every_link_counts() -> None:
    metrics = Metrics()
    for link in ("language", "topics"):
        metrics.consumed(link, 5)
    assert words(metrics)["articles consumed"] == "10  (language 5, topics 5)"


def test_the_total_of_what_is_not_there_is_unknown() -> None:
    assert total({}, catalogue.LAG) is None


def test_nobody_answers() -> None:
    with pytest.raises(MetricsError, match=r"^http://127\.0\.0\.1:1/metrics: "):
        http_get("127.0.0.1", 1, "/metrics")
