"""The space of users' topics, from marked headlines with their leads; never from whole articles."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray
from processor.stages.topics.head import unit
from processor.stages.topics.own.space import Space, quantised
from training.topics.data import Headline

#: Texts of a language in the sample of ordinary news.
SAMPLE: Final = 25

Indices = npt.NDArray[np.intp]


def build(headlines: Sequence[Headline], vectors: FloatArray, encoder: str) -> tuple[Space, Indices]:
    """Return the space, and which of the headlines are its sample: `SAMPLE` of each language, from first to last.

    Args:
        vectors: [headlines, width], of the encoder with that fingerprint.
    """
    mean = vectors.mean(axis=0, dtype=np.float64)
    tags = np.array([headline.language for headline in headlines])
    chosen = []
    for tag in sorted(set(tags)):
        texts = np.flatnonzero(tags == tag)
        chosen.append(texts[np.unique(np.linspace(0, len(texts) - 1, SAMPLE).round().astype(np.intp))])
    sample = np.sort(np.concatenate(chosen))
    return Space(encoder, mean.astype(np.float32), quantised(unit(vectors[sample] - mean))), sample
