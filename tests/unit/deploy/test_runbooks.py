"""docs/runbooks: a page for every alert, with commands, queries, settings and links that exist."""

import re
import shlex
from pathlib import Path

import pytest

from processor.settings import Settings, variable
from tests.unit.deploy.commands import resolve, unknown_options
from tests.unit.deploy.files import ROOT, services
from tests.unit.deploy.promql import series
from tests.unit.deploy.rules import alerts, rules
from tests.unit.deploy.runbooks import DRILL, PAGES, RUNBOOKS, commands, queries

_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
_BY_PAGE = {ROOT / alert.annotations["runbook"]: alert for alert in alerts()}


def test_every_alert_has_a_page_of_its_own() -> None:
    assert len(_BY_PAGE) == len(alerts())
    assert set(_BY_PAGE) <= set(PAGES)


@pytest.mark.parametrize("page", _BY_PAGE, ids=lambda page: page.stem)
def test_a_page_is_of_one_alert(page: Path) -> None:
    alert, text = _BY_PAGE[page], page.read_text(encoding="utf-8")
    assert text.startswith(f"# {alert.name}\n")
    assert alert.annotations["summary"] in text
    assert f"Severity {alert.severity}" in text
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[:3] == ["What it means", "Look", "Mend"]
    assert len(commands(page)) >= 3
    assert re.search(r"^1\. ", text, re.MULTILINE)


@pytest.mark.parametrize("page", [page for page in PAGES if page != DRILL], ids=lambda page: page.stem)
def test_commands_exist_with_these_options(page: Path) -> None:
    for line in commands(page):
        program, *arguments = shlex.split(line, comments=True)
        if program == "samachar":
            command, left = resolve(arguments)
            assert unknown_options(command, left) == [], line
        elif program == "docker":
            assert arguments[0] == "compose"
            assert arguments[-1] in services() or "|" in arguments or any("=" in part for part in arguments), line
        else:
            kafka = {"kafka-dump-log.sh", "kafka-consumer-groups.sh"}
            assert program in kafka | {"curl", "promtool", "journalctl", "kubectl", "dmesg", "make"}, line


@_PAGE
def test_settings_metrics_and_links_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"SAMACHAR_\w+", text)) <= {variable(field) for field in Settings.model_fields}
    assert set(re.findall(r"(?<![:\w])samachar_\w+", text)) <= set(series())
    recorded = {rule.name for rule in rules()}
    for query in queries(page):
        assert set(re.findall(r"\b(?:link|stage|language):\w+:\w+", query)) <= recorded
    for link in re.findall(r"\]\(([^)#:]+)[^)]*\)", text):
        assert (page.parent / link).is_file(), link


def test_the_index_names_every_alert() -> None:
    rows = re.findall(r"^\| \[(\w+)\]\(([\w-]+\.md)\) \| (\w+) \| (.*) \|$", (RUNBOOKS / "README.md").read_text(), re.M)
    assert sorted(rows) == sorted(
        (alert.name, Path(alert.annotations["runbook"]).name, alert.severity, alert.annotations["summary"])
        for alert in alerts()
    )
