"""Lists written for a test, and what a watchlist finds in a text that a tagger has read."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from processor.contracts import EntityType, Language
from processor.stages.entities.tagger import Link, TaggedSpan
from processor.stages.entities.watchlist.watchlist import Watchlist


def jsonl(folder: Path, *entries: dict[str, Any]) -> Path:
    """Write a list of entries, and return its path."""
    path = folder / "list.jsonl"
    path.write_bytes(b"".join(orjson.dumps(entry) + b"\n" for entry in entries))
    return path


def csv(folder: Path, text: str) -> Path:
    """Write a list as CSV, and return its path."""
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def watching(folder: Path, *entries: dict[str, Any]) -> Watchlist:
    """Return a watchlist of entries; `id` is `X` and `type` is `PER` where an entry has none."""
    return Watchlist(jsonl(folder, *({"id": "X", "type": "PER"} | entry for entry in entries)), folder / "models")


def tagged(
    text: str, surface: str, kind: EntityType = "PER", key: str | None = None, ids: dict[str, str] | None = None
) -> TaggedSpan:
    """Return the span of the first `surface` in `text`, as the steps before the watchlist leave it."""
    at = text.index(surface)
    return TaggedSpan(at, at + len(surface), kind, 0.7, Link(key or f"{kind} {surface}", surface, ids or {}))


def found(watchlist: Watchlist, tag: str, text: str, spans: Sequence[TaggedSpan] = ()) -> list[tuple[str, str]]:
    """Return (as written, ids) of what the list names in `text`, after a check of what every tagging must be."""
    spans = watchlist(text, sorted(spans, key=lambda span: span.start), Language(tag, "Zyyy", 1.0, ()))
    assert all(span.link for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    return [
        (text[span.start : span.end], span.link.ids["watchlist"])
        for span in spans
        if span.link and "watchlist" in span.link.ids
    ]
