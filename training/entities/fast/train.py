"""Train the fast tagger: `python -m training.entities.fast.train FILE.npz ... --vectors FILE.npy --out FILE.npz`.

The files hold labelled texts (`teach.py`), the vectors are those of `vectors.py`. The same seed gives the same result.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.threads import OneThread
from processor.models.weights import FloatArray
from training.entities.fast.adam import Adam
from training.entities.fast.batches import Features, batch, orders
from training.entities.fast.layers import chances
from training.entities.fast.network import DISTANCES, WIDTH, Arrays, Pass, grown, new_parameters
from training.entities.fast.texts import Texts

_WARM_UP: Final = 100
_REPORT: Final = 200


def loss(
    scores: FloatArray, allowed: npt.NDArray[np.uint16], soft: FloatArray, marks: float
) -> tuple[float, FloatArray]:
    """Return the mean loss of units and its gradient by the scores.

    It is the cross entropy to the teacher's probabilities and `marks` times -log P(a right label), where there are
    such. A text that has only one of the two has the one with all its weight.
    """
    found = chances(scores)
    right = ((allowed[:, None] >> np.arange(scores.shape[1], dtype=np.uint16)) & 1).astype(np.float32)
    is_marked = (allowed > 0).astype(np.float32)[:, None]
    is_taught = (soft.sum(axis=1, keepdims=True) > 0).astype(np.float32)
    of_marks = np.where(is_taught > 0, is_marked * marks, is_marked)
    of_teacher = np.where(is_marked > 0, is_taught * (1 - marks), is_taught)
    of_right = found * right
    total = np.maximum(of_right.sum(axis=1, keepdims=True), np.float32(1e-9))
    wanted = of_marks * of_right / total + of_teacher * soft
    value = -(of_marks * np.log(total)).sum() - (of_teacher * soft * np.log(np.maximum(found, 1e-9))).sum()
    weight = of_marks + of_teacher
    return float(value) / len(scores), (weight * found - wanted) / np.float32(len(scores))


def train(texts: Texts, features: Features, options: argparse.Namespace, start: Arrays | None = None) -> Arrays:
    """Return the trained parameters."""
    random = np.random.default_rng(options.seed)
    new = new_parameters(features.width, options.seed, options.blocks)
    adam = Adam(grown(start, new) if start else new)
    began, step, total = time.monotonic(), 0, 0.0
    for chosen in _endless(texts, options.batch, random):
        by_passes = step * options.batch / (options.passes * len(texts.allowed))
        by_time = (time.monotonic() - began) / (60 * options.minutes) if options.minutes else 0.0
        done = max(by_passes, by_time)
        if done >= 1:
            break
        made, units = batch(texts, chosen, features)
        # Some numbers are left out, now and then a whole unit, so that its neighbours must tell.
        kept = (random.random((len(units), WIDTH), np.float32) > options.drop) / np.float32(1 - options.drop)
        kept *= random.random((len(units), 1)) > options.drop_units
        forward = Pass(adam.parameters, made, rounded=done >= options.smooth, dropped=kept.astype(np.float32))
        soft = texts.soft[units].astype(np.float32)
        value, d_scores = loss(forward.scores, texts.allowed[units], soft, options.marks)
        adam.move(forward.gradient(d_scores), options.rate * min(1.0, (step + 1) / _WARM_UP) * (1 - done))
        step, total = step + 1, total + value
        if step % _REPORT == 0:
            speed = step * options.batch / (time.monotonic() - began)
            print(f"step {step} done {done:.3f} loss {total / _REPORT:.4f} {speed:.0f} units/s", flush=True)
            total = 0.0
    return {name: array.copy() for name, array in adam.parameters.items()}


def _endless(texts: Texts, most_units: int, random: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    while True:
        yield from orders(texts, most_units, random)


def main() -> None:
    """Train and write the parameters in 32 bits."""
    parser = argparse.ArgumentParser(description="Train the fast tagger.")
    parser.add_argument("files", type=Path, nargs="+", help="labelled texts, .npz")
    parser.add_argument("--vectors", type=Path, required=True, metavar="FILE", help="frozen vectors of pieces, .npy")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the parameters go, .npz")
    parser.add_argument("--start", type=Path, metavar="FILE", help="parameters to go on from [random ones]")
    parser.add_argument("--passes", type=float, default=5.0, help="how often each text is read")
    parser.add_argument("--minutes", type=float, default=0.0, help="end after so many minutes, if earlier")
    arguments(parser)
    options = parser.parse_args()
    features = Features.read(options.vectors)
    texts = Texts.joined([Texts.load(path) for path in options.files])
    start = dict(np.load(options.start)) if options.start else None
    with OneThread().hold():  # more threads would sum in another order
        np.savez(options.out, **train(texts, features, options, start))  # type: ignore[arg-type]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the settings of training, with those of the shipped model as defaults."""
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blocks", type=int, default=len(DISTANCES), help="more than in --start: they are added")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=4_096, metavar="UNITS")
    parser.add_argument("--marks", type=float, default=0.5, help="weight of marks where a teacher labelled too")
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--drop-units", type=float, default=0.03)
    parser.add_argument("--smooth", type=float, default=0.7, help="share of training before vectors are rounded")


if __name__ == "__main__":
    main()
