"""A comparison for machines: one JSON object an article that differs, and one for all together at the end."""

from dataclasses import asdict
from typing import Any

import orjson

from processor.cli.diff.difference import Difference
from processor.cli.diff.report import Read
from processor.cli.diff.summary import Row, Summary
from processor.contracts import EnrichedArticle


def article_line(a: EnrichedArticle | None, b: EnrichedArticle | None, found: list[Difference]) -> bytes:
    """Return the line of an article; `found` is empty where only one side has it."""
    known = b or a
    line = {
        "type": "article",
        "id": known and known.id,
        "language": known and known.language and known.language.tag,
        "status": "only_a" if b is None else "only_b" if a is None else "differs",
        "pipeline": {"a": a and a.pipeline, "b": b and b.pipeline},
        "differences": [_difference(each) for each in found],
    }
    return orjson.dumps(line)


def summary_line(a: Read, b: Read, summary: Summary) -> bytes:
    """Return the last line: counts, and the stages that changed."""
    line = {
        "type": "summary",
        "same": summary.same,
        "a": a._asdict(),
        "b": b._asdict(),
        "pairs": summary.pairs,
        "differing": summary.differing,
        "pipelines_differ": summary.pipelines_differ,
        "only_a": summary.only_a,
        "only_b": summary.only_b,
        "stages": [each._asdict() for each in summary.stages()],
        "facts": [dict(zip(("stage", "fact"), row.names, strict=True)) | _counts(row) for row in summary.kinds()],
        "languages": [{"language": row.names[0], "pairs": every} | _counts(row) for row, every in summary.languages()],
    }
    return orjson.dumps(line)


def _difference(found: Difference) -> dict[str, Any]:
    fields = asdict(found)
    span = fields.pop("span") or {"start": None, "end": None}
    return fields | span


def _counts(row: Row) -> dict[str, int]:
    return {"removed": row.removed, "added": row.added, "changed": row.changed, "articles": row.articles}
