"""The tagger's network for training: the encoder's layers on frozen embeddings, and a linear head.

All numbers are kept twice: as 32-bit masters, which the optimiser moves, and rounded to bfloat16, which the products
read; processors with AVX512-BF16 multiply those several times faster. No dropout: one to three passes do not overfit.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from processor.models.weights import FloatArray, Weights
from processor.stages.entities.names.labels import LABELS

#: Names of a layer's tensors, in the order of the flat buffer; queries, keys and values are one product.
PARTS: Final = ("qkv.w", "qkv.b", "ao.w", "ao.b", "aln.w", "aln.b", "fi.w", "fi.b", "fo.w", "fo.b", "oln.w", "oln.b")


def encoder_arrays(weights: Weights) -> dict[str, FloatArray]:
    """Return the trainable tensors of the encoder by name, matrices as [out, in]."""
    arrays: dict[str, FloatArray] = {}
    for layer in range(weights.layers):
        prefix = f"l{layer}"
        for part in ("w", "b"):
            read = weights.matrix if part == "w" else weights.vector
            arrays[f"{prefix}.qkv.{part}"] = np.concatenate([read(f"{prefix}.{name}.{part}") for name in "qkv"])
            for name in ("ao", "fi", "fo"):
                arrays[f"{prefix}.{name}.{part}"] = read(f"{prefix}.{name}.{part}")
            for name in ("aln", "oln"):
                arrays[f"{prefix}.{name}.{part}"] = weights.vector(f"{prefix}.{name}.{part}")
    return {f"l{layer}.{part}": arrays[f"l{layer}.{part}"] for layer in range(weights.layers) for part in PARTS}


def new_head(width: int, seed: int) -> dict[str, FloatArray]:
    """Return a head of small random weights."""
    random = np.random.default_rng(seed)
    return {
        "head.w": random.normal(0, 0.02, (len(LABELS), width)).astype(np.float32),
        "head.b": np.zeros(len(LABELS), np.float32),
    }


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder."""

    layers: int
    heads: int
    epsilon: float


def logits(shape: Shape, tensors: dict[str, Tensor], x: Tensor, lengths: Tensor) -> Tensor:
    """Return scores of labels [texts, tokens, labels] in 32 bits for embeddings x [texts, tokens, width]."""
    texts, tokens, width = x.shape
    size = width // shape.heads
    absent = torch.arange(tokens)[None, :] >= lengths[:, None]
    bias = torch.zeros(texts, 1, 1, tokens, dtype=x.dtype).masked_fill(absent[:, None, None, :], -10_000.0)
    for layer in range(shape.layers):
        part = {name: tensors[f"l{layer}.{name}"] for name in PARTS}
        mixed = functional.linear(x, part["qkv.w"], part["qkv.b"]).view(texts, tokens, 3, shape.heads, size)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        scores = (query * (1 / math.sqrt(size))) @ key.transpose(-1, -2) + bias
        heard = (torch.softmax(scores, dim=-1) @ value).transpose(1, 2).reshape(texts, tokens, width)
        x = x + functional.linear(heard, part["ao.w"], part["ao.b"])
        x = functional.layer_norm(x, (width,), part["aln.w"], part["aln.b"], shape.epsilon)
        hidden = functional.gelu(functional.linear(x, part["fi.w"], part["fi.b"]))
        x = x + functional.linear(hidden, part["fo.w"], part["fo.b"])
        x = functional.layer_norm(x, (width,), part["oln.w"], part["oln.b"], shape.epsilon)
    return functional.linear(x, tensors["head.w"], tensors["head.b"]).float()
