"""Models of a few thousand numbers in Hugging Face layout, made with a fixed seed.

The layers are random; the head is fitted by least squares to what each word of a few sentences is, so that there are
right answers: the words in capitals of `SENTENCES`.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import tokenizers
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

Array = npt.NDArray[np.float32]
Kind = Literal["xlm-roberta", "bert"]
Tensors = dict[str, Array]

WIDTH, FEED, LAYERS, HEADS, POSITIONS = 64, 160, 2, 4, 64
EPSILON: Final = 1e-5
LABELS: Final = ("O", "B-PERSON", "I-PERSON", "B-GPE", "I-GPE", "B-ORG", "I-ORG")

#: Sentence -> the names in it.
SENTENCES: Final[dict[str, list[tuple[str, str]]]] = {
    "Kim Putin met Siemens in Moscow.": [("Kim Putin", "PER"), ("Siemens", "ORG"), ("Moscow", "LOC")],
    "मॉस्को में  किम पुतिन ने कहा।": [("मॉस्को", "LOC"), ("किम पुतिन", "PER")],
    "Ким прибыл в Москву, сказал Сименс": [("Ким", "PER"), ("Москву", "LOC"), ("Сименс", "ORG")],
    "金访问了莫斯科。": [("金", "PER"), ("莫斯科", "LOC")],
    "وصل كيم إلى موسكو.": [("كيم", "PER"), ("موسكو", "LOC")],
    "。金 京": [("金", "PER"), ("京", "LOC")],
}
#: Pieces of words: one label a word, whatever its later pieces say.
_CUT: Final = {"Putin": ["Pu", "tin"], "Moscow": ["Mos", "cow"], "पुतिन": ["पु", "तिन"], "Москву": ["Москв", "у"]}
_HAN: Final = {"金访问了莫斯科。": ["金", "访问", "了", "莫斯科", "。"], "。金": ["。", "金"]}
_MARK: Final = "\u2581"


def words(sentence: str) -> Iterable[list[str]]:
    """Yield the pieces of each word between blanks."""
    for word in sentence.split():
        stem = word.rstrip(".,।")
        yield [*_HAN.get(stem, _CUT.get(stem, [stem])), *([word[len(stem) :]] if word != stem else [])]


def unigram() -> Tokenizer:
    """Return a tokenizer as XLM-RoBERTa has it, with one piece a stem."""
    made = Tokenizer(models.Unigram(unigram_pieces(), unk_id=3))
    made.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    made.normalizer = normalizers.Replace(tokenizers.Regex(" {2,}"), " ")
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return made


def unigram_pieces() -> list[tuple[str, float]]:
    """Return pieces with their scores: the marks, then those of the sentences; few characters alone."""
    found = {"<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0, _MARK: -4.0}
    for sentence in SENTENCES:
        for first, *others in words(sentence):
            # A sentence mark that begins a word gets the mark of the blank as a piece of its own.
            found.setdefault(first if first == "。" else _MARK + first, -6.0)
            found |= {piece: -6.0 for piece in others if piece not in found}
    return [*found.items(), ("<mask>", 0.0)]


def wordpiece_vocabulary() -> dict[str, int]:
    """Return the pieces of a tokenizer as BERT has it, with their ids."""
    found = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    for sentence in SENTENCES:
        for pieces in words(sentence):
            for at, piece in enumerate(pieces):
                inner = at > 0 and piece in {end for _, *ends in _CUT.values() for end in ends}
                parts = list(piece) if any("\u4e00" <= character <= "\u9fff" for character in piece) else [piece]
                found += [f"##{part}" if inner else part for part in parts]
    return {piece: index for index, piece in enumerate(dict.fromkeys(found))}


def wordpiece() -> Tokenizer:
    """Return that tokenizer."""
    vocabulary = wordpiece_vocabulary()
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106 - a piece, not a password
    made.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    marks = [(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    return made


def weights(kind: Kind, vocabulary: int, seed: int = 5) -> Tensors:
    """Return random layers with the names of the library `transformers`; the head is nothing yet."""
    random = np.random.default_rng(seed)
    prefix = "roberta" if kind == "xlm-roberta" else "bert"

    def normal(*shape: int, scale: float) -> Array:
        return (random.normal(size=shape) * scale).astype(np.float32)

    found = {
        f"{prefix}.embeddings.word_embeddings.weight": normal(vocabulary, WIDTH, scale=1),
        f"{prefix}.embeddings.position_embeddings.weight": normal(POSITIONS, WIDTH, scale=0.05),
        f"{prefix}.embeddings.token_type_embeddings.weight": normal(2, WIDTH, scale=0.05),
        "classifier.weight": np.zeros((len(LABELS), WIDTH), np.float32),
        "classifier.bias": np.zeros(len(LABELS), np.float32),
    }
    norms = [f"{prefix}.embeddings.LayerNorm"]
    for layer in range(LAYERS):
        name = f"{prefix}.encoder.layer.{layer}"
        sizes = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")} | {
            "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (FEED, WIDTH),
            "output.dense": (WIDTH, FEED),
        }
        for part, (rows, columns) in sizes.items():
            found[f"{name}.{part}.weight"] = normal(rows, columns, scale=columns**-0.5)
            found[f"{name}.{part}.bias"] = normal(rows, scale=0.1)
        norms += [f"{name}.attention.output.LayerNorm", f"{name}.output.LayerNorm"]
    for name in norms:
        found[f"{name}.weight"] = 1 + normal(WIDTH, scale=0.1)
        found[f"{name}.bias"] = normal(WIDTH, scale=0.1)
    return found


def hidden(tensors: Tensors, kind: Kind, ids: list[int]) -> Array:
    """Return the last layer [tokens, WIDTH] as the papers have it, in numpy, sharing nothing with what is tested."""
    from math import erf

    prefix = "roberta" if kind == "xlm-roberta" else "bert"
    first = 2 if kind == "xlm-roberta" else 0

    def linear(x: Array, name: str) -> Array:
        return np.asarray(x @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"], np.float32)

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return np.asarray(scaled * tensors[f"{name}.weight"] + tensors[f"{name}.bias"], np.float32)

    x = tensors[f"{prefix}.embeddings.word_embeddings.weight"][ids]
    x = x + tensors[f"{prefix}.embeddings.position_embeddings.weight"][first : first + len(ids)]
    x = norm(x + tensors[f"{prefix}.embeddings.token_type_embeddings.weight"][0], f"{prefix}.embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"{prefix}.encoder.layer.{layer}"
        parts = [
            linear(x, f"{name}.attention.self.{part}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        ]
        scores = parts[0] @ parts[1].transpose(0, 2, 1) / np.sqrt(WIDTH // HEADS)
        chances = np.exp(scores - scores.max(-1, keepdims=True))
        chances /= chances.sum(-1, keepdims=True)
        heard = np.asarray((chances @ parts[2]).transpose(1, 0, 2).reshape(len(ids), WIDTH), np.float32)
        x = norm(x + linear(heard, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        fed = linear(x, f"{name}.intermediate.dense")
        fed = np.asarray(fed * 0.5 * (1 + np.vectorize(erf)(fed / np.sqrt(2))), np.float32)
        x = norm(x + linear(fed, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    return x


def logits(tensors: Tensors, kind: Kind, ids: list[int]) -> Array:
    """Return [tokens, labels]."""
    return hidden(tensors, kind, ids) @ tensors["classifier.weight"].T + tensors["classifier.bias"]


def fit(tensors: Tensors, kind: Kind, tokenizer: Tokenizer) -> None:
    """Give the head weights that tell the names in the sentences from the rest."""
    rows, wanted = [], []
    names = {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG"}
    for sentence, marked in SENTENCES.items():
        encoding = tokenizer.encode(sentence)
        rows.append(hidden(tensors, kind, encoding.ids))
        labels = np.zeros(len(encoding.ids), np.int64)
        for name, of in marked:
            start = sentence.index(name)
            of_name = [
                at for at, (left, right) in enumerate(encoding.offsets) if left < start + len(name) and right > start
            ]
            of_name = [at for at in of_name if encoding.tokens[at] != _MARK]
            labels[of_name] = LABELS.index(f"I-{names[of]}")
            labels[of_name[0]] = LABELS.index(f"B-{names[of]}")
        wanted.append(labels)
    x = np.concatenate(rows)
    x = np.concatenate([x, np.ones((len(x), 1), np.float32)], axis=1)
    target = np.eye(len(LABELS), dtype=np.float32)[np.concatenate(wanted)]
    solved = np.linalg.solve(x.T @ x + 1e-2 * np.eye(x.shape[1]), x.T @ target).astype(np.float32)
    tensors["classifier.weight"] = np.ascontiguousarray(8 * solved[:-1].T)
    tensors["classifier.bias"] = 8 * solved[-1]


def config(kind: Kind, **changed: object) -> dict[str, object]:
    """Return what stands in config.json."""
    return {
        "architectures": [
            "XLMRobertaForTokenClassification" if kind == "xlm-roberta" else "BertForTokenClassification"
        ],
        "model_type": kind,
        "id2label": {str(number): label for number, label in enumerate(LABELS)},
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "hidden_size": WIDTH,
        "hidden_act": "gelu",
        "layer_norm_eps": EPSILON,
        "max_position_embeddings": POSITIONS,
        "pad_token_id": 1 if kind == "xlm-roberta" else 0,
        **changed,
    }


def make(folder: Path, kind: Kind, *, seed: int = 5, **changed: object) -> Tensors:
    """Write config.json, tokenizer.json and model.safetensors; return the tensors."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = unigram() if kind == "xlm-roberta" else wordpiece()
    tensors = weights(kind, tokenizer.get_vocab_size(), seed)
    fit(tensors, kind, tokenizer)
    (folder / "config.json").write_text(json.dumps(config(kind, **changed)))
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(tensors, folder / "model.safetensors")
    return tensors
