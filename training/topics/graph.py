"""The topics' encoder as a graph for ONNX Runtime, weights in eight bits: what ships, about 22 MB."""

from collections.abc import Mapping

import onnx

from processor.models.layers import Builder
from processor.models.weights import FloatArray
from training.encoder.arrays import Shape
from training.encoder.graph import finished, stacked


def build(tensors: Mapping[str, FloatArray], shape: Shape, *, eight_bits: bool = True) -> onnx.ModelProto:
    """Return the graph: `embedded` [1, tokens, width] to `states` [1, tokens, width], its last layer."""
    width = len(tensors["l0.oln.w"])
    graph = Builder(shape.heads, width, shape.epsilon, eight_bits=eight_bits)
    last = stacked(graph, tensors, shape)
    return finished(graph, last, name="topics", output="states", width=width, outputs=width)
