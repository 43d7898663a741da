"""Layers with their gradients, in numpy: each function has a partner that takes the gradient of what it returned.

The network is so small that a library for training would be a large dependency for little; a test holds every gradient
to finite differences.
"""

from typing import Final

import numpy as np

from processor.models.weights import FloatArray

EPSILON: Final = np.float32(1e-5)


def norm(x: FloatArray, weight: FloatArray, bias: FloatArray) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
    """Return x [rows, width], each row with mean 0 and deviation 1, scaled, shifted; and what the gradient needs."""
    centred = x - x.mean(axis=1, keepdims=True)
    scale = 1 / np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / x.shape[1] + EPSILON)
    centred *= scale
    return centred * weight + bias, (centred, scale)


def norm_back(
    gradient: FloatArray, weight: FloatArray, kept: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the gradients of x, weight and bias."""
    normal, scale = kept
    d_weight = np.einsum("ij,ij->j", gradient, normal)
    d_bias = gradient.sum(axis=0)
    d = gradient * weight
    along = np.einsum("ij,ij->i", d, normal)[:, None] / d.shape[1]
    return (d - d.mean(axis=1, keepdims=True) - normal * along) * scale, d_weight, d_bias


def neighbours(x: FloatArray, distance: int) -> FloatArray:
    """Return [rows, 3 * width]: the row `distance` before, the row, and the one after; zeros beyond the ends."""
    rows, width = x.shape
    found = np.zeros((rows, 3 * width), np.float32)
    found[distance:, :width] = x[:-distance]
    found[:, width : 2 * width] = x
    found[:-distance, 2 * width :] = x[distance:]
    return found


def neighbours_back(gradient: FloatArray, distance: int) -> FloatArray:
    """Return the gradient of x."""
    width = gradient.shape[1] // 3
    d = gradient[:, width : 2 * width].copy()
    d[:-distance] += gradient[distance:, :width]
    d[distance:] += gradient[:-distance, 2 * width :]
    return d


def chances(scores: FloatArray) -> FloatArray:
    """Return probabilities of scores [rows, labels]."""
    found: FloatArray = np.exp(scores - scores.max(axis=1, keepdims=True))
    found /= found.sum(axis=1, keepdims=True)
    return found
