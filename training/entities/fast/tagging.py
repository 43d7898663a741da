"""The trained parameters as a tagger in 32 bits, to be measured."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.fast import FastNetwork, unit_vectors
from processor.models.pieces import Pieces, Token, shared_pieces
from processor.models.units import units
from processor.models.weights import FloatArray
from processor.stages.entities.names.decode import Name, names
from processor.stages.entities.names.fast import MOST_UNITS
from processor.stages.entities.names.labels import LABELS
from processor.stages.entities.names.stream import stream_names
from training.entities.fast.batches import Features, batch
from training.entities.fast.network import Arrays, Pass
from training.entities.fast.texts import Text, Texts

_TOGETHER: Final = 256


def fast_reader(file: Path, vectors: Path | None) -> Callable[[list[str]], list[tuple[Name, ...]]]:
    """Return the tagger in `file`: parameters in 32 bits (.npz), or the graph (.onnx) beside the table and the layer.

    Raises:
        ValueError: the vectors, which parameters need, were not given.
    """
    if file.suffix == ".onnx":
        made = unit_vectors(file.with_suffix(".bin"), file.with_suffix(".npz"), shared_pieces())
        network = FastNetwork(file.read_bytes(), made, "")
        return lambda texts: [tuple(stream_names(*network.scores(text, MOST_UNITS), text)) for text in texts]
    if vectors is None:
        raise ValueError("the fast tagger in 32 bits needs the vectors of pieces: --vectors")
    return partial(tag, dict(np.load(file)), Features.read(vectors), shared_pieces())


def tag(
    of: Arrays, features: Features, pieces: Pieces, texts: Sequence[str], *, rounded: bool = True
) -> list[tuple[Name, ...]]:
    """Return the names in each text."""
    found: list[tuple[Name, ...]] = []
    for start in range(0, len(texts), _TOGETHER):
        group = texts[start : start + _TOGETHER]
        cut = [list(units(text, pieces)) for text in group]
        none = [np.zeros((len(row), len(LABELS)), np.float32) for row in cut]
        arrays = Texts.of(Text(row, [0] * len(row), soft) for row, soft in zip(cut, none, strict=True))
        scores: FloatArray = np.zeros((0, len(LABELS)), np.float32)
        if len(arrays):
            made, _ = batch(arrays, np.arange(len(arrays)), features)
            scores = Pass(of, made, rounded=rounded).scores
        at = 0
        for text, row in zip(group, cut, strict=True):
            tokens = [Token(0, unit.start, unit.end, True) for unit in row]
            found.append(names(tokens, scores[at : at + len(row)], text))
            at += len(row)
    return found
