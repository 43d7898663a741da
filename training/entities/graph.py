"""The tagger as a graph for ONNX Runtime, weights in eight bits: what ships, about 22 MB."""

from collections.abc import Mapping

import onnx

from processor.models.layers import Builder
from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS
from training.encoder.arrays import Shape
from training.encoder.graph import finished, stacked


def build(tensors: Mapping[str, FloatArray], shape: Shape, *, eight_bits: bool = True) -> onnx.ModelProto:
    """Return the graph: `embedded` [1, tokens, width] to `scores` [1, tokens, labels]."""
    width = tensors["head.w"].shape[1]
    graph = Builder(shape.heads, width, shape.epsilon, eight_bits=eight_bits)
    last = stacked(graph, tensors, shape)
    scores = graph.careful(last, "head", tensors["head.w"], tensors["head.b"])
    return finished(graph, scores, name="entities", output="scores", width=width, outputs=len(LABELS))
