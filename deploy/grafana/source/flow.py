"""Flow: what comes in, what goes out, what waits, and how long it takes."""

from typing import Final

from grafana_foundation_sdk.builders.dashboard import Dashboard

from deploy.grafana.source.board import board
from deploy.grafana.source.panels import WHOLE, lines, number, quantile, rows

_HISTOGRAM: Final = "samachar_end_to_end_seconds"


def flow() -> Dashboard:
    """Return the dashboard that somebody on call opens first."""
    return board(
        "flow",
        "From raw article to enriched record: in, out, dead letters, lag and latency.",
        [
            number("Workers", "Workers that Prometheus reaches.", "count(samachar_build_info)"),
            number(
                "Links stopped",
                "Links that take no articles: starting, draining or stopped by the dead-letter policy.",
                "sum(1 - samachar_link_running)",
                bad_from=1,
            ),
            number("Lag", "Articles that wait in the source topics.", "sum(samachar_lag_records)"),
            number(
                "Work that waits",
                "How long it takes to do what waits at the present pace, as if nothing more came in.",
                "max(link:samachar_backlog_seconds:ratio)",
                unit="s",
                bad_from=300,
            ),
            number(
                "Dead letters, last hour",
                "Articles that went to the dead-letter topic.",
                "sum(increase(samachar_dead_letters_total[1h]))",
            ),
            number(
                "Late, last hour",
                "Share of articles that took longer than a minute. The objective allows 1 %.",
                "max(link:samachar_end_to_end_slow:ratio_rate1h)",
                unit="percentunit",
                bad_from=0.01,
                decimals=1,
            ),
        ],
        [
            lines(
                "Articles per second",
                "Taken from the source topic, acknowledged in the destination topic, and refused.",
                {
                    "{{link}} in": "sum by (link) (rate(samachar_articles_consumed_total[$__rate_interval]))",
                    "{{link}} enriched": "sum by (link) (rate(samachar_articles_enriched_total[$__rate_interval]))",
                    "{{link}} dead letters": "sum by (link) (rate(samachar_dead_letters_total[$__rate_interval]))",
                },
            ),
            lines(
                "Dead letters per second by stage and reason",
                "Stage decode refuses what breaks the contract; docs/ops.md explains each reason.",
                {
                    "{{stage}}: {{reason}}": (
                        "sum by (stage, reason) (rate(samachar_dead_letters_total[$__rate_interval]))"
                    )
                },
            ),
            lines(
                "Lag by partition",
                "Records that wait, by partition: one that grows alone is stuck, or has a key that is too busy.",
                {"{{link}} {{topic}}/{{partition}}": "sum by (link, topic, partition) (samachar_lag_records)"},
            ),
            lines(
                "End-to-end latency",
                "From the time stamp on the raw topic to the acknowledged output, waiting included.",
                {f"{{{{link}}}} p{share * 100:g}": quantile(share, _HISTOGRAM, "link") for share in (0.5, 0.95, 0.99)},
                unit="s",
            ),
            lines(
                "Error budget burnt",
                "How many times faster than allowed the budget of the objective (99 % within a minute) is spent.",
                {
                    "{{link}} 1 h": "max by (link) (link:samachar_end_to_end_slow:ratio_rate1h / 0.01)",
                    "{{link}} 6 h": "max by (link) (link:samachar_end_to_end_slow:ratio_rate6h / 0.01)",
                    "{{link}} 3 d": "max by (link) (link:samachar_end_to_end_slow:ratio_rate3d / 0.01)",
                },
                span=WHOLE,
            ),
            rows(
                "What runs",
                "Versions and pipelines: more than one of either means that workers differ.",
                "count by (version, pipeline) (samachar_build_info)",
            ),
        ],
    )
