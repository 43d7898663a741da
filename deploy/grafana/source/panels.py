"""The kinds of panel that the dashboards are made of."""

from collections.abc import Mapping
from typing import Final

from grafana_foundation_sdk.builders import stat, table, timeseries
from grafana_foundation_sdk.builders.common import (
    ReduceDataOptions,
    StackingConfig,
    VizLegendOptions,
    VizTooltipOptions,
)
from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.common import (
    BigValueGraphMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
)
from grafana_foundation_sdk.models.dashboard import (
    DataSourceRef,
    DynamicConfigValue,
    Threshold,
    ThresholdsMode,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

#: The data source of deploy/grafana/provisioning/datasources.
SOURCE: Final = DataSourceRef(type_val="prometheus", uid="prometheus")
#: Columns of a dashboard.
WHOLE: Final = 24
HALF: Final = 12


def number(
    title: str, about: str, expression: str, *, unit: str = "short", bad_from: float | None = None, decimals: int = 0
) -> stat.Panel:
    """Return a single figure of the dashboard's first row; red from `bad_from` on."""
    steps = [Threshold(value=None, color="green")]
    if bad_from is not None:
        steps.append(Threshold(value=bad_from, color="red"))
    return (
        stat.Panel()
        .title(title)
        .description(about)
        .datasource(SOURCE)
        .height(4)
        .unit(unit)
        .decimals(decimals)
        .graph_mode(BigValueGraphMode.NONE)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]).fields("").values(False))
        .thresholds(ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps))
        .with_target(_query(0, expression, title))
    )


def lines(
    title: str,
    about: str,
    queries: Mapping[str, str],
    *,
    unit: str = "short",
    stacked: bool = False,
    span: int = HALF,
    names: Mapping[str, str] | None = None,
) -> timeseries.Panel:
    """Return lines over time.

    Args:
        queries: expression by legend; a legend names each label that its expression keeps, as `{{label}}`.
        names: how series are called instead of what the legend makes of their labels.
    """
    panel = (
        timeseries.Panel()
        .title(title)
        .description(about)
        .datasource(SOURCE)
        .span(span)
        .height(8)
        .unit(unit)
        .min(0)
        .fill_opacity(40 if stacked else 5)
        .legend(
            VizLegendOptions().display_mode(LegendDisplayMode.LIST).placement(LegendPlacement.BOTTOM).show_legend(True)
        )
        .tooltip(VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING))
    )
    if stacked:
        panel = panel.stacking(StackingConfig().mode(StackingMode.NORMAL))
    for place, (legend, expression) in enumerate(queries.items()):
        panel = panel.with_target(_query(place, expression, legend))
    for series, name in (names or {}).items():
        panel = panel.override_by_name(series, [DynamicConfigValue(id_val="displayName", value=name)])
    return panel


def quantile(share: float, histogram: str, by: str) -> str:
    """Return the expression of a quantile of one of our histograms, for each value of a label."""
    return f"histogram_quantile({share:g}, sum by (le, {by}) (rate({histogram}_bucket[$__rate_interval])))"


def rows(title: str, about: str, expression: str) -> table.Panel:
    """Return a table of the labels and the value of each series as it is now."""
    query = _query(0, expression, "").instant().format(PromQueryFormat.TABLE)
    return table.Panel().title(title).description(about).datasource(SOURCE).span(WHOLE).height(6).with_target(query)


def _query(place: int, expression: str, legend: str) -> Dataquery:
    return Dataquery().datasource(SOURCE).ref_id(chr(ord("A") + place)).expr(expression).legend_format(legend)
