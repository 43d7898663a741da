"""Train the fast head that ships: `python -m training.topics.fast.train --vectors FILE --read FILE --labels FILE`.

Prints the figures on left-out languages, on whole articles, which nothing is trained on, and, with `--data`, on
SIB-200. Numpy and scipy on one thread, three minutes; the same files give the same head.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.threads import OneThread
from processor.models.weights import FloatArray, shared_weights
from processor.stages.topics.fast.cutter import shared_cutter
from processor.stages.topics.fast.head import SHIPPED, FastClassifier, FastHead
from training.topics.data import Floats, Headline, marks
from training.topics.fast.label import Opinions
from training.topics.fast.learn import Learner, Recipe
from training.topics.fast.left_out import Measured, Teaching, left_out, left_out_probabilities
from training.topics.fast.marked import load_marked
from training.topics.fast.pieces import candidates
from training.topics.fast.read import Read
from training.topics.fast.report import print_languages, print_sib, print_topics
from training.topics.fit import PRECISION, fit_calibration, fit_threshold

#: Mean weight of a code point below which an article's language is called weakly supported; see docs/topics.md.
SUPPORT: Final = 0.04


@dataclass(frozen=True, slots=True)
class Trained:
    """The head that ships, and what heads without a language made of marked headlines and of whole articles."""

    head: FastHead
    headlines: Measured
    articles: Measured


def train(learner: Learner, teaching: Teaching, articles: Sequence[Headline], recipe: Recipe) -> Trained:
    """Return the head, calibrated on left-out languages."""
    headlines, whole = left_out(learner, teaching, articles, recipe)
    head = learner.learn(teaching.everything(), recipe)
    marked = marks(headlines.texts)
    calibrated = replace(
        head,
        calibration=fit_calibration(headlines.logits, marked),
        thresholds=thresholds(left_out_probabilities(headlines, headlines), marked),
        support=SUPPORT,
    )
    return Trained(calibrated, headlines, whole)


def thresholds(probabilities: Floats, marked: Floats) -> Floats:
    """Return for each topic the least threshold at which `PRECISION` of what is given is right."""
    found = [fit_threshold(p[:, None], m[:, None], PRECISION) for p, m in zip(probabilities.T, marked.T, strict=True)]
    return np.array(found)


def support(head: FastHead, texts: Sequence[str]) -> Floats:
    """Return the mean weight of a code point of each text."""
    classifier = FastClassifier(head)
    return np.array([classifier.support(classifier.count(text)) for text in texts])


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description="Train the fast topics head.")
    parser.add_argument("--vectors", type=Path, required=True, metavar="FILE", help="training.entities.fast.vectors")
    parser.add_argument("--read", type=Path, required=True, metavar="FILE", help="training.topics.fast.read")
    parser.add_argument("--labels", type=Path, required=True, metavar="FILE", help="training.topics.fast.label")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of SIB-200, to measure on its dev part")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="where it goes [the stage's]")
    options = parser.parse_args()
    vectors: FloatArray = np.load(options.vectors, mmap_mode="r")
    marked, articles = load_marked()
    teaching = Teaching(marked, Read.load(options.read), Opinions.load(options.labels))
    with OneThread().hold():
        learner = Learner(shared_cutter(), candidates(shared_weights().vocabulary), vectors)
        trained = train(learner, teaching, articles, Recipe())
    head = trained.head
    head.save(options.out)
    for about, measured in (("left out", trained.headlines), ("whole articles", trained.articles)):
        probabilities = left_out_probabilities(measured, trained.headlines)
        weights = support(head, [text.text for text in measured.texts])
        print_languages(about, measured, probabilities, head.thresholds, weights)
        print_topics(measured, probabilities, head.thresholds)
    if options.data:
        print_sib(options.data, head)
    print(f"\nfast head {head.fingerprint}: calibration {head.calibration.round(3)}, thresholds {head.thresholds}")
    print(f"{options.out.name}: {options.out.stat().st_size:,} bytes, {len(head.pieces):,} pieces")


if __name__ == "__main__":
    main()
