"""docs/metrics.md is the catalogue, and nothing outside processor/observe makes metrics of its own."""

import re
from pathlib import Path

from processor.observe.catalogue_doc import render
from processor.observe.metrics import catalogue

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert page == render(), "run: python -m processor.observe.catalogue_doc docs/metrics.md"


def test_the_page_has_a_row_for_each_metric() -> None:
    rows = [line for line in render().splitlines() if line.startswith("| `samachar_")]
    assert len(rows) == len(catalogue())
    for row, metric in zip(rows, catalogue(), strict=True):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 4, f"a pipe inside a cell of {metric.name}"
        assert cells[3] == metric.help
        assert re.findall(r"`(\w+)`", cells[2]) == list(metric.labels)


def test_only_observe_makes_metrics() -> None:
    """Others may read metrics (the library's parser), as a scrape does."""
    users = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "processor").rglob("*.py")
        if re.search(r"^\s*(from|import) prometheus_client(?!\.parser)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert users
    assert all(user.startswith("processor/observe/") for user in users), users
