"""The tagger as a graph for ONNX Runtime, weights in eight bits: what ships, about 22 MB."""

import onnx
from onnx import TensorProto, helper

from processor.models.layers import Builder
from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS


def build(
    tensors: dict[str, FloatArray], layers: int, heads: int, epsilon: float, *, eight_bits: bool = True
) -> onnx.ModelProto:
    """Return the graph: `embedded` [1, tokens, width] to `scores` [1, tokens, labels]."""
    width = tensors["head.w"].shape[1]
    graph = Builder(heads, width, epsilon, eight_bits=eight_bits)
    x = "embedded"
    for layer in range(layers):
        name = f"l{layer}"
        x = graph.layer(x, name, {part: tensors[f"{name}.{part}"] for part in _parts(tensors, name)})
    scores = graph.careful(x, "head", tensors["head.w"], tensors["head.b"])
    graph.node("Identity", [scores], "scores")
    embedded = helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [1, "tokens", width])
    return graph.model("entities", [embedded], "scores", len(LABELS))


def _parts(tensors: dict[str, FloatArray], layer: str) -> list[str]:
    return [name.removeprefix(f"{layer}.") for name in tensors if name.startswith(f"{layer}.")]
