"""Fitting the linear function of each term: its meaning in English, moved by texts that are marked with it.

Within a branch, the logits of the terms are a softmax regression whose weights start from the terms' names and
definitions. What moves them is a sum over the term and the terms above it, each with a ridge penalty, so that a text
teaches its term most, the terms beside it some, and a term without texts stays where its meaning puts it unless texts
below the same parent move it. A bias moves the same way: how often a term is the one to give.

Nothing here is random: every problem is convex.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.topics.head import unit
from processor.stages.topics.narrower import softmax
from processor.stages.topics.terms import Term
from training.topics.data import Floats

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Strength:
    """What is chosen on left-out languages, by the likelihood of the marked terms.

    Attributes:
        meaning: what nearness to name and definition counts.
        texts: how far texts move a term, and each term above it; the ridge penalty is its inverse square.
        frequency: the same for the bias.
    """

    meaning: float = 20.0
    texts: float = 1.5
    frequency: float = 0.3


STRENGTH: Final = Strength()


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


def meanings(names: Floats, definitions: Floats) -> Floats:
    """Return the direction of each term from the vectors of its name and of its name with its definition."""
    return unit(unit(names - names.mean(axis=0)) + unit(definitions - definitions.mean(axis=0)))


def fit(
    terms: Sequence[Term], meaning: Floats, vectors: Floats, marked: Indices, strength: Strength = STRENGTH
) -> Linear:
    """Fit all branches.

    Args:
        meaning: [terms, width], see `meanings`.
        vectors: [texts, width], centred and of length 1.
        marked: [texts], the index of each text's term.
    """
    weight, bias = np.zeros_like(meaning), np.zeros(len(terms))
    above = ancestry(terms)
    for rows in branches(terms).values():
        here = np.isin(marked, rows)
        own = np.searchsorted(rows, marked[here])
        weight[rows], bias[rows] = _fit_branch(
            above[np.ix_(rows, rows)], strength.meaning * meaning[rows], vectors[here], own, strength
        )
    return Linear(weight, bias)


def _fit_branch(
    above: Floats, start: Floats, vectors: Floats, marked: Indices, strength: Strength
) -> tuple[Floats, Floats]:
    """Return weights [terms, width] and biases [terms] of one branch; `start` are the weights without any text."""
    from scipy.optimize import minimize

    terms, width = start.shape
    if not len(marked) or not (strength.texts or strength.frequency):
        return start, np.zeros(terms)
    wanted = np.eye(terms)[marked]

    def moved(values: Floats) -> tuple[Floats, Floats]:
        moves = values[: terms * width].reshape(terms, width)
        return start + strength.texts * (above @ moves), strength.frequency * (above @ values[terms * width :])

    def loss(values: Floats) -> tuple[float, Floats]:
        weight, bias = moved(values)
        shares = softmax(vectors @ weight.T + bias)
        fall = shares - wanted
        gradient = np.concatenate(
            [
                (strength.texts * (above.T @ (fall.T @ vectors))).ravel(),
                strength.frequency * (above.T @ fall.sum(axis=0)),
            ]
        )
        likelihood = np.log(np.maximum(shares[np.arange(len(marked)), marked], np.finfo(np.float64).tiny)).sum()
        return float(values @ values / 2 - likelihood), gradient + values

    found = minimize(loss, np.zeros(terms * (width + 1)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    if not found.success:
        raise ArithmeticError(f"the softmax regression did not converge: {found.message}")
    return moved(found.x)
