"""A token classification model of the user's, opened: texts in, scores of its own labels out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from processor.contracts.ids import fingerprint
from processor.models.digest import sha256_of
from processor.models.graph import opened
from processor.models.hub.config import HubConfig, HubModelError, read_config
from processor.models.hub.cutting import HubPieces, tokenizer_file
from processor.models.hub.store import GraphStore
from processor.models.weights import FloatArray

#: Where a graph may be, in the order in which they are preferred.
_GRAPHS: Final = ("model.onnx", "onnx/model.onnx")
_WEIGHTS: Final = "model.safetensors"
_INPUTS: Final = {"input_ids", "attention_mask", "token_type_ids", "position_ids"}


class HubModel:
    """The model in `folder`. A graph of its own is run as it is; weights become a graph in eight bits, kept in a store.

    Raises:
        HubModelError: a file is missing, damaged, or of a kind that is not known.
    """

    def __init__(self, folder: Path, store: GraphStore) -> None:
        self.config: HubConfig = read_config(folder)
        self.pieces = HubPieces(folder, self.config)
        sums = {name: sha256(path) for name, path in source_files(folder).items()}
        self.sha256 = fingerprint(*(f"{name} {found}" for name, found in sorted(sums.items())))
        network = next(name for name in (*_GRAPHS, _WEIGHTS) if name in sums)
        path = folder / network
        # A graph is opened by its path: the numbers of a large one lie in a file beside it.
        graph = store.graph(path, sums[network], self.config) if network == _WEIGHTS else str(path)
        try:
            self._session = opened(graph)
        except Exception as error:  # the runtime's errors have no common class of their own
            raise HubModelError(f"{path}: cannot be opened: {error}") from error
        self._inputs = {each.name for each in self._session.get_inputs()}
        if not self._inputs <= _INPUTS or "input_ids" not in self._inputs:
            raise HubModelError(f"{path}: reads {', '.join(sorted(self._inputs))}; known are {', '.join(_INPUTS)}")
        outputs = [each.name for each in self._session.get_outputs()]
        self._output = "logits" if "logits" in outputs else outputs[0]
        self._check(path)

    def _check(self, path: Path) -> None:
        """Find out before the first article whether tokenizer, network and labels belong together."""
        ids = [self.pieces.begin, self.pieces.largest, self.pieces.end]
        try:
            found = self.scores(ids)
        except Exception as error:
            told = f"cannot read piece {self.pieces.largest} of the tokenizer"
            raise HubModelError(f"{path}: {told}: {error}") from error
        if found.shape != (len(ids), len(self.config.labels)):
            labels = len(self.config.labels)
            raise HubModelError(f"{path}: gives {list(found.shape)} scores; config.json has {labels} labels")

    def scores(self, ids: Sequence[int]) -> FloatArray:
        """Return [tokens, labels] for the pieces of one text, begin and end included."""
        numbers = np.array([ids], np.int64)
        values = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
            "position_ids": np.arange(len(ids), dtype=np.int64)[None] + self.config.first_position,
        }
        found = self._session.run([self._output], {name: values[name] for name in self._inputs})[0]
        return np.asarray(found[0], np.float32)


def source_files(folder: Path) -> dict[str, Path]:
    """Return the files that decide what the model gives, by their names in `folder`.

    Raises:
        HubModelError: there are neither weights nor a graph.
    """
    config, tokenizer = folder / "config.json", tokenizer_file(folder)
    found = [config, tokenizer]
    if tokenizer.name == "vocab.txt":
        found += [path for path in [folder / "tokenizer_config.json"] if path.is_file()]
    graph = next((folder / name for name in _GRAPHS if (folder / name).is_file()), None)
    if graph is not None:
        # `model.onnx_data` or `model.onnx.data`: numbers of a graph of more than 2 GB.
        found += [path for path in sorted(graph.parent.glob(f"{graph.name}*")) if path.is_file()]
    elif (folder / _WEIGHTS).is_file():
        found.append(folder / _WEIGHTS)
    else:
        raise HubModelError(f"{folder}: has no model: none of {', '.join((*_GRAPHS, _WEIGHTS))}")
    return {path.relative_to(folder).as_posix(): path for path in found}


def sha256(path: Path) -> str:
    """Return the checksum of a file in hexadecimal.

    Raises:
        HubModelError: it cannot be read.
    """
    try:
        return sha256_of(path)
    except OSError as error:
        raise HubModelError(f"{path}: cannot be read: {error.strerror}") from error
