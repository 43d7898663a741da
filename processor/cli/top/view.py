"""The view: tables of what `Crew` and `LagWatch` know, as wide and high as there is room."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from processor.cli.top.behind import Behind
from processor.cli.top.counting import Buckets, quantile
from processor.cli.top.workers import WINDOW, Crew
from processor.observe import catalogue
from processor.observe.logs import clean

if TYPE_CHECKING:
    from rich.console import RenderableType

_MOST_PARTITIONS: Final = 12
_MOST_REASONS: Final = 8
_MOST_WORKERS: Final = 8
_SHARES: Final = (0.5, 0.95, 0.99)
_NONE: Final = "-"

Rows = Sequence[Sequence[str]]


def view(crew: Crew, lag: Sequence[Behind], lag_problem: str | None) -> "RenderableType":
    """Return everything, one table under the other."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [Text(line) for line in _heads(crew)]
    parts += [
        _table(("link", "in/s", "out/s", "dead/s", "in flight", "p50", "p95", "p99", "state"), _links(crew)),
        _table(("stage", "articles/s", "p50", "p95", "p99", "status of all so far"), _stages(crew)),
        _table(("dead letters: stage", "reason", "so far", "/s"), _letters(crew)),
        _table(("group", "topic", "partition", "lag", "drained in"), _partitions(lag)),
    ]
    if lag_problem is not None:
        parts.append(Text(f"lag: {clean(lag_problem)}"))
    return Group(*parts)


def _heads(crew: Crew) -> list[str]:
    up = crew.answering
    pipelines = ", ".join(
        f"{clean(name)} ({count})" for name, count in sorted(crew.values(catalogue.BUILD, "pipeline").items())
    )
    versions = ", ".join(clean(name) for name in sorted(crew.values(catalogue.BUILD, "version")))
    restarts = ", ".join(
        f"{clean(reason)} {count:,.0f}"
        for (reason,), count in sorted(crew.now(catalogue.POOL_RESTARTS, "reason").items())
        if count
    )
    heads = [
        f"{len(up)} of {len(crew.workers)} workers answer; rates and times of the last {WINDOW:g} s",
        f"version {versions or _NONE}; pipeline {pipelines or _NONE}; pool processes replaced: {restarts or 'none'}",
    ]
    silent = [worker for worker in crew.workers if worker.problem is not None]
    heads += [f"{worker.address}: {clean(worker.problem)}" for worker in silent[:_MOST_WORKERS]]
    if len(silent) > _MOST_WORKERS:
        heads.append(f"and {len(silent) - _MOST_WORKERS} more")
    return heads


def _links(crew: Crew) -> Rows:
    consumed, enriched = (crew.rates(metric, "link") for metric in (catalogue.CONSUMED, catalogue.ENRICHED))
    dead = crew.rates(catalogue.DEAD_LETTERS, "link")
    in_flight = crew.now(catalogue.IN_FLIGHT, "link")
    running = crew.now(catalogue.LINK_RUNNING, "link")
    latencies = crew.buckets(catalogue.END_TO_END, "link")
    workers = crew.values(catalogue.LINK_RUNNING, "link")
    return [
        (
            clean(name),
            *(_rate(rates.get((name,))) for rates in (consumed, enriched, dead)),
            f"{in_flight.get((name,), 0.0):,.0f}",
            *_quantiles(latencies.get(name, {})),
            _state(round(running.get((name,), 0.0)), count),
        )
        for name, count in sorted(workers.items())
    ]


def _state(running: int, workers: int) -> str:
    return "running" if running == workers else f"{workers - running} of {workers} do not take articles"


def _stages(crew: Crew) -> Rows:
    rates = crew.rates(catalogue.STAGE_ARTICLES, "stage")
    totals = crew.now(catalogue.STAGE_ARTICLES, "stage", "status")
    durations = crew.buckets(catalogue.STAGE_DURATION, "stage")
    return [
        (
            clean(name),
            _rate(rates.get((name,))),
            *_quantiles(durations.get(name, {})),
            ", ".join(
                f"{clean(status)} {count:,.0f}"
                for (stage, status), count in sorted(totals.items())
                if stage == name and count
            )
            or _NONE,
        )
        for name in crew.values(catalogue.STAGE_ARTICLES, "stage")
    ]


def _letters(crew: Crew) -> Rows:
    totals = {key: count for key, count in crew.now(catalogue.DEAD_LETTERS, "stage", "reason").items() if count}
    rates = crew.rates(catalogue.DEAD_LETTERS, "stage", "reason")
    most = sorted(totals, key=lambda key: (-rates.get(key, 0.0), -totals[key], key))[:_MOST_REASONS]
    return [(*(clean(name) for name in key), f"{totals[key]:,.0f}", _rate(rates.get(key))) for key in most]


def _partitions(lag: Sequence[Behind]) -> Rows:
    """The partitions furthest behind, then what is in all others together."""
    ordered = sorted(lag, key=lambda each: (-(math.inf if each.lag is None else each.lag), each.topic, each.partition))
    rows = [
        (clean(each.group), clean(each.topic), str(each.partition), _count(each.lag), _drain(each.drain))
        for each in ordered[:_MOST_PARTITIONS]
    ]
    if rest := ordered[_MOST_PARTITIONS:]:
        rows.append(("", "", f"{len(rest)} more", _count(sum(each.lag or 0 for each in rest)), ""))
    if len(lag) > 1:
        known = [each.lag for each in lag if each.lag is not None]
        rows.append(("", "", "in all", _count(sum(known) if len(known) == len(lag) else None), _last(lag)))
    return rows


def _last(lag: Sequence[Behind]) -> str:
    drains = [each.drain for each in lag]
    return _NONE if None in drains else _drain(max(drain for drain in drains if drain is not None))


def _quantiles(buckets: Buckets) -> list[str]:
    largest = max((bound for bound in buckets if not math.isinf(bound)), default=0.0)
    return [_seconds(quantile(share, buckets), largest) for share in _SHARES]


def _seconds(value: float | None, largest: float) -> str:
    if value is None:
        return _NONE
    if math.isinf(value):
        return f"> {largest:g} s"
    return f"{value * 1000:,.0f} ms" if value < 1 else f"{value:,.1f} s"


def _rate(value: float | None) -> str:
    return _NONE if value is None else f"{value:,.1f}"


def _count(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def _drain(seconds: float | None) -> str:
    if seconds is None:
        return _NONE
    if math.isinf(seconds):
        return "never at this pace"
    if seconds < 120:
        return f"{seconds:,.0f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 7_200 else f"{seconds / 3_600:,.1f} h"


def _table(headings: Sequence[str], rows: Rows) -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, heading in enumerate(headings):
        numeric = all(_is_number(row[number]) for row in rows) and bool(rows)
        table.add_column(heading, justify="right" if numeric else "left", no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    if not rows:
        table.add_row(Text(_NONE))
    return table


def _is_number(cell: str) -> bool:
    return cell == _NONE or cell[:1].isdigit() or cell[:1] in (">", "")
