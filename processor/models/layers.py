"""Layers of a transformer as nodes of an ONNX graph, weights in eight bits or in 32: what the graphs are built of.

Two ways of multiplying in eight bits. Where a row of numbers has outliers, which the second matrix of each feed-forward
part reads, one scale for all of them loses too much; there weights and what they multiply have a scale a block of 128.
The rest has one scale a run and one a column of weights, which is faster. A scale for all that is multiplied together
also means that texts must not share a run: what is beside a text would change its scores. On one thread sharing would
gain nothing.

The library `onnx` is needed to build a graph, not to run one.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from processor.models.quantise import BLOCK, by_block, by_channel
from processor.models.weights import FloatArray

_OPSET: Final = 17
_IR: Final = 8
_MICROSOFT: Final = "com.microsoft"
#: Products of eight-bit integers, summed in 32 bits; see ONNX Runtime's documentation of MatMulNBits.
_ACCURACY_LEVEL: Final = 4


class Builder:
    """Gathers nodes and constants of a graph that reads one text a run."""

    def __init__(self, heads: int, width: int, epsilon: float, *, eight_bits: bool = True) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._width, self._epsilon = width, epsilon
        self.fast = self.one_scale if eight_bits else self.product
        self.careful = self.block_scales if eight_bits else self.product
        self._size = width // heads
        self.constant("shape.heads", np.array([0, 0, 3, heads, self._size], np.int64))
        self.constant("shape.flat", np.array([0, 0, width], np.int64))
        for number, value in (("zero", 0), ("one", 1), ("two", 2)):
            self.constant(number, np.array(value, np.int64))

    def layer(self, x: str, name: str, of: Mapping[str, FloatArray]) -> str:
        """Add one layer: attention and feed-forward part, each followed by its sum and norm (as in BERT).

        `of` has weights [out, in] and biases: `qkv` (queries, keys and values joined), `ao`, `fi` and `fo`, each `.w`
        and `.b`, and those of the norms, `aln` and `oln`.
        """
        # The query's part is scaled here, so that no product at run time has to.
        scaled_w, scaled_b = of["qkv.w"].copy(), of["qkv.b"].copy()
        scaled_w[: self._width] *= np.float32(self._size**-0.5)
        scaled_b[: self._width] *= np.float32(self._size**-0.5)
        heard = self.attention(self.fast(x, f"{name}.qkv", scaled_w, scaled_b), name)
        attended = self.fast(heard, f"{name}.ao", of["ao.w"], of["ao.b"])
        x = self.norm(attended, x, f"{name}.aln", of["aln.w"], of["aln.b"])
        hidden = self.node("Gelu", [self.fast(x, f"{name}.fi", of["fi.w"], of["fi.b"])], f"{name}.gelu", _MICROSOFT)
        fed = self.careful(hidden, f"{name}.fo", of["fo.w"], of["fo.b"])
        return self.norm(fed, x, f"{name}.oln", of["oln.w"], of["oln.b"])

    def model(self, name: str, inputs: list[onnx.ValueInfoProto], output: str, labels: int) -> onnx.ModelProto:
        """Return the graph, whose output is [1, tokens, labels]."""
        scores = helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, "tokens", labels])
        return helper.make_model(
            helper.make_graph(self.nodes, name, inputs, [scores], self.constants),
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
            ir_version=_IR,
            producer_name="samachar",
        )

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **settings: Any) -> str:
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
        short = -weight.shape[1] % BLOCK
        numbers, scales = by_block(np.pad(weight, ((0, 0), (0, short))) if short else weight)
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
