"""The data of the topics head: marked headlines, and the terms of the IPTC Media Topics."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from processor.stages.topics.mediatopics import TOP_LEVEL

HERE: Final = Path(__file__).parent
HEADLINES: Final = HERE / "headlines.jsonl"
ITEMS: Final = HERE / "items"
ONCE: Final = HERE / "once"

Floats = npt.NDArray[np.float64]

_INDEX_OF_SHORT: Final = {topic.short: index for index, topic in enumerate(TOP_LEVEL)}


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline with its lead, or with the whole article.

    Attributes:
        topics: indices into TOP_LEVEL, the main one first.
        lead: what comes after the title.
        term: NewsCode of the term that fits best, where it was marked with one.
    """

    language: str
    topics: tuple[int, ...]
    title: str
    lead: str
    term: str | None = None

    @property
    def text(self) -> str:
        """What the stage would read of it."""
        return f"{self.title}\n{self.lead}"


def load_headlines() -> list[Headline]:
    """Read the headlines that were marked twice, the older ones first."""
    return load_older() + [headline for path in _files(ITEMS) for headline in _load(path)]


def load_older() -> list[Headline]:
    """Read the older headlines, which are plainer."""
    return _load(HEADLINES)


def load_articles() -> list[Headline]:
    """Read the whole short articles, which nothing is trained on."""
    return [article for path in _files(ITEMS) for article in _load(path, "article")]


def load_once() -> list[Headline]:
    """Read the headlines that were marked once, which are trained on and never measured on."""
    return [headline for path in _files(ONCE) for headline in _load(path)]


def _load(path: Path, kind: str = "headline") -> list[Headline]:
    """Read one JSON object a line: lang, labels (short names), headline, lead or text, perhaps kind and term."""
    return [
        Headline(
            row["lang"],
            tuple(_INDEX_OF_SHORT[label] for label in row["labels"]),
            row["headline"],
            row["lead"] if "lead" in row else row["text"],
            row.get("term"),
        )
        for row in _rows(path)
        if row.get("kind", "headline") == kind
    ]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def topic_index(short: str) -> int:
    """Return the index of the topic with our short name `short`."""
    return _INDEX_OF_SHORT[short]


def marks(headlines: Sequence[Headline]) -> Floats:
    """Return float64 [headlines, topics]: 1 where a headline is marked with a topic, else 0."""
    found = np.zeros((len(headlines), len(TOP_LEVEL)))
    for row, headline in enumerate(headlines):
        found[row, list(headline.topics)] = 1
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
