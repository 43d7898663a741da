"""The space of users' topics, from marked headlines with their leads; never from whole articles."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray
from processor.stages.topics.head import Floats, unit
from processor.stages.topics.mediatopics import TOP_LEVEL
from processor.stages.topics.own.space import Space, quantised
from processor.stages.topics.terms import shared_terms
from training.topics.data import HEADLINES, HERE

#: Texts of a language in the sample of ordinary news.
SAMPLE: Final = 25

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Shape:
    """How much is done to the vectors; chosen on simulated topics in languages unseen (`training.topics.own --grid`).

    Attributes:
        languages, topics: directions that are taken out and lengthened.
        gain: by how much they are lengthened.
    """

    languages: int = 12
    topics: int = 16
    gain: float = 0.7


SHAPE: Final = Shape()


@dataclass(frozen=True, slots=True)
class News:
    """A headline with its lead.

    Attributes:
        topics: short names of its top-level topics, the main one first.
        path: the NewsCodes from the top level down to the term that fits, none where it was not marked with one.
    """

    language: str
    topics: tuple[str, ...]
    path: tuple[str, ...]
    text: str


def load_news(headlines: Path = HEADLINES, items: Path = HERE / "items") -> list[News]:
    """Read all marked headlines; whole articles are passed over."""
    paths = {term.id: term.path for term in shared_terms()}
    found = [
        News(row["lang"], tuple(row["labels"]), (), f"{row['headline']}\n{row['lead']}")
        for row in map(json.loads, headlines.read_text(encoding="utf-8").splitlines())
    ]
    for file in sorted(items.glob("*.jsonl")):
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            if row["kind"] == "headline":
                text = f"{row['headline']}\n{row['text']}"
                found.append(News(row["lang"], tuple(row["labels"]), paths.get(row.get("term"), ()), text))
    return found


def build(
    news: Sequence[News],
    vectors: FloatArray,
    encoder: str,
    shape: Shape = SHAPE,
) -> tuple[Space, Indices]:
    """Return the space, and which of the news are its sample.

    Args:
        vectors: [news, width], of the encoder with that fingerprint.
    """
    mean = vectors.mean(axis=0, dtype=np.float64)
    centred = unit(vectors - mean)
    tags = np.array([one.language for one in news])
    out = _between(np.array([centred[tags == tag].mean(axis=0) for tag in sorted(set(tags))]), shape.languages)
    rest = centred - centred @ out.T @ out
    marked = np.array([[topic.short in one.topics for topic in TOP_LEVEL] for one in news])
    lengthened = _between(np.array([rest[with_it].mean(axis=0) for with_it in marked.T if with_it.any()]), shape.topics)
    sample = _sample(tags)
    space = Space(
        encoder=encoder,
        mean=mean.astype(np.float32),
        languages=out.astype(np.float32),
        topics=lengthened.astype(np.float32),
        gain=shape.gain,
        ordinary=quantised(centred[sample]),
    )
    return space, sample


def _between(means: Floats, most: int) -> Floats:
    """Return the orthonormal directions [at most `most`, width] in which means [classes, width] differ most."""
    directions: Floats = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)[2][: len(means) - 1]
    return directions[:most]


def _sample(tags: npt.NDArray[np.str_]) -> Indices:
    """Return `SAMPLE` texts of each language, evenly from the first to the last."""
    chosen = []
    for tag in sorted(set(tags)):
        texts = np.flatnonzero(tags == tag)
        chosen.append(texts[np.unique(np.linspace(0, len(texts) - 1, SAMPLE).round().astype(np.intp))])
    return np.sort(np.concatenate(chosen))
