"""The sentence encoder of the topics: multilingual-e5-small, its upper layers trained on marked news, as a graph.

One text at a time, because a graph in eight bits gives a text other numbers beside other texts.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from processor.contracts.ids import fingerprint
from processor.models.graph import Graph, shared_topics_graph
from processor.models.pieces import shared_pieces
from processor.models.weights import SHA256 as VOCABULARY_SHA256
from processor.models.weights import FloatArray, shared_weights

#: Changed whenever the same graph may give another vector.
VERSION: Final = "2"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder makes of a text.

    Attributes:
        vector: float32 [width], of length 1: the mean of the last layer over all tokens.
        states: float32 [tokens, width], the last layer at the text's own tokens.
        starts: where each of these tokens begins in the text, ascending indices of code points.
    """

    vector: FloatArray
    states: FloatArray
    starts: list[int]


class Encoder:
    """Turns texts into vectors.

    Raises:
        WeightsError: a file is missing or is not the one expected.
    """

    def __init__(self, graph: Graph | None = None) -> None:
        self._graph = graph or shared_topics_graph()
        self._pieces = shared_pieces()
        weights = shared_weights()
        self._begin, self._end = weights.vocabulary.begin, weights.vocabulary.end
        self.width: Final = weights.width
        self.most_tokens: Final = weights.positions

    @property
    def fingerprint(self) -> str:
        """Of model and code: the same for encoders that give the same vectors."""
        return fingerprint("encoder", self._graph.sha256, VOCABULARY_SHA256, VERSION)

    def encode(self, text: str, max_tokens: int) -> FloatArray:
        """Return the vector of the first `max_tokens` tokens of `text`: float32 [width], of length 1.

        The marks of begin and end are among the tokens. The vector is the mean of the last layer.

        Raises:
            ValueError: `max_tokens` is more than the model has positions, or leaves no room for text.
        """
        return self.read(text, max_tokens).vector

    def read(self, text: str, max_tokens: int) -> Reading:
        """Return the vector that `encode` gives, and what it is the mean of.

        Raises:
            ValueError: as `encode`.
        """
        if not 8 <= max_tokens <= self.most_tokens:
            raise ValueError(f"max_tokens must be from 8 to {self.most_tokens}, got {max_tokens}")
        tokens = self._pieces.tokens(text[: max_tokens * self._pieces.longest], max_tokens - 2)
        states = self._graph.outputs([self._begin, *(token.id for token in tokens), self._end])
        mean = states.mean(axis=0)
        # A piece that is only the mark of a blank has no place.
        placed = [index for index, token in enumerate(tokens) if token.end > token.start]
        return Reading(
            vector=mean / np.sqrt(np.square(mean).sum()),
            states=states[[index + 1 for index in placed]],  # the mark of begin comes first
            starts=[tokens[index].start for index in placed],
        )


@cache
def shared_encoder() -> Encoder:
    """Return this process's encoder, loaded when it is first asked for: several users read with the same one."""
    return Encoder()
