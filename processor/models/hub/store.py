"""Graphs built from a user's weights, kept in a folder, so that they are built once.

Ten processes may start at once: one builds while the others wait for it. A graph appears under its name when it is
whole. Its name holds what it was built from, so other weights or another version of the builder make another file; the
note beside it has its checksum, so a damaged one is built again.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from processor.contracts.ids import fingerprint
from processor.models.hub.config import HubConfig, HubModelError
from processor.models.hub.safetensors import Tensors
from processor.models.hub.transformer import VERSION, build
from processor.models.lock import locked

_VARIABLE: Final = "SAMACHAR_MODELS_DIR"
DEFAULT: Final = Path("~/.cache/samachar")


@dataclass(frozen=True, slots=True)
class Built:
    """A graph in the store: its file, its checksum as noted when it was built, and the checksum of its source."""

    path: Path
    sha256: str
    source: str


class GraphStore:
    """The folder of graphs. It is made when something is built; one that has all that is needed may be read-only."""

    def __init__(self, folder: Path | None = None) -> None:
        try:
            self.folder = (folder or DEFAULT).expanduser()
        except RuntimeError as error:
            raise HubModelError(f"{_VARIABLE}: {folder or DEFAULT}: {error}") from error

    def graph(self, weights: Path, sha256: str, config: HubConfig) -> bytes:
        """Return the graph of `weights`, whose checksum is `sha256`, built if it is not there.

        Raises:
            HubModelError: the weights cannot be read or built from, or the folder cannot be written.
        """
        if not config.buildable:
            raise HubModelError(f"{weights}: weights of {config.kind} are not known; export the model to model.onnx")
        name = f"entities-{fingerprint(sha256, json.dumps(asdict(config)), VERSION)}"
        found = self._read(name)
        if found is not None:
            return found
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder / f"{name}.lock"):
                found = self._read(name)  # another process may have built it meanwhile
                if found is None:
                    found = build(Tensors(weights), config).SerializeToString(deterministic=True)
                    self._write(name, found, sha256)
                return found
        except OSError as error:
            told = f"{_VARIABLE}: {self.folder} cannot be written: {error.strerror or error}"
            raise HubModelError(f"{told}; name one that can, or one that has the graph") from error

    def built(self) -> Iterator[Built]:
        """Yield what is in the store, by name."""
        for note in sorted(self.folder.glob("*.json")):
            with suppress(OSError, ValueError, KeyError, TypeError):
                told = json.loads(note.read_bytes())
                yield Built(note.with_suffix(".onnx"), str(told["sha256"]), str(told["source"]))

    def _read(self, name: str) -> bytes | None:
        """Return a whole graph, None where there is none."""
        try:
            note = json.loads((self.folder / f"{name}.json").read_bytes())
            data = (self.folder / f"{name}.onnx").read_bytes()
        except (OSError, ValueError):
            return None
        whole = isinstance(note, dict) and note.get("sha256") == hashlib.sha256(data).hexdigest()
        return data if whole else None

    def _write(self, name: str, data: bytes, source: str) -> None:
        note = {"sha256": hashlib.sha256(data).hexdigest(), "source": source}
        # The note last: who finds it finds the graph.
        for suffix, content in ((".onnx", data), (".json", json.dumps(note).encode())):
            _replace(self.folder / f"{name}{suffix}", content)


def _replace(path: Path, data: bytes) -> None:
    """Write a file that is whole whenever it is there."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        os.chmod(temporary, 0o644)  # other users' workers read it
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
