"""What the flag for weakly supported languages is worth: `python -m training.topics.fast.support --data DIR`.

Single sentences of SIB-200 in all of its languages: those that the encoder was trained on before, and the others.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np

from processor.stages.topics.fast.head import FastClassifier, shipped_fast_head
from training.entities.fast.unlabelled import KNOWN

#: Sentences of each language.
SENTENCES: Final = 25


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How often sentences are called weakly supported, by language.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with text/sib200")
    options = parser.parse_args()
    classifier, known = FastClassifier(shipped_fast_head()), KNOWN.split()
    shares = {}
    for path in sorted(options.data.glob("text/sib200/*.txt")):
        texts = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()][:SENTENCES]
        shares[path.stem] = float(np.mean([not classifier.supported(classifier.count(text)) for text in texts]))
    for about, names in (("known", shares.keys() & set(known)), ("not known", shares.keys() - set(known))):
        of = sorted(names, key=lambda name: (-shares[name], name))
        print(
            f"{about} to the encoder: {np.mean([shares[name] for name in of]):.3f} of sentences in {len(of)} languages"
        )
        print("  most: " + ", ".join(f"{name} {shares[name]:.2f}" for name in of[:12]))


if __name__ == "__main__":
    main()
