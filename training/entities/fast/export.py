"""Write the files that ship: `python -m training.entities.fast.export FILE.npz --vectors FILE.npy --out FILE.onnx`.

Beside the graph go the table of pieces, FILE.bin, and the unit layer, FILE.npz.
"""

import argparse
import hashlib
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.unit_vectors import LARGEST_WEIGHT, STEPS
from processor.models.weights import FloatArray
from training.entities.fast.batches import Features
from training.entities.fast.graph import build
from training.entities.fast.network import LEVELS, Arrays, piece_vectors

_ZERO: Final = 8
_ROWS: Final = 8_192


def table(of: Arrays, features: Features) -> npt.NDArray[np.uint8]:
    """Return the numbers of every piece, two in a byte: [pieces, width / 2]."""
    found = []
    for start in range(0, len(features), _ROWS):
        pieces = np.arange(start, min(start + _ROWS, len(features)))
        vectors = piece_vectors(of, features[pieces], rounded=True)
        numbers = (np.rint(vectors * LEVELS) + _ZERO).astype(np.uint8)
        low, high = np.hsplit(numbers, 2)
        found.append(low | high << 4)
    return np.concatenate(found)


def layer(of: Arrays) -> dict[str, FloatArray | npt.NDArray[np.int16]]:
    """Return the unit layer in whole numbers, see `processor/models/unit_vectors.py`."""
    weight = of["unit.w"] / np.float32(STEPS * LEVELS)
    scales = np.abs(weight).max(axis=0) / np.float32(LARGEST_WEIGHT)
    return {
        "weights": np.rint(weight / scales).astype(np.int16),
        "scales": scales.astype(np.float32),
        "counts": of["unit.counts"],
        "edge": of["unit.edge"],
    }


def main() -> None:
    """Write; print sizes and checksums."""
    parser = argparse.ArgumentParser(description="Write the fast tagger as it ships.")
    parser.add_argument("file", type=Path, help="parameters in 32 bits, .npz")
    parser.add_argument("--vectors", type=Path, required=True, metavar="FILE", help="frozen vectors of pieces, .npy")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the graph goes, .onnx")
    parser.add_argument("--float", action="store_true", help="the graph in 32 bits, to compare")
    options = parser.parse_args()
    if options.out.with_suffix(".npz").resolve() == options.file.resolve():
        parser.error("the unit layer would be written over the parameters: choose another name")
    of = dict(np.load(options.file))
    features = Features.read(options.vectors)
    options.out.write_bytes(build(of, eight_bits=not options.float).SerializeToString(deterministic=True))
    options.out.with_suffix(".bin").write_bytes(table(of, features).tobytes())
    np.savez(options.out.with_suffix(".npz"), **layer(of))  # type: ignore[arg-type]
    for suffix in (".onnx", ".bin", ".npz"):
        data = options.out.with_suffix(suffix).read_bytes()
        print(
            f"{options.out.with_suffix(suffix).name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}"
        )


if __name__ == "__main__":
    main()
