"""The tagger's network for training: the encoder and a linear head."""

import numpy as np
from torch import Tensor
from torch.nn import functional

from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS
from training.encoder.arrays import Shape
from training.encoder.network import states


def new_head(width: int, seed: int) -> dict[str, FloatArray]:
    """Return a head of small random weights."""
    random = np.random.default_rng(seed)
    return {
        "head.w": random.normal(0, 0.02, (len(LABELS), width)).astype(np.float32),
        "head.b": np.zeros(len(LABELS), np.float32),
    }


def logits(shape: Shape, tensors: dict[str, Tensor], x: Tensor, lengths: Tensor) -> Tensor:
    """Return scores of labels [texts, tokens, labels] in 32 bits for embeddings x [texts, tokens, width]."""
    last = states(shape, tensors, x, lengths, range(shape.layers))
    return functional.linear(last, tensors["head.w"], tensors["head.b"]).float()
