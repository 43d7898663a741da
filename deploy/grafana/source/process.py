"""Process: CPU, memory and open files of the workers' main processes."""

from grafana_foundation_sdk.builders.dashboard import Dashboard

from deploy.grafana.source.board import board
from deploy.grafana.source.panels import lines, number


def process() -> Dashboard:
    """Return the dashboard of the processes."""
    return board(
        "process",
        "The workers' main processes; pool processes are the container's to watch.",
        [
            number(
                "Youngest worker",
                "Time since the last worker started.",
                'min(time() - process_start_time_seconds{job="samachar"})',
                unit="s",
            ),
            number(
                "Starts, last hour",
                "Workers that started.",
                'sum(changes(process_start_time_seconds{job="samachar"}[1h]))',
                bad_from=3,
            ),
        ],
        [
            lines(
                "CPU of the event loop",
                "Cores that the main process keeps busy. Near 1 the loop itself is the limit, not the models.",
                {
                    "{{instance}}": (
                        'sum by (instance) (rate(process_cpu_seconds_total{job="samachar"}[$__rate_interval]))'
                    )
                },
            ),
            lines(
                "Resident memory",
                "Of the main process.",
                {"{{instance}}": 'sum by (instance) (process_resident_memory_bytes{job="samachar"})'},
                unit="bytes",
            ),
            lines(
                "Open files",
                "Connections to brokers, pipes to pool processes, models.",
                {"{{instance}}": 'sum by (instance) (process_open_fds{job="samachar"})'},
            ),
            lines(
                "Share of the open files allowed",
                "At 1 nothing can be opened any more.",
                {
                    "{{instance}}": (
                        'sum by (instance) (process_open_fds{job="samachar"})'
                        ' / sum by (instance) (process_max_fds{job="samachar"})'
                    )
                },
                unit="percentunit",
            ),
        ],
    )
