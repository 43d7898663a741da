"""The network behind the unit layer as a graph for ONNX Runtime: what ships, 0.3 MB in eight bits."""

from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from processor.models.quantise import by_channel
from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS
from training.entities.fast.layers import EPSILON
from training.entities.fast.network import WIDTH, Arrays, distances

_OPSET: Final = 17
_IR: Final = 8
_MICROSOFT: Final = "com.microsoft"


class _Builder:
    """Gathers nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], *outputs: str, domain: str = "", **settings: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, list(outputs), name=outputs[0], domain=domain, **settings))
        return outputs[0]

    def norm(self, x: str, name: str, of: Arrays) -> str:
        inputs = [x, self.constant(f"{name}.w", of[f"{name}.w"]), self.constant(f"{name}.b", of[f"{name}.b"])]
        return self.node("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=float(EPSILON))

    def near(self, x: str, distance: int, name: str, *nothing: str) -> str:
        """Return for each row the one `distance` before, itself and the one after; `nothing` beyond the ends."""
        pads = self.constant(f"{name}.pads", np.array([0, distance, 0, 0, distance, 0], np.int64))
        padded = self.node("Pad", [x, pads, *nothing], f"{name}.padded")
        size = 2 * distance
        ends = [self.constant(f"{name}.{what}", np.array([at], np.int64)) for what, at in (("0", 0), ("stop", -size))]
        before = self.node("Slice", [padded, *ends, "axis"], f"{name}.before")
        far = [self.constant(f"{name}.size", np.array([size], np.int64)), "far"]
        after = self.node("Slice", [padded, *far, "axis"], f"{name}.after")
        return self.node("Concat", [before, x, after], f"{name}.near", axis=2)

    def eight_bits(self, x: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        numbers, scales = by_channel(np.ascontiguousarray(weight.T))
        inputs = [
            x,
            self.constant(f"{name}.numbers", numbers),
            self.constant(f"{name}.scales", scales),
            "",
            self.constant(f"{name}.bias", bias),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, name, domain=_MICROSOFT)

    def eight_bits_near(self, x: str, distance: int, name: str, weight: FloatArray, bias: FloatArray) -> str:
        """Round x once, not three times, and move a quarter of the bytes."""
        zero = f"{name}.zero"
        small = self.node("DynamicQuantizeLinear", [x], f"{name}.small", f"{name}.scale", zero)
        near = self.near(small, distance, name, zero)
        numbers, scales = by_channel(np.ascontiguousarray(weight.T))
        inputs = [
            near,
            self.constant(f"{name}.numbers", numbers),
            f"{name}.scale",
            self.constant(f"{name}.scales", scales),
            zero,
            "",
            self.constant(f"{name}.bias", bias),
        ]
        return self.node("MatMulIntegerToFloat", inputs, name, domain=_MICROSOFT)

    def product(self, x: str, name: str, weight: FloatArray, bias: FloatArray) -> str:
        """In 32 bits."""
        product = self.node("MatMul", [x, self.constant(f"{name}.numbers", weight)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)


def build(of: Arrays, *, eight_bits: bool = True) -> onnx.ModelProto:
    """Return the graph: `vectors` [1, units + 2, WIDTH], edges included, to `scores` [1, units, labels]."""
    graph = _Builder()
    for name, value in (("axis", 1), ("far", np.iinfo(np.int64).max), ("one", 1), ("last", -1)):
        graph.constant(name, np.array([value], np.int64))
    x = "vectors"
    for block, distance in enumerate(distances(of)):
        name = f"b{block}"
        normal = graph.norm(x, f"{name}.norm", of)
        if eight_bits:
            inner = graph.eight_bits_near(normal, distance, f"{name}.in", of[f"{name}.in.w"], of[f"{name}.in.b"])
        else:
            near = graph.near(normal, distance, f"{name}.in")
            inner = graph.product(near, f"{name}.in", of[f"{name}.in.w"], of[f"{name}.in.b"])
        positive = graph.node("Relu", [inner], f"{name}.relu")
        product = graph.eight_bits if eight_bits else graph.product
        outer = product(positive, f"{name}.out", of[f"{name}.out.w"], of[f"{name}.out.b"])
        x = graph.node("Add", [x, outer], f"{name}.sum")
    inner_rows = graph.node("Slice", [x, "one", "last", "axis"], "units")
    scores = graph.product(graph.norm(inner_rows, "norm", of), "head", of["head.w"], of["head.b"])
    graph.node("Identity", [scores], "scores")
    vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "rows", WIDTH])
    found = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, "units", len(LABELS)])
    return helper.make_model(
        helper.make_graph(graph.nodes, "entities", [vectors], [found], graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_IR,
        producer_name="samachar",
    )
