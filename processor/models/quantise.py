"""Weights in eight bits, in the two forms that ONNX Runtime multiplies."""

from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.weights import FloatArray

#: Numbers that share a scale where weights are quantised in blocks.
BLOCK: Final = 128
_ZERO: Final = 128
_LARGEST: Final = 127.0


def by_channel(matrix: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Return (numbers [in, out], scales [out]) of a matrix [out, in]: the nearest, symmetric about zero."""
    scales = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / np.float32(_LARGEST)
    numbers = np.rint(matrix / scales[:, None]).clip(-_LARGEST, _LARGEST).astype(np.int8)
    return np.ascontiguousarray(numbers.T), scales.astype(np.float32)


def by_block(matrix: FloatArray) -> tuple[npt.NDArray[np.uint8], FloatArray]:
    """Return (numbers [out, blocks, BLOCK], scales [out * blocks]) of a matrix [out, in]; zero is stored as 128."""
    rows, width = matrix.shape
    if width % BLOCK:
        raise ValueError(f"a row of {width} numbers is not whole blocks of {BLOCK}")
    blocks = matrix.reshape(rows, -1, BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=2), 1e-12) / np.float32(_LARGEST)
    numbers = np.rint(blocks / scales[:, :, None]).clip(-_LARGEST, _LARGEST) + _ZERO
    return numbers.astype(np.uint8), scales.astype(np.float32).reshape(-1)
