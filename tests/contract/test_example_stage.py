"""The example of docs/stages.md: as printed there, by import path, by entry point, and among the built-in stages."""

from pathlib import Path

import pytest

from processor import Enricher
from processor.contracts import Status
from processor.stages.registry import ENTRY_POINT_GROUP, UnknownStageError, load_stage
from tests.support.reading_time import ReadingTime

ROOT = Path(__file__).parents[2]
SPEC = "tests.support.reading_time:ReadingTime"


def test_the_page_prints_the_stage_that_is_tested() -> None:
    page = (ROOT / "docs" / "stages.md").read_text(encoding="utf-8")
    code = (ROOT / "tests" / "support" / "reading_time.py").read_text(encoding="utf-8")
    assert f"```python\n{code}```" in page
    assert f'[project.entry-points."{ENTRY_POINT_GROUP}"]' in page


def test_by_import_path_after_a_built_in_stage() -> None:
    enricher = Enricher(["language", SPEC])
    record = enricher.enrich({"text": "Rain is expected in the north."})
    assert record.extensions == {"reading-time": {"words": 6, "minutes": 0.0}}
    assert [report.name for report in record.stages] == ["language", "reading-time"]
    assert record.pipeline == enricher.pipeline != Enricher(["language"]).pipeline


def test_it_says_what_it_cannot_tell() -> None:
    enricher = Enricher(["language", SPEC])
    record = enricher.enrich({"text": "ฝนตกหนักในภาคเหนือของประเทศ ประชาชนได้รับความเดือดร้อน"})
    report = record.stages[-1]
    assert (report.status, report.reason) == (Status.SKIPPED, "Thai has no spaces between words")
    assert record.extensions == {}
    assert enricher.enrich({"text": "…"}).stages[-1].reason == "no words"


def test_by_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownStageError, match="known are entities, language, topics"):
        load_stage("reading-time")
    installed = tmp_path / "mypackage-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: mypackage\nVersion: 1.0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text(f"[{ENTRY_POINT_GROUP}]\nreading-time = {SPEC}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert isinstance(load_stage("reading-time"), ReadingTime)
    with pytest.raises(UnknownStageError, match="known are entities, language, reading-time, topics"):
        load_stage("reading")
