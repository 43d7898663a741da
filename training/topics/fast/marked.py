"""The marked texts: headlines with leads, to train on or to leave out, and whole articles, only to measure on."""

import json
from pathlib import Path
from typing import Final

from training.topics.data import HEADLINES, Headline, load_headlines, topic_index

ITEMS: Final = HEADLINES.parent / "items"


def load_marked(headlines: Path = HEADLINES, items: Path = ITEMS) -> tuple[list[Headline], list[Headline]]:
    """Return all headlines with leads, in all languages, and all whole articles."""
    short, whole = load_headlines(headlines), list[Headline]()
    for path in sorted(items.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            topics = tuple(map(topic_index, row["labels"]))
            (whole if row["kind"] == "article" else short).append(
                Headline(row["lang"], topics, row["headline"], row["text"])
            )
    return short, whole
