"""The encoder as a graph for ONNX Runtime, weights in eight bits: about 22 MB."""

from collections.abc import Mapping

import onnx
from onnx import TensorProto, helper

from processor.models.layers import Builder
from processor.models.weights import FloatArray
from training.encoder.arrays import PARTS, Shape


def stacked(graph: Builder, tensors: Mapping[str, FloatArray], shape: Shape) -> str:
    """Add all layers to a graph that reads `embedded`; return the name of the last one's output."""
    x = "embedded"
    for layer in range(shape.layers):
        x = graph.layer(x, f"l{layer}", {part: tensors[f"l{layer}.{part}"] for part in PARTS})
    return x


def finished(graph: Builder, last: str, *, name: str, output: str, width: int, outputs: int) -> onnx.ModelProto:
    """Return the graph: `embedded` [1, tokens, width] to `output` [1, tokens, outputs]."""
    graph.node("Identity", [last], output)
    embedded = helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [1, "tokens", width])
    return graph.model(name, [embedded], output, outputs)
