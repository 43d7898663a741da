"""How many series a worker shows does not depend on the articles: 10,000 of them in 60 languages, some hostile."""

import random
from itertools import cycle, islice

from prometheus_client.exposition import generate_latest

from processor.contracts.enriched import Status
from processor.contracts.errors import INVALID_INPUT, Reason
from processor.observe.metrics import MAX_LANGUAGES, Metrics

# fmt: off
LANGUAGES = (
    "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn",
    "ko", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "pa", "pl", "ps", "pt-BR",
    "ro", "ru", "si", "sr-Latn", "sw", "zh-Hant",
)
# fmt: on
STAGES = ("language", "entities", "topics")
TYPES = ("PER", "ORG", "LOC", "MISC")
SUBJECTS = tuple(f"medtop:{number:02}000000" for number in range(1, 18))
PARTITIONS = 12


def started() -> Metrics:
    """Return the metrics of a worker that has just started, as the engine starts them."""
    metrics = Metrics()
    metrics.link_state("fused", running=True)
    metrics.expect_dead_letters("fused", (*STAGES, "publish"))
    metrics.expect_stages(STAGES)
    metrics.build_info("0.1.0", "p-1")
    return metrics


def enrich(metrics: Metrics, seed: int, count: int) -> None:
    """Tell the metrics of `count` articles, as a link does; a third of what an article has a say in is odd."""
    draw = random.Random(seed)
    for number, language in enumerate(islice(cycle(LANGUAGES), count)):
        odd = draw.random() < 0.33
        metrics.consumed("fused", 1)
        metrics.batch("fused", draw.randint(1, 32))
        if draw.random() < 0.1:
            metrics.dead_letter("fused", draw.choice(STAGES), draw.choice(sorted(set(Reason) - INVALID_INPUT)))
            metrics.dead_letter("fused", "decode", draw.choice(sorted(INVALID_INPUT)))
            continue
        metrics.enriched("fused", 1)
        for stage in STAGES:
            metrics.stage_done(stage, draw.choice(sorted(Status)), draw.random() * 10)
        metrics.language(f"<{number}> {language}\n" if odd else language)
        metrics.watchlist_hit(f"Person {number}" if odd else draw.choice(TYPES))
        metrics.entities([f"Kind {number}" if odd else draw.choice(TYPES)])
        metrics.topics([f"Subject {number}"] if odd else draw.sample(SUBJECTS, draw.randint(0, 3)))
        metrics.delivered("fused", draw.choice(("articles.enriched", "articles.dead-letter")), draw.random())
        metrics.end_to_end("fused", draw.random() * 1000)
        metrics.lag("fused", "articles.raw", number % PARTITIONS, number)
        metrics.committed("fused", "articles.raw", number % PARTITIONS, number)


def count_series(metrics: Metrics) -> int:
    """Return how many series a scrape adds to Prometheus."""
    page: bytes = generate_latest(metrics.registry)
    return sum(1 for line in page.splitlines() if line and not line.startswith(b"#"))


def test_ten_thousand_articles_in_sixty_languages() -> None:
    assert len(set(LANGUAGES)) == 60
    metrics = started()
    before = count_series(metrics)
    enrich(metrics, seed=1, count=1000)
    after_one = count_series(metrics)
    enrich(metrics, seed=2, count=9000)
    after_ten = count_series(metrics)
    # What a thousand articles have made is all there is: the rest adds to the same series.
    assert after_ten == after_one
    assert after_ten - before < 300
    assert after_ten < 500
    families = {family.name: family for family in metrics.registry.collect()}
    tags = {sample.labels["language"] for sample in families["samachar_articles_language"].samples}
    assert tags == {*LANGUAGES, "other"}
    topics = {sample.labels["topic"] for sample in families["samachar_articles_topic"].samples}
    assert topics == {*SUBJECTS, "none", "other"}


def test_no_label_holds_anything_of_an_article() -> None:
    metrics = started()
    enrich(metrics, seed=3, count=500)
    page = generate_latest(metrics.registry).decode()
    for made_up in ("Person", "Kind", "Subject"):
        assert made_up not in page
    assert "<" not in page.replace("# HELP", "")


def test_a_flood_of_made_up_languages_costs_the_cap() -> None:
    metrics = started()
    before = count_series(metrics)
    for number in range(10_000):
        metrics.language(f"{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}-x{number}")
    assert count_series(metrics) - before == MAX_LANGUAGES + 1
