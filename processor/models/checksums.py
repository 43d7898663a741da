"""What the model files in the package must be: `data/checksums.json`, which `inventory` writes after a training."""

import json
from functools import cache
from pathlib import Path
from typing import Final

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
