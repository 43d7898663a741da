"""The data of the topics head: marked headlines, and the terms of the IPTC Media Topics."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.terms import Term, load_terms

__all__ = ["HEADLINES", "Floats", "Headline", "Term", "load_headlines", "load_terms", "marks", "topic_index"]

HERE: Final = Path(__file__).parent
HEADLINES: Final = HERE / "headlines.jsonl"

Floats = npt.NDArray[np.float64]

_INDEX_OF_SHORT: Final = {topic.short: index for index, topic in enumerate(TOP_LEVEL)}


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline with its lead; `topics` are indices into TOP_LEVEL, the main one first."""

    language: str
    topics: tuple[int, ...]
    title: str
    lead: str

    @property
    def text(self) -> str:
        """What the stage would read of it."""
        return f"{self.title}\n{self.lead}"


def load_headlines(path: Path = HEADLINES) -> list[Headline]:
    """Read marked headlines, one JSON object a line: lang, labels (short names), headline, lead."""
    return [
        Headline(row["lang"], tuple(_INDEX_OF_SHORT[label] for label in row["labels"]), row["headline"], row["lead"])
        for row in _rows(path)
    ]


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
