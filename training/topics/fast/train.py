"""Train the fast head that ships: `python -m training.topics.fast.train --vectors FILE --opinions FILE`.

Prints the figures on left-out languages, on whole articles, which nothing is trained on, and, with `--sib`, on SIB-200.
On one thread five minutes; the same files give the same head.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.stored import write
from processor.models.threads import OneThread
from processor.models.weights import FloatArray, Weights
from processor.stages.topics.fast.cutter import shared_cutter
from processor.stages.topics.fast.head import SHIPPED, FastClassifier, FastHead
from training.topics.calibrate import fit_calibration, fit_thresholds
from training.topics.data import Floats, load_articles, load_headlines, load_once
from training.topics.evaluate import SIB_HEADER, Calibrations, by_language, by_topic, sib_row
from training.topics.fast.learn import Learner, Recipe
from training.topics.fast.left_out import Teaching, Texts, left_out
from training.topics.fast.opinions import Opinions
from training.topics.fast.pieces import candidates
from training.topics.frozen import frozen_vectors
from training.topics.sib import load_sentences

#: Share of sentences in languages that the encoder knows which may be called weakly supported.
WEAK: Final = 0.05


def train(learner: Learner, teaching: Teaching, logits: Floats, marked: Floats, recipe: Recipe) -> FastHead:
    """Return the head, with calibration and thresholds from logits [texts, topics] on left-out languages."""
    calibration = fit_calibration(logits, marked)
    head = learner.learn(teaching.without(frozenset()), recipe)
    known = supports(FastClassifier(head, learner.cutter), [text.text for text in teaching.opinions.texts])
    return replace(
        head,
        calibration=calibration,
        thresholds=fit_thresholds(logits, marked, calibration),
        support=float(np.quantile(known, WEAK)),
    )


def supports(classifier: FastClassifier, texts: Sequence[str]) -> Floats:
    """Return the mean weight of a code point of each text."""
    return np.array([classifier.support(classifier.count(text)) for text in texts])


def tables(kinds: Sequence[Texts], logits: Sequence[Floats]) -> Iterator[str]:
    """Yield the lines of all tables; headlines come first, articles second, SIB-200 third where it was read."""
    calibrations = Calibrations(logits[0], kinds[0].marked, kinds[0].languages)
    measured = [
        calibrations.measured(found, kind.marked, kind.main, kind.languages)
        for kind, found in zip(kinds, logits, strict=True)
    ]
    for title, of in zip(("left out", "whole articles, left out"), measured, strict=False):
        yield from by_language(title, of)
        yield from by_topic(of)
    for of in measured[2:]:
        yield SIB_HEADER
        yield from (sib_row(language, of.where(frozenset({language}))) for language in dict.fromkeys(of.languages))
        yield sib_row("all", of)


def weak(head: FastHead, texts: Texts) -> Iterator[str]:
    """Yield for each language the mean weight of a code point and the share of texts called weakly supported."""
    found, of = supports(FastClassifier(head), texts.texts), np.array(texts.languages)
    for language in sorted(set(texts.languages)):
        here = found[of == language]
        yield f"| {language} | {here.mean():.3f} | {(here < head.support).mean():.3f} |"


def main() -> None:
    """Train, measure and write."""
    parser = argparse.ArgumentParser(description="Train the fast topics head.")
    parser.add_argument("--vectors", type=Path, required=True, metavar="FILE", help="training.entities.fast.vectors")
    parser.add_argument("--opinions", type=Path, required=True, metavar="FILE", help="training.topics.fast.opinions")
    parser.add_argument("--sib", type=Path, metavar="DIR", help="folder of SIB-200, to measure on")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="where it goes [the stage's]")
    options = parser.parse_args()
    weights, recipe = Weights(), Recipe()
    headlines = load_headlines() + load_once()
    teaching = Teaching(headlines, frozen_vectors(weights, headlines), Opinions.load(options.opinions))
    kinds = [Texts.of(load_headlines()), Texts.of(load_articles())]
    kinds += [Texts.of_sentences(load_sentences(options.sib))] if options.sib else []
    vectors: FloatArray = np.load(options.vectors, mmap_mode="r")
    with OneThread().hold():
        learner = Learner(shared_cutter(), candidates(weights.vocabulary), vectors)
        logits = left_out(learner, teaching, kinds, recipe)
        head = train(learner, teaching, logits[0], kinds[0].marked, recipe)
    write(head, options.out)
    print("\n".join(tables(kinds, logits)))
    print("\n| headlines | mean weight | called weak |\n| --- | --- | --- |", *weak(head, kinds[0]), sep="\n")
    print(f"\nfast head {head.fingerprint}: calibration {head.calibration.round(3)}, thresholds {head.thresholds}")
    print(f"weak below {head.support:.4f}")
    print(f"{options.out.name}: {options.out.stat().st_size:,} bytes, {len(head.pieces):,} pieces")


if __name__ == "__main__":
    main()
