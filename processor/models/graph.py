"""A graph of ONNX Runtime that ships with the package, verified before it is opened."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from processor.models.checksums import recorded_sha256, verified
from processor.models.embeddings import Embeddings
from processor.models.weights import FloatArray, shared_weights

if TYPE_CHECKING:
    import onnxruntime

#: The tagger of docs/models.md: the encoder's layers, fine-tuned, and a head of labels; CC BY-SA 4.0.
ENTITIES: Final = Path(__file__).with_name("data") / "entities-accurate.onnx"
#: The encoder of docs/topics.md: multilingual-e5-small, MIT, its upper layers trained on our own marked news.
TOPICS: Final = ENTITIES.with_name("topics-accurate.onnx")


class Graph:
    """A network that reads embeddings of the encoder's vocabulary, on one thread.

    Raises:
        WeightsError: a file is missing or is not the one expected.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        self._session = opened(verified(path, sha256))
        self._embeddings = Embeddings(shared_weights())
        self.sha256 = sha256

    def outputs(self, ids: list[int]) -> FloatArray:
        """Return [tokens, outputs] for the pieces of one text, begin and end included."""
        embedded = self._embeddings(np.array([ids], np.int64))
        found: FloatArray = self._session.run(None, {"embedded": embedded})[0][0]
        return found


@cache
def shared_entities_graph() -> Graph:
    """Return this process's entity graph, loaded when it is first asked for."""
    return Graph(ENTITIES, recorded_sha256(ENTITIES))


@cache
def shared_topics_graph() -> Graph:
    """Return this process's graph of the topics' encoder, loaded when it is first asked for."""
    return Graph(TOPICS, recorded_sha256(TOPICS))


def opened(graph: bytes | str) -> "onnxruntime.InferenceSession":
    """Return a session of a graph, given as its bytes or the path of its file, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # More threads would change the order of sums; a pool has a process a core already.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        graph,
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # the fused sum and norm takes ten times longer than the two
    )
