"""Grafana's dashboards show metrics that exist, from the data source that is provisioned."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

from deploy.grafana.source.__main__ import files
from processor.observe.catalogue import catalogue
from tests.unit.deploy.files import DASHBOARDS, GRAFANA, expressions, read_dashboard, read_yaml, services
from tests.unit.deploy.promql import problems

_EXPRESSIONS = [
    pytest.param(expr, id=title) for path in DASHBOARDS for title, expr in expressions(read_dashboard(path))
]
_BY_FILE = pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.name)


def _mounts() -> dict[str, str]:
    return dict(volume.split(":")[:2][::-1] for volume in services()["grafana"]["volumes"])


@pytest.mark.parametrize("expression", _EXPRESSIONS)
def test_every_panel_asks_for_metrics_and_labels_that_exist(expression: str) -> None:
    assert problems(expression) == []


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("sum(samachar_articles_total)", "samachar_articles_total is not in the catalogue"),
        ("sum by (stage) (samachar_lag_records)", "nothing has a label stage"),
        ('samachar_lag_records{group="a"}', "samachar_lag_records has no label group"),
        ("rate(samachar_end_to_end_seconds[1m])", "samachar_end_to_end_seconds is not in the catalogue"),
        ("sum(vector(1))", "names no metric of ours"),
        ("up", "up is not ours alone"),
        ("max(link:samachar_pipelines:sum)", "link:samachar_pipelines:sum is recorded by no rule"),
    ],
)
def test_a_wrong_name_is_found(expression: str, wrong: str) -> None:
    assert problems(expression) == [wrong]


def test_the_dashboards_are_those_of_the_code() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in DASHBOARDS} == files(), "run make dashboards"


@_BY_FILE
def test_grafana_s_own_types_hold_all_of_a_dashboard(path: Path) -> None:
    content = read_dashboard(path)
    assert json.loads(JSONEncoder().encode(Dashboard.from_json(content))) == content


def test_every_metric_is_shown_somewhere() -> None:
    shown = " ".join(expression for path in DASHBOARDS for _, expression in expressions(read_dashboard(path)))
    assert [metric.name for metric in catalogue() if metric.name not in shown] == []


@_BY_FILE
def test_series_of_a_panel_can_be_told_apart(path: Path) -> None:
    for panel in read_dashboard(path)["panels"]:
        if panel["type"] != "timeseries":
            continue
        for target in panel["targets"]:
            kept = {
                label.strip() for group in re.findall(r"by \(([^)]*)\)", target["expr"]) for label in group.split(",")
            }
            shown = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
            assert kept - {"le"} == shown, panel["title"]


@_BY_FILE
def test_panels_use_the_provisioned_data_source(path: Path) -> None:
    (source,) = read_yaml(GRAFANA / "provisioning/datasources/prometheus.yml")["datasources"]
    wanted = {"type": source["type"], "uid": source["uid"]}
    for panel in read_dashboard(path)["panels"]:
        assert panel["datasource"] == wanted
        assert [target["datasource"] for target in panel["targets"]] == [wanted] * len(panel["targets"])


@_BY_FILE
def test_panels_lie_side_by_side(path: Path) -> None:
    panels = read_dashboard(path)["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24, panel["title"]
        assert panel["description"].endswith("."), f"{panel['title']}: say what it shows"
    for one, other in combinations(panels, 2):
        assert not _overlap(one["gridPos"], other["gridPos"]), f"{one['title']} lies over {other['title']}"


def _overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
    below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    return not beside and not below


def test_grafana_reads_the_folders_that_are_mounted() -> None:
    (provider,) = read_yaml(GRAFANA / "provisioning/dashboards/samachar.yml")["providers"]
    mounts = _mounts()
    assert mounts[provider["options"]["path"]] == "./deploy/grafana/dashboards"
    # Where the image looks, GF_PATHS_PROVISIONING.
    assert mounts["/etc/grafana/provisioning"] == "./deploy/grafana/provisioning"


def test_grafana_asks_the_prometheus_of_the_compose_file() -> None:
    source: dict[str, Any] = read_yaml(GRAFANA / "provisioning/datasources/prometheus.yml")["datasources"][0]
    found = re.fullmatch(r"http://(\w+):(\d+)", source["url"])
    assert found is not None
    host, port = found.groups()
    assert services()[host]["ports"] == [f"127.0.0.1:{port}:{port}"]
