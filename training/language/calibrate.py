"""How much the n-gram scores and pycld2's answer count, by length of text; learned on sentences the model never saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from processor.stages.language.cld import UNKNOWN, answer
from processor.stages.language.cleaning import blank_noise
from processor.stages.language.model import NgramModel
from processor.stages.language.reading import count_letters, read
from training.language.cuts import cut, join

#: Upper bounds of the length buckets of pycld2's confusions, letters.
LENGTHS: Final = np.array([25, 70], np.int64)
KNOTS: Final = np.array([6, 15, 40, 100, 250, 600, 1500, 5000], np.int64)
WORDS: Final = (1, 2, 3, 5, 8, 12, 20, 30)
JOINED: Final = (3, 10)
#: Log-probabilities are stored as -16 times themselves in one byte, down to this.
FLOOR: Final = -15.9

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and the class it is of."""

    text: str
    label: int


def vary(texts: Sequence[Sequence[str]], scripts: Sequence[str], rng: np.random.Generator) -> list[Sample]:
    """Return, for the texts of each class, every text, a cut of it for each of WORDS, and runs of JOINED texts."""
    samples = []
    for label, (own, script) in enumerate(zip(texts, scripts, strict=True)):
        found: list[str] = list(own)
        for words in WORDS:
            found += [piece for text in own if (piece := cut(text, words, script, rng))]
        for number in JOINED:
            found += join(own, number)
        samples += [Sample(text, label) for text in found if count_letters(read(text)) > 1]
    return samples


def confusion(samples: Iterable[Sample], classes: int) -> tuple[list[str], Doubles]:
    """Return pycld2's answers and log P(answer | class), [length bucket, class, answer].

    Counts are smoothed with two pseudo-texts drawn from the answers to all texts of the bucket.
    """
    seen = [(s.label, int(np.searchsorted(LENGTHS, _letters(s.text), side="right")), answer(blank_noise(s.text))) for s in samples]
    outcomes = sorted({outcome for _, _, outcome in seen} | {UNKNOWN})
    counts = np.zeros((len(LENGTHS) + 1, classes, len(outcomes)))
    for label, bucket, outcome in seen:
        counts[bucket, label, outcomes.index(outcome)] += 1
    overall = counts.sum(1, keepdims=True) + 0.5
    overall /= overall.sum(2, keepdims=True)
    smooth = (counts + 2 * overall) / (counts.sum(2, keepdims=True) + 2)
    return outcomes, np.maximum(np.log(smooth), FLOOR)


def _letters(text: str) -> int:
    return count_letters(read(text))


def fit(model: NgramModel, samples: Sequence[Sample]) -> tuple[Doubles, Doubles]:
    """Return `scale` and `weight` at each of KNOTS, by maximum likelihood with a weak pull towards smoothness."""
    scores, outcomes, counts = [], [], []
    labels = np.array([sample.label for sample in samples])
    for sample in samples:
        points = read(sample.text)
        rows, _ = model.rows(points)
        counts.append(len(rows))
        scores.append(model.scores(model.sums(rows, [0, len(rows)]), np.array([len(rows)]))[0])
        outcomes.append(model.outcome_scores(answer(blank_noise(sample.text)), count_letters(points)))
    groups = np.array(model.groups)
    competing = groups[labels][:, None] == groups[None, :]
    z = np.where(competing, np.array(scores), -1e9)
    c = np.array(outcomes)
    at = np.arange(len(labels))
    place = np.log(np.maximum(counts, 1))
    basis = np.stack([np.interp(place, np.log(KNOTS), row) for row in np.eye(len(KNOTS))], 1)

    def loss(parameters: Doubles) -> tuple[float, Doubles]:
        s, w = basis @ parameters[: len(KNOTS)], basis @ parameters[len(KNOTS) :]
        both = s[:, None] * z + w[:, None] * c
        both -= both.max(1, keepdims=True)
        p = np.where(competing, np.exp(both), 0)
        p /= p.sum(1, keepdims=True)
        value = -np.log(np.maximum(p[at, labels], 1e-12)).mean()
        ds = (p * np.where(competing, z, 0)).sum(1) - z[at, labels]
        dw = (p * c).sum(1) - c[at, labels]
        gradient = np.concatenate((basis.T @ ds, basis.T @ dw)) / len(labels)
        bends = [np.diff(parameters[: len(KNOTS)]), np.diff(parameters[len(KNOTS) :])]
        value += 1e-3 * sum(float((bend**2).sum()) for bend in bends)
        for offset, bend in zip((0, len(KNOTS)), bends, strict=True):
            gradient[offset : offset + len(KNOTS) - 1] -= 2e-3 * bend
            gradient[offset + 1 : offset + len(KNOTS)] += 2e-3 * bend
        return float(value), gradient

    start = np.concatenate((np.full(len(KNOTS), 1.0), np.full(len(KNOTS), 0.3)))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.05, 10)] * len(KNOTS) + [(0, 1)] * len(KNOTS))
    print(f"calibration: {len(labels)} texts, log-loss {found.fun:.4f}, {found.nit} iterations", flush=True)
    parameters = np.round(found.x, 4)
    return parameters[: len(KNOTS)], parameters[len(KNOTS) :]
