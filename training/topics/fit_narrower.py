"""Fitting the linear function of each term: its meaning in English, moved by texts that are marked with it.

Within a branch, the logits of the terms are a softmax regression whose weights start from the terms' names and
definitions. What moves them is a sum over the term and the terms above it, and over dimensions of its meaning, each
with a ridge penalty, so that a text teaches its term most, the terms beside it and those of like meaning some, and a
term without texts stays near where its meaning puts it. A bias moves the same way: how often a term is to be given.

Nothing here is random: every problem is convex and solved to its one minimum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.topics.terms import Term
from training.topics.data import Floats

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Strength:
    """What is chosen on left-out languages, by the likelihood of the marked terms.

    Attributes:
        meaning: what nearness to name and definition counts.
        texts: how far texts move a term, and each term above it; the ridge penalty is its inverse square.
        kin: what likeness of meaning counts in that, where to stand under the same term counts 1.
        frequency: how far texts move the bias.
        shrinkage: of the space, see `Space`.
    """

    meaning: float = 20.0
    texts: float = 2.0
    kin: float = 2.0
    frequency: float = 0.3
    shrinkage: float = 4.0


STRENGTH: Final = Strength()

#: How far from the minimum a fit may end, in the moves' units, and what it may take.
_TOLERANCE: Final = 1e-4
_STEPS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear function for each term of the list: float64 [terms, width] and [terms]; of the top level zero."""

    weight: Floats
    bias: Floats

    def logits(self, vectors: Floats, rows: Indices) -> Floats:
        """Return the logits [texts, rows] of some terms."""
        logits: Floats = vectors @ self.weight[rows].T + self.bias[rows]
        return logits


def branches(terms: Sequence[Term]) -> dict[int, Indices]:
    """Return for each topic the indices of the terms below it, ascending."""
    below: dict[int, list[int]] = {}
    for index, term in enumerate(terms):
        if term.level > 1:
            below.setdefault(term.topic, []).append(index)
    return {topic: np.array(rows) for topic, rows in below.items()}


def ancestry(terms: Sequence[Term]) -> Floats:
    """Return float64 [terms, terms]: 1 where the second term is the first, or one above it and below the top level."""
    index = {term.id: number for number, term in enumerate(terms)}
    found = np.zeros((len(terms), len(terms)))
    for number, term in enumerate(terms):
        found[number, [index[code] for code in term.path[1:]]] = 1
    return found


def fit(
    terms: Sequence[Term], meaning: Floats, vectors: Floats, marked: Indices, strength: Strength = STRENGTH
) -> Linear:
    """Fit all branches.

    Args:
        meaning: [terms, width], of length 1.
        vectors: [texts, width], of about length 1.
        marked: [texts], the index of each text's term.
    """
    weight, bias = np.zeros_like(meaning), np.zeros(len(terms))
    above = ancestry(terms)
    for rows in branches(terms).values():
        here = np.isin(marked, rows)
        own = np.searchsorted(rows, marked[here])
        weight[rows], bias[rows] = _fit_branch(
            np.hstack([above[np.ix_(rows, rows)], strength.kin * meaning[rows]]),
            strength.meaning * meaning[rows],
            vectors[here],
            own,
            strength,
        )
    return Linear(weight, bias)


def _fit_branch(
    shared: Floats, start: Floats, vectors: Floats, marked: Indices, strength: Strength
) -> tuple[Floats, Floats]:
    """Return weights [terms, width] and biases [terms] of one branch.

    Args:
        shared: [terms, ..], what terms have in common: a text that moves one moves others by their product with it.
        start: the weights without any text.

    Raises:
        ArithmeticError: they were not found.
    """
    from scipy.optimize import minimize

    terms, texts = len(start), len(vectors)
    if not texts or not (strength.texts or strength.frequency):
        return start, np.zeros(terms)
    # One more dimension is the bias; the moves lie in the space that the texts span, which has fewer.
    widened = np.hstack([strength.texts * vectors, np.full((texts, 1), strength.frequency)])
    basis, places = np.linalg.qr(widened.T)
    places = places.T
    before, wanted = vectors @ start.T, np.eye(terms)[marked]

    def loss(values: Floats) -> tuple[float, Floats]:
        logits = before + places @ (shared @ values.reshape(shared.shape[1], -1)).T
        logits -= logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        gradient = shared.T @ ((np.exp(logits) - wanted).T @ places)
        return float(values @ values / 2 - logits[wanted == 1].sum()), gradient.ravel() + values

    found = minimize(
        loss,
        np.zeros(shared.shape[1] * places.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _STEPS, "maxfun": 2 * _STEPS, "ftol": 0, "gtol": _TOLERANCE / 100},
    )
    # The penalty makes the curvature 1 at least, so that the minimum is no farther away than the gradient is long.
    if np.linalg.norm(loss(found.x)[1]) > _TOLERANCE:
        raise ArithmeticError(f"the softmax regression did not converge: {found.message}")
    moves = shared @ found.x.reshape(shared.shape[1], -1) @ basis.T
    return start + strength.texts * moves[:, :-1], strength.frequency * moves[:, -1]
