"""Train the n-gram vectors and the matrix: soft-max regression through a narrow layer, Adam, one thread, seeded."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from training.language.corpus import Corpus, Integers

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Attributes:
        width: numbers in an n-gram's vector.
        batch: sentences in a batch.
        rate, decay: Adam's learning rate, falling to zero linearly, and weight decay.
        cut: share of sentences of which only a random stretch is shown, of 10 to 400 n-grams (log-uniform).
    """

    width: int = 32
    epochs: int = 14
    batch: int = 1024
    rate: float = 0.01
    decay: float = 0.01
    cut: float = 0.8
    seed: int = 20


@dataclass(slots=True)
class Weights:
    """vectors [n-grams, width], matrix [width, classes], bias [classes]."""

    vectors: Floats
    matrix: Floats
    bias: Floats


def train(corpus: Corpus, n_grams: int, groups: list[str], recipe: Recipe) -> Weights:
    """Return the trained weights; a class competes with those of its group only."""
    rng = np.random.default_rng(recipe.seed)
    number = len(groups)
    names = np.array(groups)
    mask = np.where(names[:, None] == names[None, :], 0, -1e9).astype(np.float32)
    weights = Weights(
        rng.normal(0, 0.1, (n_grams, recipe.width)).astype(np.float32),
        rng.normal(0, 0.1, (recipe.width, number)).astype(np.float32),
        np.zeros(number, np.float32),
    )
    optimisers = [_Adam(part, recipe.decay) for part in (weights.vectors, weights.matrix, weights.bias)]
    sentences = np.arange(len(corpus.classes))
    steps = recipe.epochs * (len(sentences) // recipe.batch)
    step = 0
    for epoch in range(recipe.epochs):
        order = rng.permutation(sentences)
        loss = 0.0
        for at in range(0, len(order) - recipe.batch + 1, recipe.batch):
            chosen = order[at : at + recipe.batch]
            starts, ends = _stretches(corpus, chosen, recipe, rng)
            bags = _bags(corpus, starts, ends, n_grams)
            hidden = bags @ weights.vectors
            target = corpus.classes[chosen]
            scores = hidden @ weights.matrix + weights.bias + mask[target]
            scores -= scores.max(1, keepdims=True)
            error = np.exp(scores)
            error /= error.sum(1, keepdims=True)
            loss -= float(np.log(error[np.arange(len(chosen)), target] + 1e-9).mean())
            error[np.arange(len(chosen)), target] -= 1
            error /= len(chosen)
            gradients = (bags.T @ (error @ weights.matrix.T), hidden.T @ error, error.sum(0))
            step += 1
            rate = recipe.rate * (1 - step / (steps + 1))
            for optimiser, gradient in zip(optimisers, gradients, strict=True):
                optimiser.update(gradient, rate)
        print(f"epoch {epoch + 1}: loss {loss / max(1, steps // recipe.epochs):.4f}", flush=True)
    return weights


def quantise(weights: Weights) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return the vectors as int8 and the matrix with each dimension's scale folded in.

    A dimension's 0.9999 quantile becomes 127: the few larger numbers are clipped.
    """
    scale = np.quantile(np.abs(weights.vectors), 0.9999, axis=0) / 127
    vectors = np.clip(np.rint(weights.vectors / scale), -127, 127).astype(np.int8)
    return vectors, (weights.matrix * scale[:, None]).astype(np.float32)


def _stretches(corpus: Corpus, chosen: Integers, recipe: Recipe, rng: np.random.Generator) -> tuple[Integers, Integers]:
    starts, ends = corpus.borders[chosen], corpus.borders[chosen + 1]
    counts = ends - starts
    short = np.exp(rng.uniform(np.log(10), np.log(400), len(chosen))).astype(np.int64)
    length = np.where(rng.random(len(chosen)) < recipe.cut, np.minimum(counts, short), counts)
    starts = starts + (rng.random(len(chosen)) * (counts - length + 1)).astype(np.int64)
    return starts, starts + length


def _bags(corpus: Corpus, starts: Integers, ends: Integers, n_grams: int) -> Any:
    """Return the sparse [stretches, n-grams] matrix whose product with the vectors pools them as the model does."""
    counts = ends - starts
    pointers = np.concatenate(([0], np.cumsum(counts)))
    places = np.repeat(starts - pointers[:-1], counts) + np.arange(pointers[-1])
    share = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    return sparse.csr_matrix((share, corpus.values[places].astype(np.int32), pointers), shape=(len(starts), n_grams))


class _Adam:
    """Adam with decoupled weight decay (Kingma and Ba 2015, Loshchilov and Hutter 2019) for one array."""

    def __init__(self, weight: Floats, decay: float) -> None:
        self._weight, self._decay = weight, decay
        self._mean, self._square, self._step = np.zeros_like(weight), np.zeros_like(weight), 0

    def update(self, gradient: Floats, rate: float) -> None:
        """Take one step, in place."""
        self._step += 1
        self._mean *= 0.9
        self._mean += 0.1 * gradient
        self._square *= 0.98
        self._square += 0.02 * gradient * gradient
        size = np.sqrt(self._square / (1 - 0.98**self._step)) + 1e-8
        self._weight -= rate * (self._mean / (1 - 0.9**self._step) / size + self._decay * self._weight)
