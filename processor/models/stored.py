"""What a training finds, as one .npz: a frozen dataclass of arrays, numbers and texts."""

import hashlib
import io
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zipfile import BadZipFile

import numpy as np

from processor.models.checksums import recorded_sha256, verified
from processor.models.weights import WeightsError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kind = TypeVar("Kind", bound="DataclassInstance")


def shipped(kind: type[Kind], path: Path) -> Kind:
    """Return what a file in the package holds.

    Raises:
        WeightsError: the file is missing or is not the one expected.
    """
    return read(kind, verified(path, recorded_sha256(path)), path.name)


def read(kind: type[Kind], data: bytes, name: str) -> Kind:
    """Return what a file's bytes hold; numbers and texts come back as Python's own.

    Raises:
        WeightsError: they hold something else; the message calls the file `name`.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            values = {field.name: arrays[field.name] for field in fields(kind)}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise WeightsError(f"{name} is no {kind.__name__}: {error}") from error
    return kind(**{field: value.item() if value.ndim == 0 else value for field, value in values.items()})


def write(record: "DataclassInstance", path: Path) -> None:
    """Write a file; the same record gives the same bytes."""
    arrays: dict[str, Any] = {field.name: np.asarray(getattr(record, field.name)) for field in fields(record)}
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def fingerprint_of(record: "DataclassInstance") -> str:
    """Return 64 bits of SHA-256 over all of it."""
    digest = hashlib.sha256()
    for field in fields(record):
        value = np.asarray(getattr(record, field.name))
        digest.update(f"{field.name} {value.dtype.str} {value.shape}\n".encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()[:16]
