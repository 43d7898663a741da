"""The worker's metrics: one method for each thing that happens, called on the event loop.

A call costs a few microseconds and never raises on odd label values: what is not known or over a cap counts as `other`.
"""

import re
from collections import Counter as Counts
from collections.abc import Collection, Iterable
from typing import Final, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, disable_created_metrics
from prometheus_client.process_collector import ProcessCollector

from processor.contracts.enriched import EntityType, Status
from processor.contracts.errors import INVALID_INPUT, Reason
from processor.observe import catalogue as defs
from processor.observe.catalogue import MetricDef, catalogue

__all__ = ["MAX_LANGUAGES", "OTHER", "MetricDef", "Metrics", "catalogue"]

#: Label value of everything unknown or beyond a cap.
OTHER: Final = "other"
#: Distinct language tags before the rest counts as `other`.
MAX_LANGUAGES: Final = 250
#: Topics of articles: IPTC's 17 and those of the user's own before the rest counts as `other`.
MAX_SUBJECTS: Final = 150
#: Label value of articles without a topic.
NO_TOPIC: Final = "none"
#: Links, stages and Kafka topics come from the settings, so a worker has a handful; the caps only stop a mistake.
_MAX_NAMES: Final = 64

# Printable ASCII: what Kafka allows in topic names and more; a lone surrogate would make the exposition fail.
_NAME: Final = re.compile(r"[\x21-\x7e]{1,249}")
# The BCP 47 forms that stages publish: language, perhaps script, region, variants.
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# An IPTC Media Topic, one of the user's own, or none.
_SUBJECT: Final = re.compile(r"medtop:[0-9]{8}|own:[\x21-\x7e]{1,64}|none")
_REASONS: Final = frozenset(map(str, Reason))
_STATUSES: Final = frozenset(map(str, Status))
_TYPES: Final = frozenset(get_args(EntityType))
_RESTARTS: Final = frozenset({"timeout", "crash", "memory"})


class _Bounded:
    """Lets the first `limit` distinct values of a pattern through; any other becomes `other`."""

    def __init__(self, pattern: re.Pattern[str], limit: int) -> None:
        self._pattern = pattern
        self._limit = limit
        self._seen: set[str] = set()

    def __call__(self, value: str) -> str:
        if value in self._seen:
            return value
        if len(self._seen) >= self._limit or not self._pattern.fullmatch(value):
            return OTHER
        self._seen.add(value)
        return value


class Metrics:
    """All metrics of one worker process.

    Args:
        registry: where they are registered; a new one of our own by default, so that two workers can live in one
            process, as in tests. Registering twice in the same registry raises ValueError.
    """

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        # Creation times double the number of series and no rule of ours reads them. The library has this switch for the
        # whole process only.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry: Final = CollectorRegistry() if registry is None else registry
        self._link = _Bounded(_NAME, _MAX_NAMES)
        self._stage = _Bounded(_NAME, _MAX_NAMES)
        self._topic = _Bounded(_NAME, _MAX_NAMES)
        self._subject = _Bounded(_SUBJECT, MAX_SUBJECTS)
        self._language = _Bounded(_LANGUAGE, MAX_LANGUAGES)

        self._consumed = self._counter(defs.CONSUMED)
        self._enriched = self._counter(defs.ENRICHED)
        self._dead_letters = self._counter(defs.DEAD_LETTERS)
        self._languages = self._counter(defs.LANGUAGES)
        self._watchlist_hits = self._counter(defs.WATCHLIST_HITS)
        self._entities = self._counter(defs.ENTITIES)
        self._topics = self._counter(defs.TOPICS)
        self._end_to_end = self._histogram(defs.END_TO_END)
        self._stage_articles = self._counter(defs.STAGE_ARTICLES)
        self._stage_duration = self._histogram(defs.STAGE_DURATION)
        self._pool_restarts = self._counter(defs.POOL_RESTARTS)
        self._batch = self._histogram(defs.BATCH)
        self._in_flight = self._gauge(defs.IN_FLIGHT)
        self._delivery = self._histogram(defs.DELIVERY)
        self._delivery_failures = self._counter(defs.DELIVERY_FAILURES)
        self._lag = self._gauge(defs.LAG)
        self._committed = self._gauge(defs.COMMITTED)
        self._rebalances = self._counter(defs.REBALANCES)
        self._link_running = self._gauge(defs.LINK_RUNNING)
        self._build = Info(defs.BUILD.name.removesuffix("_info"), defs.BUILD.help, registry=self.registry)
        # CPU, memory and open files of this process under their usual names (`process_…`); pool processes not included.
        ProcessCollector(registry=self.registry)
        for reason in _RESTARTS:  # a counter that starts at 0 shows its first increase to rate()
            self._pool_restarts.labels(reason)
        for kind in sorted(_TYPES):
            self._watchlist_hits.labels(kind)
            self._entities.labels(kind)

    def consumed(self, link: str, count: int) -> None:
        """Count messages taken from the source topic."""
        self._consumed.labels(self._link(link)).inc(count)

    def enriched(self, link: str, count: int) -> None:
        """Count articles whose output is acknowledged."""
        self._enriched.labels(self._link(link)).inc(count)

    def dead_letter(self, link: str, stage: str, reason: str) -> None:
        """Count an article that became a dead letter; `reason` is a `Reason`."""
        self._dead_letters.labels(self._link(link), self._stage(stage), _one_of(_REASONS, reason)).inc()

    def language(self, tag: str) -> None:
        """Count an enriched article of this language; at most `MAX_LANGUAGES` distinct tags, the rest is `other`."""
        self._languages.labels(self._language(tag)).inc()

    def watchlist_hit(self, kind: str) -> None:
        """Count an entity of an enriched article that the watchlist names; `kind` is an `EntityType`."""
        self._watchlist_hits.labels(_one_of(_TYPES, kind)).inc()

    def entities(self, kinds: Iterable[str]) -> None:
        """Count the entities of an enriched article, given by their types."""
        for kind, count in Counts(kinds).items():
            self._entities.labels(_one_of(_TYPES, kind)).inc(count)

    def topics(self, ids: Collection[str]) -> None:
        """Count an enriched article under each of its topics, or under `none`."""
        for topic in ids or (NO_TOPIC,):
            self._topics.labels(self._subject(topic)).inc()

    def end_to_end(self, link: str, seconds: float) -> None:
        """Observe the time from a record's time stamp to its acknowledged output."""
        self._end_to_end.labels(self._link(link)).observe(_duration(seconds))

    def stage_done(self, stage: str, status: str, seconds: float) -> None:
        """Count and time one article in one stage; `status` is a `Status`."""
        stage = self._stage(stage)
        self._stage_articles.labels(stage, _one_of(_STATUSES, status)).inc()
        self._stage_duration.labels(stage).observe(_duration(seconds))

    def pool_restart(self, reason: str) -> None:
        """Count a pool process replaced, for `timeout`, `crash` or `memory`."""
        self._pool_restarts.labels(_one_of(_RESTARTS, reason)).inc()

    def batch(self, link: str, size: int) -> None:
        """Observe the size of a batch, messages."""
        self._batch.labels(self._link(link)).observe(size)

    def in_flight(self, link: str, articles: int) -> None:
        """Set how many articles are taken and not yet acknowledged."""
        self._in_flight.labels(self._link(link)).set(articles)

    def delivered(self, link: str, topic: str, seconds: float) -> None:
        """Observe the time from sending a batch to its acknowledgement. The first call starts the failures at 0."""
        names = (self._link(link), self._topic(topic))
        self._delivery.labels(*names).observe(_duration(seconds))
        self._delivery_failures.labels(*names)

    def delivery_failed(self, link: str, topic: str) -> None:
        """Count a record that an attempt did not get acknowledged."""
        self._delivery_failures.labels(self._link(link), self._topic(topic)).inc()

    def lag(self, link: str, topic: str, partition: int, records: int) -> None:
        """Set the lag of a partition, records."""
        self._lag.labels(self._link(link), self._topic(topic), partition).set(records)

    def committed(self, link: str, topic: str, partition: int, offset: int) -> None:
        """Set the committed offset of a partition: the next one to read."""
        self._committed.labels(self._link(link), self._topic(topic), partition).set(offset)

    def forget_partition(self, link: str, topic: str, partition: int) -> None:
        """Drop the series of a revoked partition: another worker reports it now, ours would stand still."""
        labels = (self._link(link), self._topic(topic), partition)
        self._lag.remove(*labels)
        self._committed.remove(*labels)

    def rebalances(self, link: str) -> None:
        """Count an assignment of partitions by the group."""
        self._rebalances.labels(self._link(link)).inc()

    def link_state(self, link: str, running: bool) -> None:
        """Say whether the link takes articles. The first call also starts the link's counters at 0."""
        link = self._link(link)
        self._link_running.labels(link).set(1 if running else 0)
        for metric in (self._consumed, self._enriched, self._rebalances, self._in_flight):
            metric.labels(link)

    def expect_dead_letters(self, link: str, stages: Iterable[str]) -> None:
        """Start the dead-letter counters of a link at 0, so that the first letter is an increase to an alert."""
        expected = [("decode", reason) for reason in sorted(INVALID_INPUT)]
        expected += [(stage, reason) for stage in stages for reason in sorted(set(Reason) - INVALID_INPUT)]
        for stage, reason in expected:
            self._dead_letters.labels(self._link(link), self._stage(stage), reason)

    def expect_stages(self, stages: Iterable[str]) -> None:
        """Start the statuses of stages at 0, so that a share of failures is 0 and not unknown while none fails."""
        for stage in stages:
            for status in sorted(_STATUSES):
                self._stage_articles.labels(self._stage(stage), status)

    def build_info(self, version: str, pipeline: str) -> None:
        """Say which code and which pipeline run; the last call counts."""
        values = {"version": version, "pipeline": pipeline}
        self._build.info({name: value if _NAME.fullmatch(value) else OTHER for name, value in values.items()})

    def _counter(self, definition: MetricDef) -> Counter:
        return Counter(definition.name, definition.help, definition.labels, registry=self.registry)

    def _gauge(self, definition: MetricDef) -> Gauge:
        return Gauge(definition.name, definition.help, definition.labels, registry=self.registry)

    def _histogram(self, definition: MetricDef) -> Histogram:
        return Histogram(
            definition.name, definition.help, definition.labels, registry=self.registry, buckets=definition.buckets
        )


def _one_of(known: frozenset[str], value: str) -> str:
    return value if value in known else OTHER


def _duration(seconds: float) -> float:
    # A time stamp set by a producer whose clock is ahead gives a negative time; one NaN would spoil a sum for good.
    return max(0.0, seconds)
