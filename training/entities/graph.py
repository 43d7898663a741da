"""The tagger as a graph for ONNX Runtime, weights in eight bits: what ships, about 22 MB.

Two ways of multiplying in eight bits. Where a row of numbers has outliers, which the second matrix of each feed-forward
part reads, one scale for all of them loses too much; there weights and what they multiply have a scale a block of 128.
The rest has one scale a run and one a column of weights, which is faster. A scale for all that is multiplied together
also means that texts must not share a run: what is beside a text would change its scores. On one thread sharing would
gain nothing.
"""

from typing import Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS
from training.entities.quantise import BLOCK, by_block, by_channel

_OPSET: Final = 17
_IR: Final = 8
_MICROSOFT: Final = "com.microsoft"
#: Products of eight-bit integers, summed in 32 bits; see ONNX Runtime's documentation of MatMulNBits.
_ACCURACY_LEVEL: Final = 4


class _Builder:
    """Gathers nodes and constants."""

    def __init__(self, layers: int, heads: int, width: int, epsilon: float) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._layers, self._heads, self._width, self._epsilon = layers, heads, width, epsilon

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **settings: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **settings))
        return output

    def one_scale(self, x: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        numbers, scales = by_channel(weight)
        inputs = [
            x,
            self.constant(f"{name}.numbers", numbers),
            self.constant(f"{name}.scales", scales),
            "",
            self.constant(f"{name}.bias", bias),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, name, _MICROSOFT)

    def block_scales(self, x: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        numbers, scales = by_block(weight)
        inputs = [x, self.constant(f"{name}.numbers", numbers), self.constant(f"{name}.scales", scales)]
        product = self.node(
            "MatMulNBits",
            inputs,
            f"{name}.product",
            _MICROSOFT,
            K=weight.shape[1],
            N=weight.shape[0],
            bits=8,
            block_size=BLOCK,
            accuracy_level=_ACCURACY_LEVEL,
        )
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def product(self, x: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        """In 32 bits."""
        product = self.node(
            "MatMul", [x, self.constant(f"{name}.numbers", np.ascontiguousarray(weight.T))], f"{name}.product"
        )
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def norm(self, x: str, before: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        total = self.node("Add", [x, before], f"{name}.sum")
        inputs = [total, self.constant(f"{name}.scale", weight), self.constant(f"{name}.shift", bias)]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=self._epsilon)

    def attention(self, x: str, name: str) -> str:
        split = self.node("Reshape", [x, "shape.heads"], f"{name}.split")
        parts = self.node("Transpose", [split], f"{name}.parts", perm=[2, 0, 3, 1, 4])
        query, key, value = (
            self.node("Gather", [parts, index], f"{name}.{part}", axis=0)
            for part, index in (("query", "zero"), ("key", "one"), ("value", "two"))
        )
        turned = self.node("Transpose", [key], f"{name}.turned", perm=[0, 1, 3, 2])
        scores = self.node("MatMul", [query, turned], f"{name}.scores")
        chances = self.node("Softmax", [scores], f"{name}.chances", axis=-1)
        mixed = self.node("MatMul", [chances, value], f"{name}.mixed")
        back = self.node("Transpose", [mixed], f"{name}.back", perm=[0, 2, 1, 3])
        return self.node("Reshape", [back, "shape.flat"], f"{name}.heard")


def build(
    tensors: dict[str, FloatArray], layers: int, heads: int, epsilon: float, *, eight_bits: bool = True
) -> onnx.ModelProto:
    """Return the graph: `embedded` [1, tokens, width] to `scores` [1, tokens, labels]."""
    width = tensors["head.w"].shape[1]
    graph = _Builder(layers, heads, width, epsilon)
    size = width // heads
    graph.constant("shape.heads", np.array([0, 0, 3, heads, size], np.int64))
    graph.constant("shape.flat", np.array([0, 0, width], np.int64))
    for number, value in (("zero", 0), ("one", 1), ("two", 2)):
        graph.constant(number, np.array(value, np.int64))
    fast = graph.one_scale if eight_bits else graph.product
    careful = graph.block_scales if eight_bits else graph.product
    x = "embedded"
    for layer in range(layers):
        name = f"l{layer}"
        of = {part: tensors[f"{name}.{part}"] for part in _parts(tensors, name)}
        # The query's part is scaled here, so that no product at run time has to.
        scaled_w, scaled_b = of["qkv.w"].copy(), of["qkv.b"].copy()
        scaled_w[:width] *= np.float32(size**-0.5)
        scaled_b[:width] *= np.float32(size**-0.5)
        heard = graph.attention(fast(x, f"{name}.qkv", scaled_w, scaled_b), name)
        x = graph.norm(fast(heard, f"{name}.ao", of["ao.w"], of["ao.b"]), x, f"{name}.aln", of["aln.w"], of["aln.b"])
        hidden = graph.node("Gelu", [fast(x, f"{name}.fi", of["fi.w"], of["fi.b"])], f"{name}.gelu", _MICROSOFT)
        x = graph.norm(
            careful(hidden, f"{name}.fo", of["fo.w"], of["fo.b"]), x, f"{name}.oln", of["oln.w"], of["oln.b"]
        )
    scores = careful(x, "head", tensors["head.w"], tensors["head.b"])
    graph.node("Identity", [scores], "scores")
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "entities",
            [
                helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [1, "tokens", width]),
            ],
            [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, "tokens", len(LABELS)])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_IR,
        producer_name="samachar",
    )


def _parts(tensors: dict[str, FloatArray], layer: str) -> list[str]:
    return [name.removeprefix(f"{layer}.") for name in tensors if name.startswith(f"{layer}.")]
