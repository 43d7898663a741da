"""What the encoder says of each piece alone: `python -m training.entities.fast.vectors --out FILE.npy`.

The vectors are frozen: the network that is trained reads them, so it also reads pieces that it never saw in training.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import torch

from processor.models.embeddings import Embeddings
from processor.models.weights import FloatArray, Weights
from training.encoder.arrays import Shape, encoder_arrays
from training.encoder.network import states
from training.entities.fast.shapes import bucket

_BATCH: Final = 1_024


def alone(weights: Weights, report: int = 0) -> FloatArray:
    """Return [pieces, width]: the encoder's last layer at each piece between begin and end."""
    torch.set_num_threads(1)
    vocabulary = weights.vocabulary
    embeddings, shape = Embeddings(weights), Shape.of(weights)
    tensors = {name: torch.from_numpy(array).bfloat16() for name, array in encoder_arrays(weights).items()}
    found = np.empty((len(vocabulary.pieces), weights.width), np.float32)
    for start in range(0, len(found), _BATCH):
        stop = min(start + _BATCH, len(found))
        ids = np.full((stop - start, 3), vocabulary.begin, np.int64)
        ids[:, 1], ids[:, 2] = np.arange(start, stop), vocabulary.end
        with torch.inference_mode():
            x = torch.from_numpy(embeddings(ids)).bfloat16()
            last = states(shape, tensors, x, torch.full((stop - start,), 3), range(shape.layers))
            found[start:stop] = last[:, 1].float().numpy()
        if report and start // _BATCH % report == 0:
            print(f"{stop} of {len(found)} pieces", flush=True)
    return found


def centred(vectors: FloatArray, pieces: list[str]) -> FloatArray:
    """Return the vectors less the mean of their kind (script, length, whether a word begins), as wide on average as 1.

    What pieces of a script or length have in common says nothing of names, but is most of a vector's length.
    """
    kinds: dict[object, list[int]] = {}
    for index, piece in enumerate(pieces):
        kinds.setdefault(bucket(piece), []).append(index)
    found = vectors - vectors.mean(axis=0)
    for members in kinds.values():
        if len(members) > 1:
            found[members] -= found[members].mean(axis=0)
    return np.asarray(found / found.std(), np.float32)


def main() -> None:
    """Write [pieces, 2 * width] in 16 bits: each piece encoded alone, centred, and its row of the embeddings."""
    parser = argparse.ArgumentParser(description="Encode each piece of the vocabulary alone.")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the vectors go, .npy")
    options = parser.parse_args()
    weights = Weights()
    pieces = weights.vocabulary.pieces
    rows = weights.rows("emb.word", np.arange(len(pieces)))
    rows = (rows - rows.mean(axis=0)) / rows.std()
    np.save(options.out, np.hstack([centred(alone(weights, report=20), pieces), rows]).astype(np.float16))


if __name__ == "__main__":
    main()
