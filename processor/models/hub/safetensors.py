"""Reader of `model.safetensors`: a length, a JSON directory, and numbers, mapped into memory.

Format: github.com/huggingface/safetensors. Its own library cannot give numpy the 16-bit floats (bfloat16) in which many
models are kept, so the fifty lines are ours.
"""

import json
import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from processor.models.hub.config import HubModelError
from processor.models.weights import FloatArray

_LENGTH: Final = struct.Struct("<Q")
_DTYPES: Final = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
_LARGEST_DIRECTORY: Final = 100_000_000


class Tensors:
    """The tensors of one file by name, expanded to float32 when asked for.

    Raises:
        HubModelError: the file is missing, cut off or not in this format.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise HubModelError(f"{path}: cannot be read: {error}") from error
        try:
            (length,) = _LENGTH.unpack_from(self._data)
            if length > min(len(self._data), _LARGEST_DIRECTORY):
                raise ValueError("its directory is longer than the file")
            self._begin = _LENGTH.size + length
            self._directory: dict[str, Any] = json.loads(self._data[_LENGTH.size : self._begin])
            self._directory.pop("__metadata__", None)
        except (ValueError, TypeError, struct.error, AttributeError) as error:
            raise HubModelError(f"{path}: not in the format of safetensors: {error}") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._directory)

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def get(self, name: str, *shape: int) -> FloatArray:
        """Return a tensor as float32 of its own shape.

        Args:
            shape: what it must be; -1 for any.

        Raises:
            HubModelError: it is missing, of another shape or in numbers that are not known.
        """
        entry = self._directory.get(name)
        if entry is None:
            raise HubModelError(f"{self._path}: has no tensor {name!r}")
        try:
            kind, own, (start, stop) = (
                str(entry["dtype"]),
                [int(size) for size in entry["shape"]],
                entry["data_offsets"],
            )
            dtype = _DTYPES.get(kind)
            if dtype is None:
                raise HubModelError(f"{self._path}: {name} is in {kind}; known are {', '.join(_DTYPES)}")
            count = (stop - start) // np.dtype(dtype).itemsize
            raw = np.frombuffer(self._data, dtype, count, self._begin + start).reshape(own)
        except (KeyError, TypeError, ValueError) as error:
            raise HubModelError(f"{self._path}: {name} is damaged: {error}") from error
        if len(own) != len(shape) or any(size not in (-1, is_) for size, is_ in zip(shape, own, strict=True)):
            raise HubModelError(f"{self._path}: {name} has shape {own}, not {list(shape)}")
        if kind == "BF16":
            return (raw.astype(np.uint32) << 16).view(np.float32)
        return raw.astype(np.float32)
