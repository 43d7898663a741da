"""The sentence encoder: multilingual-e5-small as a numpy forward pass, one text at a time, on one thread.

numpy's matrix products on the expanded weights take less than half the time of the wheel's own engine and need no
compiled graph, no cache on disk and no further library. One text at a time, because a batch would give
a text other bytes than alone; one thread, because the number of threads changes how products are summed.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from processor.contracts.ids import fingerprint
from processor.models.embeddings import Embeddings
from processor.models.pieces import Pieces, shared_pieces
from processor.models.threads import OneThread
from processor.models.weights import FloatArray, Weights, shared_weights

#: Changed whenever the same weights may give another vector.
VERSION: Final = "1"
#: The model's authors ask for this prefix where a vector is a feature for a classifier.
PREFIX: Final = "query: "

#: Tokens whose hidden layer fits the processor's cache while gelu works on it: three times faster than all at once.
_BLOCK: Final = 16


@dataclass(frozen=True, slots=True)
class _Linear:
    weight: FloatArray  # [in, out]
    bias: FloatArray

    def __call__(self, x: FloatArray) -> FloatArray:
        y: FloatArray = x @ self.weight
        y += self.bias
        return y


@dataclass(frozen=True, slots=True)
class _LayerNorm:
    weight: FloatArray
    bias: FloatArray
    epsilon: np.float32

    def __call__(self, x: FloatArray) -> FloatArray:
        centred: FloatArray = x - x.mean(axis=1, keepdims=True)
        variance = np.square(centred).mean(axis=1, keepdims=True)
        centred *= self.weight / np.sqrt(variance + self.epsilon)
        centred += self.bias
        return centred


@dataclass(frozen=True, slots=True)
class _Layer:
    attention_in: _Linear  # queries, keys and values side by side
    attention_out: _Linear
    attention_norm: _LayerNorm
    feed_in: _Linear
    feed_out: _Linear
    feed_norm: _LayerNorm
    heads: int

    def __call__(self, x: FloatArray) -> FloatArray:
        """Return the next layer's tokens [tokens, width]."""
        x = self.attention_norm(x + self.attention_out(self._attend(x)))
        hidden = self.feed_in(x)
        for start in range(0, len(hidden), _BLOCK):
            gelu(hidden[start : start + _BLOCK])
        return self.feed_norm(x + self.feed_out(hidden))

    def _attend(self, x: FloatArray) -> FloatArray:
        tokens, width = x.shape
        size = width // self.heads
        parts = self.attention_in(x).reshape(tokens, 3, self.heads, size)
        mixed = np.empty((tokens, self.heads, size), np.float32)
        for head in range(self.heads):  # one at a time: its weights fit the processor's cache
            query, key, value = parts[:, 0, head], parts[:, 1, head], parts[:, 2, head]
            weights = (query * np.float32(size**-0.5)) @ key.T
            weights -= weights.max(axis=1, keepdims=True)
            np.exp(weights, out=weights)
            mixed[:, head] = (weights @ value) / weights.sum(axis=1, keepdims=True)
        return mixed.reshape(tokens, width)


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
    """Turns texts into vectors. Loading it takes under a second and about 200 MB.

    Raises:
        WeightsError: the weights are missing or are not those expected.
    """

    def __init__(self, weights: Weights | None = None) -> None:
        self._pieces = Pieces(weights.vocabulary) if weights else shared_pieces()
        weights = weights or shared_weights()
        self._weights = weights
        self._begin, self._end = weights.vocabulary.begin, weights.vocabulary.end
        self._embeddings = Embeddings(weights)
        self._norm = _norm(weights, "emb.ln")
        self._layers = [_layer(weights, f"l{index}") for index in range(weights.layers)]
        self._one_thread = OneThread()

    @property
    def fingerprint(self) -> str:
        """Of weights and code: the same for encoders that give the same vectors."""
        return fingerprint("multilingual-e5-small", self._weights.sha256, VERSION)

    @property
    def width(self) -> int:
        """Length of a vector."""
        return self._weights.width

    @property
    def most_tokens(self) -> int:
        """The most tokens of a text that can be read, prefix and end marks included."""
        return self._weights.positions

    def encode(self, text: str, max_tokens: int) -> FloatArray:
        """Return the vector of the first `max_tokens` tokens of `text`: float32 [width], of length 1.

        The prefix and the marks of begin and end are among the tokens. The vector is the mean of the last layer.

        Raises:
            ValueError: `max_tokens` is more than the model has positions, or leaves no room for text.
        """
        self._check(max_tokens)
        return _mean_direction(self._states(self._pieces.ids(PREFIX + text, max_tokens - 2)))

    def read(self, text: str, max_tokens: int) -> Reading:
        """Return the vector that `encode` gives, and what it is the mean of.

        Raises:
            ValueError: as `encode`.
        """
        self._check(max_tokens)
        whole = PREFIX + text[: max_tokens * self._pieces.longest]
        tokens = self._pieces.tokens(whole, max_tokens - 2)
        states = self._states([token.id for token in tokens])
        own = [index for index, token in enumerate(tokens) if token.start >= len(PREFIX)]
        return Reading(
            vector=_mean_direction(states),
            states=states[[index + 1 for index in own]],  # the mark of begin comes first
            starts=[tokens[index].start - len(PREFIX) for index in own],
        )

    def _check(self, max_tokens: int) -> None:
        if not 8 <= max_tokens <= self.most_tokens:
            raise ValueError(f"max_tokens must be from 8 to {self.most_tokens}, got {max_tokens}")

    def _states(self, ids: list[int]) -> FloatArray:
        """Return the last layer [tokens, width] of pieces and the marks of begin and end around them."""
        with self._one_thread.hold():
            x = self._norm(self._embeddings.sums(np.array([self._begin, *ids, self._end], np.int64)))
            for layer in self._layers:
                x = layer(x)
            return x


@cache
def shared_encoder() -> Encoder:
    """Return this process's encoder, loaded when it is first asked for: several stages read with the same one."""
    return Encoder()


def _mean_direction(states: FloatArray) -> FloatArray:
    mean = states.mean(axis=0)
    unit: FloatArray = mean / np.sqrt(np.square(mean).sum())
    return unit


def gelu(x: FloatArray) -> None:
    """Replace x by x · Φ(x).

    Φ by the error function's approximation 7.1.26 of Abramowitz and Stegun (1964), wrong by at most 1.5e-7: numpy has
    no error function.
    """
    z = np.abs(x)
    z *= np.float32(0.5**0.5)
    t = np.reciprocal(1 + np.float32(0.3275911) * z)
    tail = np.float32(1.061405429) * t
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(coefficient)
        tail *= t
    np.square(z, out=z)
    np.negative(z, out=z)
    np.exp(z, out=z)
    tail *= z  # 1 - erf(|x| / sqrt 2)
    tail *= np.abs(x)
    tail *= np.float32(0.5)
    np.maximum(x, 0, out=x)
    x -= tail  # x·Φ(x) = max(x, 0) - |x|·(1 - erf(|x| / sqrt 2)) / 2


def _linear(weights: Weights, *names: str) -> _Linear:
    """Join layers that read the same input into one product."""
    weight = np.concatenate([weights.matrix(f"{name}.w") for name in names])
    return _Linear(np.ascontiguousarray(weight.T), np.concatenate([weights.vector(f"{name}.b") for name in names]))


def _norm(weights: Weights, name: str) -> _LayerNorm:
    return _LayerNorm(weights.vector(f"{name}.w"), weights.vector(f"{name}.b"), np.float32(weights.epsilon))


def _layer(weights: Weights, name: str) -> _Layer:
    return _Layer(
        attention_in=_linear(weights, f"{name}.q", f"{name}.k", f"{name}.v"),
        attention_out=_linear(weights, f"{name}.ao"),
        attention_norm=_norm(weights, f"{name}.aln"),
        feed_in=_linear(weights, f"{name}.fi"),
        feed_out=_linear(weights, f"{name}.fo"),
        feed_norm=_norm(weights, f"{name}.oln"),
        heads=weights.heads,
    )
