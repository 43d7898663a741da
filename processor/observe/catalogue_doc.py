"""Writes docs/metrics.md from the catalogue: `python -m processor.observe.catalogue_doc docs/metrics.md`."""

import sys
from pathlib import Path
from typing import Final

from processor.observe.catalogue import MetricDef, catalogue

_HEAD: Final = """\
# Metrics

Generated from `processor/observe/catalogue.py`; a test holds this file to the code.

A worker shows them at `/metrics` (Prometheus text, or OpenMetrics when asked for), on `SAMACHAR_HTTP_HOST` and
`SAMACHAR_HTTP_PORT`. Durations are in seconds; counters start at 0 with the process. A label value that is unknown or
over its cap is `other`. The usual `process_…` metrics (CPU, memory, open files) are there too; they are those of the
worker's main process, without its pool processes.

| metric | type | labels | meaning |
| --- | --- | --- | --- |
"""


def render() -> str:
    """Return the page, Markdown."""
    metrics = catalogue()
    rows = [
        f"| `{metric.name}` | {metric.kind} | {', '.join(f'`{label}`' for label in metric.labels)} | {metric.help} |"
        for metric in metrics
    ]
    buckets = [_buckets(metric) for metric in metrics if metric.buckets]
    return _HEAD + "\n".join(rows) + "\n\n## Buckets of the histograms\n\n" + "\n".join(buckets) + "\n"


def _buckets(metric: MetricDef) -> str:
    return f"- `{metric.name}`: {', '.join(f'{bound:g}' for bound in metric.buckets)}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(), encoding="utf-8")
