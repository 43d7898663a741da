"""Train what ships: `python -m training.topics.train --left-out DIR`.

The encoder's upper layers and the head on all marked headlines; calibration and thresholds from what
`training.topics.left_out` wrote before.
"""

import argparse
from pathlib import Path

import numpy as np

from processor.models.digest import sha256_of
from processor.models.encoder import Encoder
from processor.models.graph import TOPICS, Graph
from processor.models.stored import write
from processor.models.weights import FloatArray, Weights
from processor.stages.topics.head import SHIPPED, Head
from training.encoder.arrays import Shape
from training.topics.calibrate import fit_calibration, fit_thresholds
from training.topics.data import load_headlines, load_once, marks
from training.topics.folds import joined
from training.topics.graph import build
from training.topics.lower import Lower
from training.topics.tune import FIRST, Tuned, tuned


def train(weights: Weights) -> Tuned:
    """Return layers and head trained on all marked headlines."""
    headlines = load_headlines() + load_once()
    lower = Lower(weights, FIRST)
    full, titles = lower([headline.text for headline in headlines]), lower([headline.title for headline in headlines])
    return tuned(headlines, full, titles, weights)


def head(found: Tuned, encoder: str, left_out: Path) -> Head:
    """Return the head with calibration and thresholds of left-out languages."""
    headlines = load_headlines()
    logits = joined(left_out, "headlines", [headline.language for headline in headlines])
    calibration = fit_calibration(logits, marks(headlines))
    thresholds = fit_thresholds(logits, marks(headlines), calibration)
    return Head(encoder, found.mean, found.weight, found.bias, calibration, thresholds)


def save(path: Path, found: Tuned) -> None:
    """Write what was trained, in 32 bits."""
    arrays: dict[str, FloatArray] = {**found.tensors, "mean": found.mean, "weight": found.weight, "bias": found.bias}
    np.savez(path, **arrays)  # type: ignore[arg-type]


def load(path: Path) -> Tuned:
    """Read what `save` wrote."""
    arrays = dict(np.load(path))
    mean, weight, bias = (arrays.pop(name) for name in ("mean", "weight", "bias"))
    return Tuned(arrays, mean, weight, bias)


def main() -> None:
    """Train, or go on from what was trained; write graph and head and print their fingerprints."""
    parser = argparse.ArgumentParser(description="Train the accurate topics.")
    parser.add_argument("--left-out", type=Path, required=True, metavar="DIR", help="of training.topics.left_out")
    parser.add_argument(
        "--tensors", type=Path, required=True, metavar="FILE", help="tensors in 32 bits, made if absent"
    )
    options = parser.parse_args()
    weights = Weights()
    if not options.tensors.exists():
        save(options.tensors, train(weights))
    found = load(options.tensors)
    TOPICS.write_bytes(build(found.tensors, Shape.of(weights)).SerializeToString(deterministic=True))
    encoder = Encoder(Graph(TOPICS, sha256_of(TOPICS))).fingerprint
    trained = head(found, encoder, options.left_out)
    write(trained, SHIPPED)
    print(f"encoder {encoder}: {TOPICS.stat().st_size:,} bytes")
    print(f"head {trained.fingerprint}: calibration {trained.calibration.round(3)}, thresholds {trained.thresholds}")


if __name__ == "__main__":
    main()
