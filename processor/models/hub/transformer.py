"""From the weights of a BERT or an XLM-RoBERTa that labels tokens to a graph in eight bits.

The network: Devlin et al. (2019, arXiv:1810.04805), Conneau et al. (2020, arXiv:1911.02116); the names of its tensors:
the library `transformers`.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from processor.models.hub.config import HubConfig, HubModelError
from processor.models.hub.safetensors import Tensors
from processor.models.weights import FloatArray

if TYPE_CHECKING:
    import onnx

    from processor.models.layers import Builder

#: Changed whenever the same weights may give another graph.
VERSION: Final = "1"
_WORDS: Final = "embeddings.word_embeddings.weight"
#: Part of a layer -> its name in the file.
_LINEAR: Final = {"ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense"}
_NORMS: Final = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def build(tensors: Tensors, config: HubConfig, *, eight_bits: bool = True) -> "onnx.ModelProto":
    """Return the graph: `input_ids` and `position_ids` [1, tokens] to `logits` [1, tokens, labels].

    Raises:
        HubModelError: a tensor is missing or has another shape than `config` says; `onnx` is not installed.
    """
    try:
        from onnx import TensorProto, helper

        from processor.models.layers import Builder
    except ImportError as error:
        raise HubModelError("a graph is built with the library onnx: pip install 'samachar[hub]'") from error
    prefix = _prefix(tensors)
    graph = Builder(config.heads, config.width, config.epsilon, eight_bits=eight_bits)
    x = _embedded(graph, tensors, f"{prefix}embeddings", config, eight_bits=eight_bits)
    for index in range(config.layers):
        x = graph.layer(x, f"l{index}", _layer(tensors, f"{prefix}encoder.layer.{index}", config.width))
    labels = len(config.labels)
    head = tensors.get("classifier.weight", labels, config.width), tensors.get("classifier.bias", labels)
    graph.node("Identity", [graph.careful(x, "head", *head)], "logits")
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in ("input_ids", "position_ids")
    ]
    return graph.model("token-classification", inputs, "logits", labels)


def _prefix(tensors: Tensors) -> str:
    """Return what stands before the names of the encoder's tensors: `bert.`, `roberta.` or nothing."""
    found = [name.removesuffix(_WORDS) for name in tensors if name.endswith(_WORDS)]
    if len(found) != 1:
        raise HubModelError(f"the weights have no tensor …{_WORDS}: not a BERT or an XLM-RoBERTa")
    return found[0]


def _embedded(graph: "Builder", tensors: Tensors, prefix: str, config: HubConfig, *, eight_bits: bool) -> str:
    """Add the sum of word, position and type, normalised. In eight bits each row of words has a scale."""
    words = tensors.get(f"{prefix}.word_embeddings.weight", -1, config.width)
    places = tensors.get(f"{prefix}.position_embeddings.weight", -1, config.width)
    if len(places) < config.first_position + config.most_tokens:
        raise HubModelError(f"there are weights for {len(places)} positions only, fewer than config.json says")
    types = tensors.get(f"{prefix}.token_type_embeddings.weight", -1, config.width)
    graph.constant("places", places + types[0])
    if eight_bits:
        scales = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-12) / np.float32(127)
        graph.constant("words.scales", scales)
        graph.constant("words.numbers", np.rint(words / scales).astype(np.int8))
        numbers = graph.node("Gather", ["words.numbers", "input_ids"], "words.int8", axis=0)
        as_float = graph.node("Cast", [numbers], "words.float", to=1)
        factor = graph.node("Gather", ["words.scales", "input_ids"], "words.factor", axis=0)
        word = graph.node("Mul", [as_float, factor], "words")
    else:
        word = graph.node("Gather", [graph.constant("words.numbers", words), "input_ids"], "words", axis=0)
    place = graph.node("Gather", ["places", "position_ids"], "place", axis=0)
    return graph.norm(word, place, "embedded", *_norm(tensors, f"{prefix}.LayerNorm", config.width))


def _layer(tensors: Tensors, prefix: str, width: int) -> dict[str, FloatArray]:
    attention = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
    found = {
        "qkv.w": np.concatenate([tensors.get(f"{name}.weight", width, width) for name in attention]),
        "qkv.b": np.concatenate([tensors.get(f"{name}.bias", width) for name in attention]),
    }
    for part, name in _LINEAR.items():
        found[f"{part}.w"] = tensors.get(f"{prefix}.{name}.weight", -1, -1)
        found[f"{part}.b"] = tensors.get(f"{prefix}.{name}.bias", -1)
    for part, name in _NORMS.items():
        found[f"{part}.w"], found[f"{part}.b"] = _norm(tensors, f"{prefix}.{name}", width)
    return found


def _norm(tensors: Tensors, name: str, width: int) -> tuple[FloatArray, FloatArray]:
    """Return scale and shift; old files call them gamma and beta."""
    old = f"{name}.gamma" in tensors
    scale, shift = ("gamma", "beta") if old else ("weight", "bias")
    return tensors.get(f"{name}.{scale}", width), tensors.get(f"{name}.{shift}", width)
