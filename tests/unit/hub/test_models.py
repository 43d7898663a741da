"""A user's own model: two architectures, three kinds of tokenizer, two kinds of weights, one answer."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from processor.contracts import Language
from processor.models.graph import opened
from processor.models.hub.config import read_config
from processor.models.hub.cutting import HubPieces
from processor.models.hub.model import HubModel
from processor.models.hub.safetensors import Tensors
from processor.models.hub.store import GraphStore
from processor.models.hub.transformer import build
from processor.models.pieces import shared_pieces
from processor.models.weights import shared_weights
from processor.stages.entities.hub.tagger import HubTagger
from tests.support.articles import SEEDS
from tests.unit.entities.test_properties import texts
from tests.unit.hub import tiny

KINDS: tuple[tiny.Kind, ...] = ("xlm-roberta", "bert")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A model of each kind as weights, and the same as a graph in 32 bits with the usual inputs."""
    made: dict[str, Path] = {}
    for kind in KINDS:
        made[kind] = tmp_path_factory.mktemp(kind)
        tiny.make(made[kind], kind)
        made[f"{kind}-onnx"] = as_graph(made[kind], tmp_path_factory.mktemp(f"{kind}-onnx"))
    return made


def as_graph(source: Path, folder: Path) -> Path:
    """Write the model of `source` as other programs export it: in 32 bits, with inputs for masks and types."""
    from onnx import TensorProto, helper

    config = read_config(source)
    graph = build(Tensors(source / "model.safetensors"), config, eight_bits=False)
    for name in ("attention_mask", "token_type_ids"):
        graph.graph.input.append(helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]))
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(graph.SerializeToString())
    for name in ("config.json", "tokenizer.json"):
        (folder / name).write_bytes((source / name).read_bytes())
    return folder


def found_in(tagger: HubTagger, text: str) -> list[tuple[str, str]]:
    spans = tagger.tag(text, Language("und", "Zyyy", 1.0, ())).spans
    return [(text[span.start : span.end], span.type) for span in spans]


@pytest.mark.parametrize("kind", KINDS)
def test_the_graph_computes_what_the_papers_say(folders: dict[str, Path], kind: tiny.Kind) -> None:
    tensors = Tensors(folders[kind] / "model.safetensors")
    plain = {
        name: tensors.get(name, *([-1] * (1 if name.endswith("bias") or "Norm" in name else 2))) for name in tensors
    }
    config = read_config(folders[kind])
    pieces = HubPieces(folders[kind], config)
    for eight_bits, most in ((False, 1e-4), (True, 1.2)):
        session = opened(build(tensors, config, eight_bits=eight_bits).SerializeToString())
        for text in tiny.SENTENCES:
            ids = [pieces.begin, *(token.id for token in pieces.tokens(text)), pieces.end]
            places = np.arange(len(ids))[None] + config.first_position
            (found,) = session.run(None, {"input_ids": np.array([ids]), "position_ids": places})
            expected = tiny.logits(plain, kind, ids)
            assert np.abs(found[0] - expected).max() < most
            assert np.array_equal(found[0].argmax(1), expected.argmax(1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["", "-onnx"])
def test_names_with_exact_places_in_several_scripts(
    folders: dict[str, Path], kind: tiny.Kind, form: str, tmp_path: Path
) -> None:
    tagger = HubTagger(folders[kind + form], tmp_path)
    for text, expected in tiny.SENTENCES.items():
        assert found_in(tagger, text) == expected, text
    # After other paragraphs, and with more blanks, places move with the names.
    text = "\n\n".join(f"  {sentence}" for sentence in tiny.SENTENCES)
    assert found_in(tagger, text) == [name for names in tiny.SENTENCES.values() for name in names]


def test_weights_and_graph_are_different_models_with_the_same_answers(folders: dict[str, Path], tmp_path: Path) -> None:
    for kind in KINDS:
        of_weights, of_graph = (HubTagger(folders[kind + form], tmp_path) for form in ("", "-onnx"))
        for text in tiny.SENTENCES:
            places = [
                [(span.start, span.end, span.type) for span in each.tag(text, None).spans]
                for each in (of_weights, of_graph)
            ]
            assert places[0] == places[1]
        assert of_weights.model != of_graph.model


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(list(tiny.SENTENCES)), texts), max_size=4))
def test_any_text_is_read(folders: dict[str, Path], kind: tiny.Kind, parts: list[str]) -> None:
    pieces = HubPieces(folders[kind], read_config(folders[kind]))
    text = " ".join(parts)
    for token in pieces.tokens(text):
        assert 0 <= token.start <= token.end <= len(text)
        assert text[token.start : token.end] == text[token.start : token.end].strip()
    tagger = TAGGERS.setdefault(kind, HubTagger(folders[kind], folders[kind] / "built"))
    found = tagger.tag(text, None)
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
    assert all(before.end <= after.start for before, after in zip(found.spans, found.spans[1:], strict=False))
    assert tagger.tag(text, None) == found


TAGGERS: dict[str, HubTagger] = {}


def test_the_mark_of_a_blank_covers_no_letter(folders: dict[str, Path]) -> None:
    pieces = HubPieces(folders["xlm-roberta"], read_config(folders["xlm-roberta"]))
    text = "。金 किम"
    assert [text[token.start : token.end] for token in pieces.tokens(text)] == ["", "。", "金", "किम"]
    assert (pieces.begin, pieces.end) == (0, 2)


def test_a_mark_that_a_text_spells_is_text(folders: dict[str, Path]) -> None:
    pieces = HubPieces(folders["bert"], read_config(folders["bert"]))
    text = "Kim [SEP] met"
    found = pieces.tokens(text)
    assert pieces.end not in [token.id for token in found]
    assert [text[token.start : token.end] for token in found] == ["Kim", "[", "SEP", "]", "met"]


def test_later_pieces_of_a_word_have_no_label_of_their_own(folders: dict[str, Path]) -> None:
    for kind in KINDS:
        pieces = HubPieces(folders[kind], read_config(folders[kind]))
        text = "Putin पुतिन"
        firsts = [text[token.start : token.end] for token in pieces.tokens(text) if token.first]
        assert firsts == ["Pu", "पु"]


def test_a_sentencepiece_model_gives_the_same_pieces(folders: dict[str, Path], tmp_path: Path) -> None:
    from sentencepiece import sentencepiece_model_pb2 as protobuf

    made = protobuf.ModelProto()  # type: ignore[attr-defined]
    for piece in ("<unk>", "<s>", "</s>"):
        made.pieces.add(piece=piece, score=0.0)
    for piece, score in tiny.unigram_pieces()[4:-1]:
        made.pieces.add(piece=piece, score=score)
    (tmp_path / "sentencepiece.bpe.model").write_bytes(made.SerializeToString())
    config = read_config(folders["xlm-roberta"])
    expected, found = HubPieces(folders["xlm-roberta"], config), HubPieces(tmp_path, config)
    assert (found.begin, found.end, found.largest) == (expected.begin, expected.end, expected.largest)
    for text in (*tiny.SENTENCES, "unknown ☂ 金 words"):
        assert found.tokens(text) == expected.tokens(text)


def test_a_vocabulary_file_gives_the_same_pieces(folders: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("\n".join(tiny.wordpiece_vocabulary()), encoding="utf-8")
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False, "strip_accents": False}))
    config = read_config(folders["bert"])
    expected, found = HubPieces(folders["bert"], config), HubPieces(tmp_path, config)
    for text in (*tiny.SENTENCES, "unknown ☂ 金 words"):
        assert found.tokens(text) == expected.tokens(text)
    (tmp_path / "tokenizer_config.json").unlink()
    lowered = HubPieces(tmp_path, config)
    assert lowered.tokens("Kim") != expected.tokens("Kim"), "without a word on it, BERT's letters are small"


def test_with_the_real_vocabulary_pieces_and_places_are_those_of_our_own_tokenizer(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    vocabulary = shared_weights().vocabulary
    made = Tokenizer(models.Unigram(list(zip(vocabulary.pieces, vocabulary.scores, strict=True)), unk_id=3))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    made.save(str(tmp_path / "tokenizer.json"))
    theirs, ours = HubPieces(tmp_path, read_config(folders["xlm-roberta"])), shared_pieces()
    lines = [line for path in SEEDS.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()]
    read = [
        line for line in lines if line.strip() and "\u200c" not in line
    ]  # NFKC keeps what the encoder's table drops
    assert len(read) > 150
    assert [line for line in read if theirs.tokens(line) != ours.tokens(line)] == []


@pytest.mark.parametrize(("kind", "dtype"), [("F16", "<f2"), ("BF16", "<u2")])
def test_numbers_in_sixteen_bits(tmp_path: Path, kind: str, dtype: str) -> None:
    values = np.array([[1.5, -2.0, 0.0], [3.25, 1e-3, -64.0]], np.float32)
    raw = (values.view(np.uint32) >> 16).astype(dtype) if kind == "BF16" else values.astype(dtype)
    entry = {"dtype": kind, "shape": [2, 3], "data_offsets": [2, 2 + raw.nbytes]}
    head = json.dumps({"__metadata__": {"format": "pt"}, "x": entry}).encode()
    path = tmp_path / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(head)) + head + b"\0\0" + raw.tobytes())
    tensors = Tensors(path)
    assert list(tensors) == ["x"]
    assert tensors.get("x", 2, -1) == pytest.approx(values, rel=0.01)


def test_the_fingerprint_is_of_the_files_not_of_the_place(folders: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    tiny.make(copy, "bert")
    own = HubTagger(folders["bert"], tmp_path).model
    assert HubTagger(copy, tmp_path / "other").model == own
    tiny.make(copy, "bert", seed=6)
    other = HubTagger(copy, tmp_path).model
    assert other != own
    changed = tiny.config("bert", id2label={**{str(n): label for n, label in enumerate(tiny.LABELS)}, "6": "I-COMPANY"})
    (copy / "config.json").write_text(json.dumps(changed))
    assert HubTagger(copy, tmp_path).model != other


def test_windows_are_no_longer_than_the_model_reads(folders: dict[str, Path], tmp_path: Path) -> None:
    config = read_config(folders["xlm-roberta"])
    assert config.most_tokens == tiny.POSITIONS - 2 - 2
    model = HubModel(folders["xlm-roberta"], GraphStore(tmp_path))
    assert model.scores([0] * (config.most_tokens + 2)).shape == (config.most_tokens + 2, len(tiny.LABELS))
    text = "Kim met Siemens " * 100
    assert found_in(HubTagger(folders["xlm-roberta"], tmp_path), text).count(("Siemens", "ORG")) > 90
