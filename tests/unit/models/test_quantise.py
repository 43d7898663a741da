"""Eight bits: how far numbers move."""

import numpy as np
import pytest

from processor.models.quantise import BLOCK, by_block, by_channel


def test_a_scale_a_column() -> None:
    matrix = (
        np.random.default_rng(1).normal(size=(5, 256)).astype(np.float32) * np.arange(1, 6, dtype=np.float32)[:, None]
    )
    numbers, scales = by_channel(matrix)
    assert (numbers.dtype.name, numbers.shape, scales.shape) == ("int8", (256, 5), (5,))
    assert np.abs(numbers.T * scales[:, None] - matrix).max(axis=1) == pytest.approx(scales / 2, rel=0.1)
    assert np.abs(numbers).max(axis=0).tolist() == [127] * 5


def test_a_scale_a_block_is_not_spoilt_by_one_large_number() -> None:
    matrix = np.random.default_rng(2).normal(size=(3, 2 * BLOCK)).astype(np.float32)
    matrix[:, 0] = 1_000
    numbers, scales = by_block(matrix)
    assert (numbers.dtype.name, numbers.shape, scales.shape) == ("uint8", (3, 2, BLOCK), (6,))
    again = (numbers.astype(np.float32) - 128) * scales.reshape(3, 2, 1)
    off = np.abs(again - matrix.reshape(3, 2, BLOCK)).max(axis=2)
    assert (off[:, 1] < 0.02).all()
    assert (off[:, 0] > 0.1).all()


def test_nothing_is_nothing_and_half_blocks_are_refused() -> None:
    assert not by_channel(np.zeros((2, 4), np.float32))[0].any()
    assert (by_block(np.zeros((2, BLOCK), np.float32))[0] == 128).all()
    with pytest.raises(ValueError, match="whole blocks"):
        by_block(np.zeros((2, BLOCK + 1), np.float32))
