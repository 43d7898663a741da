"""What all dashboards have in common."""

from collections.abc import Sequence
from typing import Final

from grafana_foundation_sdk.builders import stat
from grafana_foundation_sdk.builders.dashboard import Dashboard, DashboardLink
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models.dashboard import DashboardCursorSync, DashboardLinkType, Panel

from deploy.grafana.source.panels import WHOLE

_TAG: Final = "samachar"


def board(
    name: str, about: str, numbers: Sequence[stat.Panel], panels: Sequence[Builder[Panel]], *, since: str = "now-1h"
) -> Dashboard:
    """Return the dashboard `samachar-NAME`, with links to the others.

    Args:
        numbers: share the first row evenly.
        panels: go below it, from left to right, row by row.
    """
    dashboard = (
        Dashboard(f"Samachar: {name}")
        .uid(f"samachar-{name}")
        .description(about)
        .tags([_TAG])
        .readonly()
        .timezone("browser")
        .time(since, "now")
        .refresh("30s")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .link(
            DashboardLink("Samachar")
            .type(DashboardLinkType.DASHBOARDS)
            .tags([_TAG])
            .as_dropdown(True)
            .keep_time(True)
            .include_vars(False)
            .target_blank(False)
        )
    )
    for figure in numbers:
        figure.span(WHOLE // len(numbers))
    for place, panel in enumerate((*numbers, *panels), start=1):
        dashboard = dashboard.with_panel(_Numbered(panel, place))
    return dashboard


class _Numbered(Builder[Panel]):
    """A panel with its id: without one Grafana gives another at each load, and links to a panel break."""

    def __init__(self, panel: Builder[Panel], number: int) -> None:
        self._panel = panel
        self._number = number

    def build(self) -> Panel:
        panel = self._panel.build()
        panel.id_val = self._number
        return panel
