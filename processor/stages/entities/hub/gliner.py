"""A GLiNER model as a tagger, where its library is installed (Zaratiana et al., 2024, arXiv:2311.08526).

Written against the library `gliner` 0.2.29 (Apache-2.0), of which two calls are used: `GLiNER.from_pretrained` and
`predict_entities`. It brings PyTorch, so it is no dependency of ours.
"""

import hashlib
import importlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, Protocol

from processor.contracts import EntityType, Language
from processor.contracts.ids import fingerprint
from processor.models.digest import sha256_of
from processor.models.hub.config import HubModelError, read_json
from processor.stages.entities.names.decode import Name
from processor.stages.entities.names.ends import without_marks
from processor.stages.entities.names.tagger import RULES, tagged_spans
from processor.stages.entities.names.titles import without_titles
from processor.stages.entities.names.windows import stretches
from processor.stages.entities.tagger import Tagging

#: Says that a folder holds such a model.
CONFIG: Final = "gliner_config.json"
#: What the model is asked for, in words, and our type of it.
ASKED: Final[dict[str, EntityType]] = {
    "person": "PER",
    "organization": "ORG",
    "location": "LOC",
    "event": "MISC",
    "product": "MISC",
    "work of art": "MISC",
}
#: The library's own default.
_THRESHOLD: Final = 0.5
#: The library drops what is beyond so many of its words without an error; a word has at least one character.
_MOST_WORDS: Final = 384
#: Ten long articles; these models are slow on a processor.
_MOST_READ: Final = 40_000
_FILES: Final = (".json", ".safetensors", ".bin", ".onnx", ".model", ".txt")
_OWN_RULES: Final = "1"


class _Model(Protocol):
    def predict_entities(
        self, text: str, labels: list[str], flat_ner: bool = True, threshold: float = 0.5
    ) -> list[dict[str, Any]]: ...


class GlinerTagger:
    """Asks the model in a folder for people, organisations, places and other names.

    Raises:
        HubModelError: the library is not installed, or it cannot read the folder.
    """

    def __init__(self, folder: Path) -> None:
        words = read_json(folder / CONFIG).get("max_len")
        self._most = min(words, _MOST_WORDS) if isinstance(words, int) and words > 0 else _MOST_WORDS
        self._sha256 = _checksums(folder)
        self._model = _loaded(folder)

    @property
    def model(self) -> str:
        """Fingerprint of the model's files, the library's version and our rules."""
        return f"gliner-{fingerprint(self._sha256, _library(), *ASKED, RULES, _OWN_RULES)}"

    def tag(self, text: str, language: Language | None) -> Tagging:
        """Return the names in `text`. The confidence is the model's own score."""
        found: list[Name] = []
        fallback = None
        for start, end in stretches(text, self._most):
            if end > _MOST_READ:
                fallback = f"people and organisations were looked for in the first {start} code points only"
                break
            stretch = text[start:end]
            told = self._model.predict_entities(stretch, list(ASKED), flat_ner=True, threshold=_THRESHOLD)
            for item in sorted(told, key=lambda item: (item["start"], -item["end"])):
                left, right = without_marks(stretch, int(item["start"]), int(item["end"]))
                kind = ASKED[item["label"]]
                if kind == "PER" and left < right:
                    left, right = without_titles(stretch, left, right)
                if left < right:
                    found.append(Name(start + left, start + right, kind, min(max(float(item["score"]), 0.0), 1.0)))
        tag = language.tag.partition("-")[0] if language else "und"
        return Tagging(tuple(tagged_spans(text, found, tag, lambda chance: chance)), fallback)


def _loaded(folder: Path) -> _Model:
    try:
        torch, gliner = importlib.import_module("torch"), importlib.import_module("gliner")
    except ImportError as error:
        raise HubModelError(f"{folder}: a GLiNER model needs its library: pip install gliner ({error})") from error
    torch.set_num_threads(1)  # a pool has a process a core already, and the order of sums must not change
    try:
        # `local_files_only`: nothing is fetched.
        model: _Model = gliner.GLiNER.from_pretrained(str(folder), local_files_only=True)
    except Exception as error:  # whatever the library raises for a folder that it cannot read
        raise HubModelError(f"{folder}: the library gliner cannot read it: {error}") from error
    return model


def _library() -> str:
    try:
        return version("gliner")
    except PackageNotFoundError:
        return "-"


def _checksums(folder: Path) -> str:
    """Return a checksum of the names and the contents of the model's files."""
    digest = hashlib.sha256()
    try:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _FILES and path.is_file()):
            digest.update(f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n".encode())
    except OSError as error:
        raise HubModelError(f"{folder}: cannot be read: {error}") from error
    return digest.hexdigest()
