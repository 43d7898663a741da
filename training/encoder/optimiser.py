"""AdamW on one flat buffer of 32-bit masters; what the network reads are bfloat16 views of a rounded copy."""

import math
from typing import Final

import numpy as np
import torch
from torch import Tensor

from processor.models.weights import FloatArray

_BETAS: Final = (0.9, 0.98)
_EPSILON: Final = 1e-6
_DECAY: Final = 0.01
_LARGEST_GRADIENT: Final = 1.0


class Parameters:
    """Named tensors of a network under training.

    The tensors whose names begin with `faster` are moved `factor` times as far; vectors are not decayed.
    """

    def __init__(self, arrays: dict[str, FloatArray], faster: str, factor: float) -> None:
        self._shapes = {name: array.shape for name, array in arrays.items()}
        self._master = torch.from_numpy(np.concatenate([array.reshape(-1) for array in arrays.values()]))
        self._work = self._master.bfloat16()
        self._gradient = torch.zeros_like(self._work)
        self._first = torch.zeros_like(self._master)
        self._second = torch.zeros_like(self._master)
        self._step = torch.zeros(())
        self.tensors: dict[str, Tensor] = {}
        self._groups: list[tuple[int, int, float, float]] = []  # start, end, factor of the rate, decay
        start = 0
        for name, array in arrays.items():
            end = start + array.size
            leaf = self._work[start:end].view(array.shape).detach().requires_grad_()
            leaf.grad = self._gradient[start:end].view(array.shape)
            self.tensors[name] = leaf
            self._groups.append(
                (start, end, factor if name.startswith(faster) else 1.0, _DECAY if array.ndim > 1 else 0.0)
            )
            start = end

    def move(self, rate: float) -> float:
        """Take a step against the gradients gathered since the last one; return their norm.

        Raises:
            FloatingPointError: a gradient is not finite.
        """
        with torch.no_grad():
            gradient = self._gradient.float()
            norm = float(gradient.norm())
            if not math.isfinite(norm):
                raise FloatingPointError("the gradient is not finite")
            gradient *= min(1.0, _LARGEST_GRADIENT / (norm + 1e-6))
            self._step += 1
            for start, end, factor, decay in self._groups:
                views = (self._master, gradient, self._first, self._second)
                torch._fused_adamw_(
                    *([view[start:end]] for view in views),
                    [],
                    [self._step],
                    lr=rate * factor,
                    beta1=_BETAS[0],
                    beta2=_BETAS[1],
                    weight_decay=decay,
                    eps=_EPSILON,
                    amsgrad=False,
                    maximize=False,
                )
            self._work.copy_(self._master)
            self._gradient.zero_()
        return norm

    def arrays(self) -> dict[str, FloatArray]:
        """Return copies of the masters."""
        found: dict[str, FloatArray] = {}
        start = 0
        flat = self._master.numpy()
        for name, shape in self._shapes.items():
            end = start + int(np.prod(shape))
            found[name] = flat[start:end].reshape(shape).copy()
            start = end
        return found
