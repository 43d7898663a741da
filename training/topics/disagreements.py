"""The marks that models of left-out languages most disagree with: `python -m training.topics.disagreements DIR`.

For a reader to look at: the model may be wrong, or the mark. DIR holds what `training.topics.left_out` wrote.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np

from processor.stages.topics.head import calibrate
from processor.stages.topics.mediatopics import TOP_LEVEL
from training.topics.calibrate import fit_calibration
from training.topics.data import Floats, load_headlines, marks
from training.topics.folds import joined

_SHOWN: Final = 300


def surprise(probabilities: Floats, marked: Floats) -> Floats:
    """Return for each text how unlikely its marks are: -log of their probability, topics taken one by one, [texts]."""
    right = np.where(marked == 1, probabilities, 1 - probabilities)
    least = np.finfo(np.float64).tiny
    found: Floats = -np.log(np.maximum(right, least)).sum(axis=1)
    return found


def main() -> None:
    """Print the texts, the most surprising first."""
    parser = argparse.ArgumentParser(description="List the marks that left-out models most disagree with.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="what training.topics.left_out wrote")
    parser.add_argument("--most", type=int, default=100, metavar="N", help="texts to list [100]")
    options = parser.parse_args()
    headlines = load_headlines()
    logits, marked = joined(options.folder, "headlines", [one.language for one in headlines]), marks(headlines)
    probabilities = calibrate(logits, fit_calibration(logits, marked))
    surprises = surprise(probabilities, marked)
    for index in np.argsort(-surprises, kind="stable")[: options.most]:
        one, order = headlines[index], np.argsort(-probabilities[index], kind="stable")[:3]
        said = ", ".join(f"{TOP_LEVEL[topic].short} {probabilities[index, topic]:.2f}" for topic in order)
        print(f"{surprises[index]:.1f} [{one.language}] marked {', '.join(TOP_LEVEL[t].short for t in one.topics)}")
        print(f"    said {said}\n    {one.title} | {' '.join(one.lead.split())[:_SHOWN]}")


if __name__ == "__main__":
    main()
