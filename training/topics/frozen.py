"""Vectors of the encoder as it was before its training: what retellings are told by."""

from collections.abc import Sequence

import numpy as np

from processor.models.weights import FloatArray, Weights
from training.topics.data import Headline
from training.topics.lower import Lower


def frozen_vectors(weights: Weights, headlines: Sequence[Headline]) -> FloatArray:
    """Return vectors float32 [headlines, width] of length 1."""
    read = Lower(weights, weights.layers)([headline.text for headline in headlines])
    found = np.array([states.float().mean(0).numpy() for states in read], np.float32)
    vectors: FloatArray = found / np.linalg.norm(found, axis=1, keepdims=True)
    return vectors
