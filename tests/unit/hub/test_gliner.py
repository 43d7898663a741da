"""The adapter for GLiNER against a module with the interface of the library, which is not installed here.

What the stand-in has was read off gliner 0.2.29: `GLiNER.from_pretrained(folder, local_files_only=…)` and
`predict_entities(text, labels, flat_ner=…, threshold=…)`, which returns dicts of start, end, text, label and score.
"""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from processor.contracts import Language
from processor.models.hub.config import HubModelError
from processor.stages.entities.hub.choice import tagger_of
from processor.stages.entities.hub.gliner import ASKED, CONFIG, GlinerTagger

NAMES = {"Kim": "person", "मॉस्को": "location", "Siemens": "organization", "Olympics": "event"}


class GLiNER:
    """Finds the words of NAMES, as `predict_entities` does: in the order of their types."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    @classmethod
    def from_pretrained(cls, model_id: str, *, local_files_only: bool = False) -> "GLiNER":
        assert local_files_only, "nothing may be fetched"
        if not (Path(model_id) / "model.safetensors").is_file():
            raise FileNotFoundError("no weights")
        return cls()

    def predict_entities(
        self, text: str, labels: list[str], flat_ner: bool = True, threshold: float = 0.5
    ) -> list[dict[str, Any]]:
        assert flat_ner
        assert labels == list(ASKED)
        self.texts.append(text)
        found = []
        for name, label in NAMES.items():
            at = text.find(name)
            while at >= 0:
                entity = {
                    "start": at,
                    "end": at + len(name),
                    "text": name,
                    "label": label,
                    "score": 0.75 + threshold / 2,
                }
                found.append(entity)
                at = text.find(name, at + 1)
        return found


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The stand-ins for both libraries; returns what torch was told."""
    told: list[int] = []
    for name, attribute, value in (("gliner", "GLiNER", GLiNER), ("torch", "set_num_threads", told.append)):
        module = ModuleType(name)
        setattr(module, attribute, value)
        monkeypatch.setitem(sys.modules, name, module)
    return told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / CONFIG).write_text(json.dumps({"model_type": "gliner", "max_len": 40}))
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    return tmp_path


@pytest.mark.usefixtures("threads")
def test_names_with_places_and_types(folder: Path) -> None:
    tagger = tagger_of(folder)
    text = "Mr. Kim in मॉस्को.\n\nSiemens at the Olympics, said Kim; see https://example.org/Kim"
    found = tagger.tag(text, Language("en", "Latn", 1.0, ())).spans
    assert [(text[span.start : span.end], span.type) for span in found] == [
        ("Kim", "PER"),
        ("मॉस्को", "LOC"),
        ("Siemens", "ORG"),
        ("Olympics", "MISC"),
        ("Kim", "PER"),
    ]
    assert {span.confidence for span in found} == {1.0}


def test_no_more_words_at_a_time_than_it_reads_on_one_thread(folder: Path, threads: list[int]) -> None:
    tagger = GlinerTagger(folder)
    assert threads == [1]
    text = "Kim " * 100 + "\n" + "。" * 90
    tagger.tag(text, None)
    read: list[str] = tagger._model.texts  # type: ignore[attr-defined]
    assert "".join(read) == text.replace("\n", "")
    assert max(map(len, read)) <= 40


@pytest.mark.usefixtures("threads")
def test_the_fingerprint_follows_the_files(folder: Path) -> None:
    first = GlinerTagger(folder).model
    assert GlinerTagger(folder).model == first
    (folder / "model.safetensors").write_bytes(b"others")
    assert GlinerTagger(folder).model != first


@pytest.mark.usefixtures("threads")
def test_a_folder_that_the_library_cannot_read(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(
        HubModelError, match=r"SAMACHAR_ENTITIES_MODEL: .*the library gliner cannot read it: no weights"
    ):
        tagger_of(folder)


def test_without_the_library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(HubModelError, match="needs its library: pip install gliner"):
        tagger_of(folder)
