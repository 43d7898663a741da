"""The files of the fast tagger: its table of pieces, its unit layer and its graph, verified before they are read."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from processor.contracts.ids import fingerprint
from processor.models.checksums import recorded_sha256, verified, verify
from processor.models.graph import opened
from processor.models.pieces import shared_pieces
from processor.models.tokenizer import Tokenizer
from processor.models.unit_vectors import WIDTH, UnitLayer, UnitVectors
from processor.models.weights import SHA256 as VOCABULARY_SHA256
from processor.models.weights import FloatArray

if TYPE_CHECKING:
    import onnxruntime

_DATA: Final = Path(__file__).with_name("data")
#: The fast tagger of docs/models.md, CC BY-SA 4.0: see there for what it was trained on.
GRAPH: Final = _DATA / "entities-fast.onnx"


class FastNetwork:
    """Reads a whole text as one stream of units, on one thread.

    Args:
        graph: vectors [1, units + 2, width] to scores [1, units, labels], as the file's bytes.
        identity: changes with any of the files.
    """

    def __init__(self, graph: bytes, vectors: UnitVectors, identity: str) -> None:
        self._session: onnxruntime.InferenceSession = opened(graph)
        self._vectors = vectors
        self.identity = identity

    def scores(self, text: str, most: int) -> tuple[list[tuple[int, int]], FloatArray]:
        """Return (start, end) of about the first `most` units of `text`, in NFC, and scores [units, labels]."""
        places, vectors = self._vectors.read(text, most)
        found: FloatArray = self._session.run(None, {"vectors": vectors[None]})[0][0]
        return places, found


def unit_vectors(table: Path, layer: Path, tokenizer: Tokenizer) -> UnitVectors:
    """Return what makes vectors of units, from a table (.bin), which processes share, and a layer (.npz)."""
    rows = np.asarray(np.memmap(table, np.uint8, "r")).reshape(-1, WIDTH // 2)
    with np.load(layer) as arrays:
        unit = UnitLayer(arrays["weights"].astype(np.float32), arrays["scales"], arrays["counts"], arrays["edge"])
    return UnitVectors(tokenizer, rows, unit)


@cache
def shared_fast_network() -> FastNetwork:
    """Return this process's fast network, loaded when it is first asked for.

    Raises:
        WeightsError: a file is missing or is not the one expected.
    """
    table, layer = GRAPH.with_suffix(".bin"), GRAPH.with_suffix(".npz")
    sums = [recorded_sha256(path) for path in (GRAPH, table, layer)]
    graph = verified(GRAPH, sums[0])
    verify(table, sums[1])
    verify(layer, sums[2])
    identity = fingerprint(*sums, VOCABULARY_SHA256)
    return FastNetwork(graph, unit_vectors(table, layer, shared_pieces()), identity)
