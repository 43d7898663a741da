"""Vectors of the training texts, kept in a folder so that a second run need not read them again."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from processor.models.encoder import Encoder
from processor.models.weights import FloatArray
from processor.stages.topics.beginning import MAX_TOKENS


def embed(encoder: Encoder, texts: Sequence[str], cache: Path | None) -> FloatArray:
    """Return the vectors of `texts`, float32 [texts, width], as the stage would see them."""
    if cache is None:
        return _encode(encoder, texts)
    digest = hashlib.sha256(f"{encoder.fingerprint} {MAX_TOKENS}".encode())
    for text in texts:
        digest.update(b"\0" + text.encode())
    path = cache / f"{digest.hexdigest()[:32]}.npy"
    if path.exists():
        kept: FloatArray = np.load(path)
        return kept
    vectors = _encode(encoder, texts)
    cache.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.npy")
    np.save(unfinished, vectors)
    unfinished.replace(path)
    return vectors


def _encode(encoder: Encoder, texts: Sequence[str]) -> FloatArray:
    return np.array([encoder.encode(text, MAX_TOKENS) for text in texts], np.float32)
