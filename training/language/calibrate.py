"""How much the n-gram scores and pycld2's answer count, by length of text; learned on sentences the model never saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from processor.stages.language.cld import UNKNOWN, answer
from processor.stages.language.cleaning import blank_noise
from processor.stages.language.decision import pooled_scores
from processor.stages.language.model import FOUR, PRESENCE_BITS, NgramModel
from processor.stages.language.ngram import features
from processor.stages.language.reading import read, size
from training.language.cuts import cut, join

#: Upper bounds of the length buckets of pycld2's confusions, see `reading.size`.
LENGTHS: Final = np.array([30, 80], np.int64)
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
        samples += [Sample(text, label) for text in found if size(read(text)) > 1]
    return samples


def confusion(samples: Iterable[Sample], classes: int) -> tuple[list[str], Doubles]:
    """Return pycld2's answers and log P(answer | class), [length bucket, class, answer].

    Counts are smoothed with two pseudo-texts drawn from the answers to all texts of the bucket.
    """
    seen = [
        (s.label, int(np.searchsorted(LENGTHS, size(read(s.text)), side="right")), answer(blank_noise(s.text)))
        for s in samples
    ]
    outcomes = sorted({outcome for _, _, outcome in seen} | {UNKNOWN})
    counts = np.zeros((len(LENGTHS) + 1, classes, len(outcomes)))
    for label, bucket, outcome in seen:
        counts[bucket, label, outcomes.index(outcome)] += 1
    overall = counts.sum(1, keepdims=True) + 0.5
    overall /= overall.sum(2, keepdims=True)
    smooth = (counts + 2 * overall) / (counts.sum(2, keepdims=True) + 2)
    return outcomes, np.maximum(np.log(smooth), FLOOR)


def presence(texts: Sequence[Sequence[str]]) -> npt.NDArray[np.uint8]:
    """Return each class's set of n-grams of four code points, as `NgramModel.presence`, from the class's texts."""
    sets = np.zeros((len(texts), 1 << PRESENCE_BITS), np.uint8)
    for label, own in enumerate(texts):
        for text in own:
            keys, valid = features(read(text))
            sets[label, keys[valid[:, FOUR], FOUR] >> np.uint32(32 - PRESENCE_BITS)] = 1
    return np.packbits(sets, axis=1, bitorder="little")


def shares(model: NgramModel, texts: Sequence[Sequence[str]]) -> tuple[Doubles, Doubles]:
    """Return mean and standard deviation, by class, of the share of a text's n-grams that are in its class's set."""
    usual, spread = np.ones(len(texts)), np.full(len(texts), 0.01)
    for label, own in enumerate(texts):
        found = [np.unique(model.look_up(read(text)).fours) for text in own]
        held = [float(model.held(label, fours).mean()) for fours in found if len(fours) > 20]
        if len(held) > 1:
            usual[label], spread[label] = np.mean(held), max(0.01, float(np.std(held)))
    return np.round(usual, 4), np.round(spread, 4)


def fit(model: NgramModel, fields: Sequence[Sequence[Sample]]) -> tuple[Doubles, Doubles]:
    """Return `scale` and `weight` at each of KNOTS, by maximum likelihood with a weak pull towards smoothness.

    Args:
        fields: samples from different fields of writing; each field counts the same, however many it has.
    """
    samples = [sample for field in fields for sample in field]
    shares = np.concatenate([np.full(len(field), 1 / len(fields) / len(field)) for field in fields])
    scores, outcomes, counts = [], [], []
    labels = np.array([sample.label for sample in samples])
    for sample in samples:
        points = read(sample.text)
        rows = model.look_up(points).rows
        own, distinct = pooled_scores(model, rows, model.sums(rows, np.array([0, len(rows)]))[0])
        scores.append(own)
        counts.append(distinct)
        outcomes.append(model.outcome_scores(answer(blank_noise(sample.text)), size(points)))
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
        value = -(shares * np.log(np.maximum(p[at, labels], 1e-12))).sum()
        ds = (p * np.where(competing, z, 0)).sum(1) - z[at, labels]
        dw = (p * c).sum(1) - c[at, labels]
        gradient = np.concatenate((basis.T @ (shares * ds), basis.T @ (shares * dw)))
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
