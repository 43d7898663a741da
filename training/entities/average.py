"""Average trained weights: `python -m training.entities.average FILE.npz FILE.npz … --out FILE.npz`.

Two runs of which one goes on from the other lie in one basin; the mean of their weights is a little better than either
on what neither saw (Wortsman et al., 2022, arXiv:2203.05482).
"""

import argparse
from pathlib import Path

import numpy as np

from training.entities.train import save


def main() -> None:
    """Average and write, in 32 bits."""
    parser = argparse.ArgumentParser(description="Average the weights of several trainings.")
    parser.add_argument("files", nargs="+", type=Path, help="tensors, .npz")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the mean goes, .npz")
    options = parser.parse_args()
    runs = [np.load(file) for file in options.files]
    save(options.out, {name: np.mean([run[name] for run in runs], axis=0, dtype=np.float32) for name in runs[0]})


if __name__ == "__main__":
    main()
