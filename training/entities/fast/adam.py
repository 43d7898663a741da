"""AdamW (Loshchilov and Hutter, 2019, arXiv:1711.05101) on one flat buffer."""

from typing import Final

import numpy as np

from processor.models.weights import FloatArray

_BETAS: Final = (0.9, 0.99)
_EPSILON: Final = np.float32(1e-8)
_DECAY: Final = 0.01
_LARGEST_GRADIENT: Final = 1.0


class Adam:
    """Moves named parameters, which are views of its buffer. Vectors are not decayed."""

    def __init__(self, arrays: dict[str, FloatArray]) -> None:
        self._flat = np.concatenate([array.reshape(-1) for array in arrays.values()])
        self._decayed = np.concatenate([np.full(array.size, array.ndim > 1, np.bool_) for array in arrays.values()])
        self._first = np.zeros_like(self._flat)
        self._second = np.zeros_like(self._flat)
        self._steps = 0
        self.parameters: dict[str, FloatArray] = {}
        start = 0
        for name, array in arrays.items():
            self.parameters[name] = self._flat[start : start + array.size].reshape(array.shape)
            start += array.size

    def move(self, gradient: dict[str, FloatArray], rate: float) -> None:
        """Take a step against the gradient.

        Raises:
            FloatingPointError: the gradient is not finite.
        """
        flat = np.concatenate([gradient[name].reshape(-1) for name in self.parameters])
        size = float(np.linalg.norm(flat))
        if not np.isfinite(size):
            raise FloatingPointError("the gradient is not finite")
        flat *= np.float32(min(1.0, _LARGEST_GRADIENT / (size + 1e-6)))
        self._steps += 1
        first, second = _BETAS
        self._first += np.float32(1 - first) * (flat - self._first)
        self._second += np.float32(1 - second) * (flat * flat - self._second)
        step = self._first / (np.sqrt(self._second / np.float32(1 - second**self._steps)) + _EPSILON)
        step *= np.float32(rate / (1 - first**self._steps))
        step += np.float32(rate * _DECAY) * self._flat * self._decayed
        self._flat -= step
