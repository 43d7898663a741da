"""The graph that ships: verified, on one thread, the same numbers each time."""

from pathlib import Path

import numpy as np
import pytest

from processor.models.checksums import recorded_sha256
from processor.models.graph import ENTITIES, Graph, shared_entities_graph
from processor.models.weights import WeightsError
from processor.stages.entities.names.labels import LABELS


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"gone\.onnx"):
        Graph(tmp_path / "gone.onnx", recorded_sha256(ENTITIES))


def test_a_damaged_file_is_not_opened(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    data = bytearray(ENTITIES.read_bytes())
    data[1_000_000] ^= 1
    damaged.write_bytes(data)
    with pytest.raises(WeightsError, match=f"expected {recorded_sha256(ENTITIES)}: install samachar again"):
        Graph(damaged, recorded_sha256(ENTITIES))


def test_a_process_opens_it_once_and_scores_are_repeatable() -> None:
    graph = shared_entities_graph()
    assert shared_entities_graph() is graph
    ids = [0, 35378, 8999, 38, 2]
    first = graph.outputs(ids)
    assert first.shape == (len(ids), len(LABELS))
    graph.outputs([0, 5, 2])
    assert np.array_equal(graph.outputs(ids), first)
