"""Stages: how long each takes, how it ends, and the pool that runs them."""

from typing import Final

from grafana_foundation_sdk.builders.dashboard import Dashboard

from deploy.grafana.source.board import board
from deploy.grafana.source.panels import lines, number, quantile, rows

_HISTOGRAM: Final = "samachar_stage_duration_seconds"


def stages() -> Dashboard:
    """Return the dashboard of the stages."""
    return board(
        "stages",
        "Durations, statuses and failures of the stages, and the processes that run them.",
        [
            number(
                "Failing",
                "Largest share of articles that a stage failed on in 15 minutes.",
                "max(stage:samachar_stage_failures:ratio_rate15m)",
                unit="percentunit",
                bad_from=0.05,
                decimals=1,
            ),
            number(
                "Degraded",
                "Largest share of articles that a stage answered by a fall-back or in part in 15 minutes.",
                "max(stage:samachar_stage_degraded:ratio_rate15m)",
                unit="percentunit",
                bad_from=0.3,
                decimals=1,
            ),
            number(
                "Pool restarts, last hour",
                "Pool processes replaced.",
                "sum(increase(samachar_pool_restarts_total[1h]))",
                bad_from=1,
            ),
        ],
        [
            lines(
                "Duration, median",
                "Half of the articles take less than this in the stage.",
                {"{{stage}}": quantile(0.5, _HISTOGRAM, "stage")},
                unit="s",
            ),
            lines(
                "Duration, 95 and 99 of 100",
                "The long texts.",
                {f"{{{{stage}}}} p{share * 100:g}": quantile(share, _HISTOGRAM, "stage") for share in (0.95, 0.99)},
                unit="s",
            ),
            lines(
                "Cores that a stage keeps busy",
                "Seconds spent in the stage per second, all workers together.",
                {"{{stage}}": "sum by (stage) (rate(samachar_stage_duration_seconds_sum[$__rate_interval]))"},
                stacked=True,
            ),
            lines(
                "Statuses per second",
                "How stages ended; docs/consumers.md says what each status means.",
                {
                    "{{stage}}: {{status}}": (
                        "sum by (stage, status) (rate(samachar_stage_articles_total[$__rate_interval]))"
                    )
                },
            ),
            lines(
                "Failures by stage",
                "Share of articles that went on without the stage's facts, or that the stage cost altogether.",
                {"{{stage}}": "max by (stage) (stage:samachar_stage_failures:ratio_rate15m)"},
                unit="percentunit",
            ),
            lines(
                "Pool restarts",
                "Processes replaced, by why.",
                {"{{reason}}": "sum by (reason) (increase(samachar_pool_restarts_total[$__rate_interval]))"},
            ),
            lines(
                "Batch size and articles in flight",
                "Mean size of a batch, and what is taken and not yet acknowledged.",
                {
                    "{{link}} in a batch": (
                        "sum by (link) (rate(samachar_batch_articles_sum[$__rate_interval]))"
                        " / sum by (link) (rate(samachar_batch_articles_count[$__rate_interval]))"
                    ),
                    "{{link}} in flight": "sum by (link) (samachar_in_flight_articles)",
                },
            ),
            lines(
                "Pipelines by link",
                "Fingerprints of stages, models and rules at work: more than one during a rolling upgrade only.",
                {"{{link}}": "max by (link) (link:samachar_pipelines:count)"},
            ),
            rows(
                "Models",
                "Workers by version of the code and fingerprint of the pipeline; `samachar models` lists its parts.",
                "count by (version, pipeline) (samachar_build_info)",
            ),
        ],
    )
