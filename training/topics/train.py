"""Train the topics head that ships: `python -m training.topics.train`.

Reads nothing but the headlines beside this file, the list of terms and the encoder; on one thread a run takes about two
minutes, and gives the same head every time.
"""

import argparse
from pathlib import Path
from typing import Final

from processor.models.encoder import Encoder
from processor.models.threads import OneThread
from processor.stages.topics.head import Head
from training.topics.data import HEADLINES, load_headlines, load_terms, marks
from training.topics.embed import embed
from training.topics.fit import Examples, calibrated, left_out_logits, uncalibrated_head

SHIPPED: Final = Path(__file__).parents[2] / "processor" / "stages" / "topics" / "head.npz"


def train(headlines: Path = HEADLINES, cache: Path | None = None) -> Head:
    """Return the head trained on marked headlines in at least two languages."""
    encoder = Encoder()
    examples = embedded(encoder, headlines, cache)
    vocabulary = load_terms()
    term_vectors = embed(encoder, [term.name for term in vocabulary], cache)
    with OneThread().hold():
        logits = left_out_logits(examples, vocabulary, term_vectors)
        head = uncalibrated_head(examples, vocabulary, term_vectors, encoder.fingerprint)
        return calibrated(head, logits, marks(examples.headlines))


def embedded(encoder: Encoder, headlines: Path, cache: Path | None) -> Examples:
    """Read marked headlines and embed them."""
    found = load_headlines(headlines)
    full = embed(encoder, [headline.text for headline in found], cache)
    return Examples(found, full, embed(encoder, [headline.title for headline in found], cache))


def main() -> None:
    """Train, write the head and print its fingerprint."""
    parser = argparse.ArgumentParser(description="Train the topics head.")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="where the head goes [the stage's]")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the vectors here for the next run")
    options = parser.parse_args()
    head = train(cache=options.cache)
    head.save(options.out)
    print(f"head {head.fingerprint}: calibration {head.calibration.round(3)}, threshold {head.threshold:.2f}")
    print(f"{options.out.name}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
