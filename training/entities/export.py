"""Write the graph that ships: `python -m training.entities.export FILE.npz --out FILE.onnx`."""

import argparse
import hashlib
from pathlib import Path

import numpy as np

from processor.models.weights import Weights
from training.encoder.arrays import Shape
from training.entities.graph import build


def main() -> None:
    """Quantise and write; print size and checksum."""
    parser = argparse.ArgumentParser(description="Write the tagger as a graph in eight bits.")
    parser.add_argument("file", type=Path, help="tensors in 32 bits, .npz")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the graph goes, .onnx")
    parser.add_argument("--float", action="store_true", help="in 32 bits, to compare")
    options = parser.parse_args()
    model = build(dict(np.load(options.file)), Shape.of(Weights()), eight_bits=not options.float)
    data = model.SerializeToString(deterministic=True)
    options.out.write_bytes(data)
    print(f"{options.out.name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
