"""Kafka client: deliveries, commits, lag and rebalances as the worker's clients see them."""

from typing import Final

from grafana_foundation_sdk.builders.dashboard import Dashboard

from deploy.grafana.source.board import board
from deploy.grafana.source.panels import lines, number, quantile

_HISTOGRAM: Final = "samachar_delivery_duration_seconds"


def kafka() -> Dashboard:
    """Return the dashboard of the Kafka clients."""
    return board(
        "kafka",
        "What the broker acknowledges, what is committed, and how steady the consumer groups are.",
        [
            number(
                "Delivery failures, last hour",
                "Records that the broker did not acknowledge at an attempt.",
                "sum(increase(samachar_delivery_failures_total[1h]))",
                bad_from=1,
            ),
            number(
                "Rebalances, last hour",
                "Times that a group gave a link its partitions anew.",
                "sum(increase(samachar_rebalances_total[1h]))",
            ),
            number("Partitions owned", "Partitions that workers own.", "count(samachar_lag_records)"),
            number(
                "Partitions that stand still",
                "Partitions with lag of which nothing was committed in ten minutes.",
                "count(samachar_lag_records > 0 unless on (job, instance, link, topic, partition)"
                " changes(samachar_committed_offset[10m]) > 0) or vector(0)",
                bad_from=1,
            ),
        ],
        [
            lines(
                "Delivery",
                "From sending a batch to the acknowledgement of its last record.",
                {
                    f"{{{{topic}}}} p{share * 100:g}": quantile(share, _HISTOGRAM, "topic")
                    for share in (0.5, 0.95, 0.99)
                },
                unit="s",
            ),
            lines(
                "Delivery failures per second",
                "Attempts without acknowledgement, by destination; they are repeated until the worker gives up.",
                {
                    "{{link}} to {{topic}}": (
                        "sum by (link, topic) (rate(samachar_delivery_failures_total[$__rate_interval]))"
                    )
                },
            ),
            lines(
                "Committed per second",
                "How fast the committed offset moves.",
                {
                    "{{topic}}/{{partition}}": (
                        "sum by (topic, partition) (rate(samachar_committed_offset[$__rate_interval]))"
                    )
                },
            ),
            lines(
                "Rebalances",
                "A row of them is a group that does not come to rest: docs/runbooks/worker-restarts.md.",
                {"{{link}}": "sum by (link) (increase(samachar_rebalances_total[$__rate_interval]))"},
            ),
            lines(
                "Lag by link",
                "Records that wait, and whether they grow.",
                {"{{link}}": "sum by (link) (samachar_lag_records)"},
            ),
            lines(
                "Time until nothing waits",
                "If arrivals and pace stay as they were in the last quarter of an hour.",
                {"{{link}}": "min by (link) (clamp_max(link:samachar_drain_seconds:ratio, 86400))"},
                unit="s",
            ),
        ],
    )
