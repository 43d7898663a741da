"""The main metrics of a worker in words. All of them are in its /metrics, and in docs/metrics.md."""

import http.client
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from processor.observe import catalogue
from processor.observe.catalogue import MetricDef

Labels = tuple[tuple[str, str], ...]
#: Sample name -> labels -> value.
Samples = Mapping[str, Mapping[Labels, float]]

_TIMEOUT: Final = 5.0
_MOST_LANGUAGES: Final = 30


class MetricsError(RuntimeError):
    """The worker does not answer."""


def http_get(host: str, port: int, path: str) -> tuple[int, str]:
    """Return status and body. No proxy is asked: the worker is on this machine.

    Raises:
        MetricsError: nothing answers.
    """
    connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise MetricsError(f"http://{host}:{port}{path}: {error}") from error
    finally:
        connection.close()


def parsed(exposition: str) -> Samples:
    """Return the samples of an answer in Prometheus' text format."""
    from prometheus_client.parser import text_string_to_metric_families

    samples: dict[str, dict[Labels, float]] = defaultdict(dict)
    for family in text_string_to_metric_families(exposition):
        for sample in family.samples:
            samples[sample.name][tuple(sorted(sample.labels.items()))] = sample.value
    return samples


def total(samples: Samples, metric: MetricDef) -> float | None:
    """Return the sum over all labels, None where the metric has no samples."""
    values = samples.get(metric.name, {}).values()
    return sum(values) if values else None


def summary(samples: Samples) -> list[tuple[str, str]]:
    """Return (what, value) of the metrics that tell how a worker does."""
    stages = sorted(set(_values_of(samples, f"{catalogue.STAGE_DURATION.name}_count", "stage")))
    return [
        ("articles consumed", _of_links(samples, catalogue.CONSUMED)),
        ("articles enriched", _of_links(samples, catalogue.ENRICHED)),
        ("dead letters", _dead_letters(samples)),
        ("languages", _languages(samples)),
        *(
            (f"time in {stage}", _mean(samples, catalogue.STAGE_DURATION, "an article", {"stage": stage}))
            for stage in stages
        ),
        ("stage status", _by(samples, catalogue.STAGE_ARTICLES, ("stage", "status"))),
        ("arrival to output", _mean(samples, catalogue.END_TO_END, "an article")),
        ("delivery", _mean(samples, catalogue.DELIVERY, "a batch")),
        ("processes replaced", _count(total(samples, catalogue.POOL_RESTARTS) or 0.0)),
        ("lag", f"{_count(total(samples, catalogue.LAG))} records"),
    ]


def _count(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f}"


def _of_links(samples: Samples, metric: MetricDef) -> str:
    """In the staged layout every link counts an article."""
    several = len(samples.get(metric.name, {})) > 1
    return _count(total(samples, metric)) + (f"  ({_by(samples, metric, ('link',))})" if several else "")


def _dead_letters(samples: Samples) -> str:
    found = total(samples, catalogue.DEAD_LETTERS) or 0.0
    return f"{found:,.0f}  ({_by(samples, catalogue.DEAD_LETTERS, ('stage', 'reason'))})" if found else "0"


def _languages(samples: Samples) -> str:
    counts = samples.get(catalogue.LANGUAGES.name, {})
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_LANGUAGES]
    return " ".join(f"{dict(labels)['language']} {value:.0f}" for labels, value in ordered) or "none"


def _by(samples: Samples, metric: MetricDef, names: Iterable[str]) -> str:
    sums: dict[str, float] = defaultdict(float)
    for labels, value in samples.get(metric.name, {}).items():
        sums[" ".join(dict(labels)[name] for name in names)] += value
    return ", ".join(f"{name} {value:,.0f}" for name, value in sums.items() if value) or "none"


def _values_of(samples: Samples, name: str, label: str) -> Iterable[str]:
    return (dict(labels)[label] for labels in samples.get(name, {}))


def _mean(samples: Samples, metric: MetricDef, unit: str, only: Mapping[str, str] | None = None) -> str:
    def chosen(suffix: str) -> float:
        wanted = set((only or {}).items())
        return sum(value for labels, value in samples.get(metric.name + suffix, {}).items() if wanted <= set(labels))

    count = chosen("_count")
    if not count:
        return "none yet"
    mean = chosen("_sum") / count
    return f"{mean * 1000:,.1f} ms {unit}" if mean < 1 else f"{mean:,.2f} s {unit}"
