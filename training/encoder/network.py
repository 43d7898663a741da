"""The encoder's layers for training, on frozen embeddings.

All numbers are kept twice: as 32-bit masters, which the optimiser moves, and rounded to bfloat16, which the products
read; processors with AVX512-BF16 multiply those several times faster. No dropout: one to three passes do not overfit.
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from training.encoder.arrays import PARTS, Shape


def states(shape: Shape, tensors: Mapping[str, Tensor], x: Tensor, lengths: Tensor, layers: range) -> Tensor:
    """Return what `layers` make of x [texts, tokens, width], which the layer before them gave."""
    texts, tokens, width = x.shape
    size = width // shape.heads
    absent = torch.arange(tokens)[None, :] >= lengths[:, None]
    bias = torch.zeros(texts, 1, 1, tokens, dtype=x.dtype).masked_fill(absent[:, None, None, :], -10_000.0)
    for layer in layers:
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
    return x
