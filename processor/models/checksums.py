"""What the model files in the package must be, and whether they are.

The list is `data/checksums.json`, which `inventory` writes after a training.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from processor.models.digest import sha256_of
from processor.models.weights import WeightsError

#: What the names in the list are relative to.
PACKAGE: Final = Path(__file__).parents[1]
CHECKSUMS: Final = Path(__file__).with_name("data") / "checksums.json"


@cache
def recorded() -> dict[str, str]:
    """Return SHA-256, in hexadecimal, by path in the package.

    Raises:
        WeightsError: the list is missing or broken.
    """
    try:
        found = json.loads(CHECKSUMS.read_bytes())
        return {str(name): str(sha256) for name, sha256 in found.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise WeightsError(f"{CHECKSUMS}: cannot be used: {error}; install samachar again") from error


def recorded_sha256(path: Path) -> str:
    """Return what the SHA-256 of a file in the package must be.

    Raises:
        WeightsError: the list is missing or broken, or lacks the file.
    """
    name = path.relative_to(PACKAGE).as_posix()
    try:
        return recorded()[name]
    except KeyError as error:
        raise WeightsError(f"{CHECKSUMS}: cannot be used: no {name}; install samachar again") from error


def verified(path: Path, sha256: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        WeightsError: it is missing or is not the one expected.
    """
    with _told(path):
        data = path.read_bytes()
    _compare(path, hashlib.sha256(data).hexdigest(), sha256)
    return data


def verify(path: Path, sha256: str) -> None:
    """Check a file that is read otherwise, or not as a whole.

    Raises:
        WeightsError: it is missing or is not the one expected.
    """
    with _told(path):
        found = sha256_of(path)
    _compare(path, found, sha256)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WeightsError(f"cannot read the model {path.name}: {error.strerror}; install samachar again") from error


def _compare(path: Path, found: str, sha256: str) -> None:
    if found != sha256:
        raise WeightsError(f"{path.name} has SHA-256 {found}, expected {sha256}: install samachar again")
