"""A folder that is no model, or not one that fits, is refused with a line that says why."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from processor.models.hub.config import HubModelError
from processor.stages.entities.hub.choice import tagger_of
from tests.unit.hub import tiny

Change = Callable[[Path], object]


def _without(*names: str) -> Change:
    def apply(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return apply


def _config(**changed: object) -> Change:
    return lambda folder: (folder / "config.json").write_text(json.dumps(tiny.config("bert", **changed)))


def _tensors(change: Callable[[dict[str, np.ndarray]], object]) -> Change:
    def apply(folder: Path) -> None:
        found = load_file(folder / "model.safetensors")
        change(found)
        save_file(found, folder / "model.safetensors")

    return apply


def _bytes(name: str, data: bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(data)


QUERY = "bert.encoder.layer.1.attention.self.query.weight"
INSIDES = ["O", "I-A", "I-B", "I-C", "I-D", "I-E", "I-F"]
WORDS = "bert.embeddings.word_embeddings.weight"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without("config.json"), "config.json: No such file"),
        (_without("tokenizer.json"), "no tokenizer: none of tokenizer.json, sentencepiece.bpe.model, vocab.txt"),
        (_without("model.safetensors"), "no model: none of model.onnx, onnx/model.onnx, model.safetensors"),
        (_bytes("config.json", b"{"), "config.json: not JSON"),
        (_bytes("config.json", b"[]"), "config.json: not a JSON object"),
        (_config(architectures=["BertForMaskedLM"]), "not a token classification model: made for BertForMaskedLM"),
        (_config(model_type="electra"), "weights of electra are not known; export the model to model.onnx"),
        (_config(hidden_act="relu"), "hidden_act is 'relu'; only 'gelu' is known"),
        (_config(position_embedding_type="relative_key"), "position_embedding_type is 'relative_key'"),
        (_config(num_attention_heads=5), "2 layers of width 64 with 5 heads are not possible"),
        (_config(id2label={"0": "O", "2": "B-PER"}), "id2label does not number its labels from 0"),
        (
            _config(id2label=dict(enumerate(["LABEL_0", "LABEL_1"]))),
            "'LABEL_0' says neither B .begin. nor I .inside.: labels do not fit",
        ),
        (_config(id2label={"0": "O", "1": "B-PER"}), r"has shape \[7, 64\], not \[2, 64\]"),
        (
            _config(id2label=dict(enumerate(INSIDES))),
            "do not fit: O, B-type and I-type",
        ),
        (_config(max_position_embeddings=2), "leaves no positions for a text"),
        (_config(max_position_embeddings=512), "weights for 64 positions only"),
        (_bytes("tokenizer.json", b"{}"), "tokenizer.json: cannot be read"),
        (_bytes("model.safetensors", b"short"), "model.safetensors: not in the format of safetensors"),
        (_bytes("model.safetensors", b"\x02\0\0\0\0\0\0\0[]"), "model.safetensors: not in the format of safetensors"),
        (_bytes("model.safetensors", b""), "model.safetensors: cannot be read"),
        (_bytes("model.onnx", b"no graph"), "model.onnx: cannot be opened"),
        (_tensors(lambda found: found.pop(QUERY)), f"has no tensor '{QUERY}'"),
        (_tensors(lambda found: found.pop(WORDS)), "not a BERT or an XLM-RoBERTa"),
        (_tensors(lambda found: found.update({QUERY: found[QUERY][:9]})), r"has shape \[9, 64\], not \[64, 64\]"),
        (_tensors(lambda found: found.update({QUERY: found[QUERY].astype(np.int8)})), "is in I8; known are F32"),
        (_tensors(lambda found: found.update({WORDS: found[WORDS][:9]})), "cannot read piece [0-9]+ of the tokenizer"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, change: Change, told: str) -> None:
    folder = tmp_path / "model"
    tiny.make(folder, "bert")
    tagger_of(folder, tmp_path)
    change(folder)
    with pytest.raises(HubModelError, match=told) as error:
        tagger_of(folder, tmp_path)
    assert str(error.value).startswith("SAMACHAR_ENTITIES_MODEL: ")


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(HubModelError, match="nowhere is no folder"):
        tagger_of(tmp_path / "nowhere")


@pytest.mark.parametrize("library", ["tokenizers", "onnx"])
def test_a_library_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    tiny.make(tmp_path, "bert")
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(HubModelError, match=rf"library {library}: pip install 'samachar\[hub\]'"):
        tagger_of(tmp_path, tmp_path / "kept")
