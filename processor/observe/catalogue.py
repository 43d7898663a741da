"""Every metric of Samachar, a sentence each. The code can use no other: `Metrics` is built from this list alone.

Names follow the Prometheus conventions: prefix `samachar_`, base units (seconds), counters end in `_total`. Every label
is bounded: links, stages and topics come from the settings, reasons and statuses from enumerations, languages have a
cap, and partitions are forgotten when they are revoked. An article, its id and its source are never labels.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["counter", "gauge", "histogram", "info"]

#: One article in one stage: a rule on a headline takes a millisecond, a model on 200,000 code points the time limit.
STAGE_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
#: Send to acknowledgement: from a broker on the same machine to the default delivery time-out.
DELIVERY_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
#: Time stamp on the raw topic to acknowledged output: includes the time that the article waited in Kafka.
END_TO_END_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)
BATCH_BUCKETS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 4096.0)


@dataclass(frozen=True, slots=True)
class MetricDef:
    """One metric.

    Attributes:
        name: as it is written in PromQL; a histogram adds `_bucket`, `_sum` and `_count`.
        help: one sentence, shown by Prometheus and in docs/metrics.md.
        buckets: upper bounds, in the unit of the name; only for histograms.
    """

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


# Articles
CONSUMED: Final = MetricDef(
    "samachar_articles_consumed_total", "counter", "Messages taken from the source topic, valid or not.", ("link",)
)
ENRICHED: Final = MetricDef(
    "samachar_articles_enriched_total",
    "counter",
    "Articles whose record the broker has acknowledged in the destination topic.",
    ("link",),
)
DEAD_LETTERS: Final = MetricDef(
    "samachar_dead_letters_total",
    "counter",
    "Articles that went to the dead-letter topic, by reason and the stage that gave up (decode: invalid message).",
    ("link", "stage", "reason"),
)
LANGUAGES: Final = MetricDef(
    "samachar_articles_language_total",
    "counter",
    "Enriched articles by language (BCP 47 tag; und: undetermined; other: beyond the cap on distinct tags).",
    ("language",),
)
WATCHLIST_HITS: Final = MetricDef(
    "samachar_watchlist_hits_total",
    "counter",
    "Entities of enriched articles that the watchlist names, once an article, by type (PER, ORG, LOC, MISC).",
    ("type",),
)
ENTITIES: Final = MetricDef(
    "samachar_entities_total",
    "counter",
    "Entities of enriched articles, each once an article, by type (PER, ORG, LOC, MISC).",
    ("type",),
)
TOPICS: Final = MetricDef(
    "samachar_articles_topic_total",
    "counter",
    "Enriched articles under each of their topics (IPTC Media Topics; own:… of your own; none: none was likely).",
    ("topic",),
)
END_TO_END: Final = MetricDef(
    "samachar_end_to_end_seconds",
    "histogram",
    "Time from the article's time stamp on the raw topic to the acknowledgement of the link's output, waits included.",
    ("link",),
    END_TO_END_BUCKETS,
)

# Stages and their processes
STAGE_ARTICLES: Final = MetricDef(
    "samachar_stage_articles_total",
    "counter",
    "Articles that a stage has reported on, by status (ok, skipped, degraded, failed).",
    ("stage", "status"),
)
STAGE_DURATION: Final = MetricDef(
    "samachar_stage_duration_seconds",
    "histogram",
    "Time that one article took in one stage, measured inside the pool process.",
    ("stage",),
    STAGE_BUCKETS,
)
POOL_RESTARTS: Final = MetricDef(
    "samachar_pool_restarts_total",
    "counter",
    "Pool processes replaced because an article took too long (timeout), the process died (crash) or had more memory "
    "than its limit (memory).",
    ("reason",),
)

# Batches and deliveries
BATCH: Final = MetricDef(
    "samachar_batch_articles", "histogram", "Messages in a batch as it enters the link.", ("link",), BATCH_BUCKETS
)
IN_FLIGHT: Final = MetricDef(
    "samachar_in_flight_articles", "gauge", "Articles taken from the source topic and not yet acknowledged.", ("link",)
)
DELIVERY: Final = MetricDef(
    "samachar_delivery_duration_seconds",
    "histogram",
    "Time from sending a batch to the broker's acknowledgement of its last record, by destination topic.",
    ("link", "topic"),
    DELIVERY_BUCKETS,
)
DELIVERY_FAILURES: Final = MetricDef(
    "samachar_delivery_failures_total",
    "counter",
    "Records that the broker did not acknowledge at an attempt; they are sent again until the worker gives up.",
    ("link", "topic"),
)

# Place in the topic
LAG: Final = MetricDef(
    "samachar_lag_records",
    "gauge",
    "Records yet to do in the partitions this worker owns, as of its last fetch: a stopped link does not fetch.",
    ("link", "topic", "partition"),
)
COMMITTED: Final = MetricDef(
    "samachar_committed_offset",
    "gauge",
    "Committed offset, the next one the group would read, for the partitions this worker owns.",
    ("link", "topic", "partition"),
)
REBALANCES: Final = MetricDef(
    "samachar_rebalances_total",
    "counter",
    "Times that the consumer group gave this link its partitions anew.",
    ("link",),
)

# The worker
LINK_RUNNING: Final = MetricDef(
    "samachar_link_running",
    "gauge",
    "1 while the link takes articles, 0 before that and when it stopped, for example by the dead-letter policy.",
    ("link",),
)
BUILD: Final = MetricDef(
    "samachar_build_info",
    "info",
    "Always 1; version of the code and fingerprint of the pipeline (stages, models and rules) in the labels.",
    ("version", "pipeline"),
)

_ALL: Final = (
    CONSUMED,
    ENRICHED,
    DEAD_LETTERS,
    LANGUAGES,
    WATCHLIST_HITS,
    ENTITIES,
    TOPICS,
    END_TO_END,
    STAGE_ARTICLES,
    STAGE_DURATION,
    POOL_RESTARTS,
    BATCH,
    IN_FLIGHT,
    DELIVERY,
    DELIVERY_FAILURES,
    LAG,
    COMMITTED,
    REBALANCES,
    LINK_RUNNING,
    BUILD,
)


def catalogue() -> list[MetricDef]:
    """Return every metric, in the order in which the documentation shows them."""
    return list(_ALL)
