"""Measure what users' topics are worth, and make the space that ships: `python -m training.topics.own`.

Prints the constants of `processor/stages/topics/own/confidence.py` and the tables of docs/topics.md, from what
`training.topics.left_out` wrote; see `own_simulation.py`. The space is made of all marked headlines by the encoder that
ships. Nothing is made or chosen of whole articles: with `--articles` it is counted how many a user's topics are given.
"""

import argparse
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.encoder import Encoder
from processor.models.stored import write
from processor.models.threads import OneThread
from processor.stages.topics.beginning import MAX_TOKENS
from processor.stages.topics.head import Floats
from processor.stages.topics.own import confidence as constants
from processor.stages.topics.own.classifier import OwnClassifier, threshold
from processor.stages.topics.own.measure import Score, average_precision
from processor.stages.topics.own.reading import own_topics
from processor.stages.topics.own.space import SHIPPED
from training.topics.data import Headline, load_articles, load_headlines, load_once
from training.topics.embed import embed
from training.topics.measures import calibration_error, reliability
from training.topics.own_simulation import EXAMPLES, Fold, Trial, load_folds, trials
from training.topics.own_space import build

_STEPS: Final = 50
_TOLERANCE: Final = 1e-9


def fitted(found: Sequence[Trial]) -> Floats:
    """Return the logit's constants of greatest likelihood [4], by Newton's method; every trial counts the same."""
    rows = np.concatenate([constants.inputs(one.distances, one.examples) for one in found])
    marked = np.concatenate([one.marked for one in found]).astype(np.float64)
    weights = np.concatenate([np.full(len(one.marked), 1 / len(one.marked)) for one in found])
    logit = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-rows @ logit))
        change = np.linalg.solve((rows.T * (weights * p * (1 - p))) @ rows, rows.T @ (weights * (p - marked)))
        logit -= change
        if np.abs(change).max() < _TOLERANCE:
            return logit
    raise ArithmeticError("the confidence did not converge")


def told(one: Trial, logit: Floats) -> Floats:
    """Return the confidences of a trial's texts under these constants."""
    probabilities: Floats = 1 / (1 + np.exp(-constants.inputs(one.distances, one.examples) @ logit))
    return probabilities


def across(found: Sequence[Trial]) -> list[tuple[Trial, Floats]]:
    """Return every trial with its confidences under constants that were fitted on the other half of the topics."""
    topics = sorted({one.topic for one in found})
    first = set(topics[::2])
    parts = [[one for one in found if (one.topic in first) == inside] for inside in (True, False)]
    return [
        (one, told(one, logit))
        for part, other in (parts, parts[::-1])
        if other
        for logit in [fitted(other)]
        for one in part
    ]


def best_common_threshold(confidences: Sequence[tuple[Trial, Floats]]) -> tuple[float, float]:
    """Return the threshold, in hundredths, with the greatest mean F1 of all trials, and that."""
    means = {
        step / 100: float(np.mean([Score.of(values, one.marked, step / 100).f1 for one, values in confidences]))
        for step in range(1, 100)
    }
    best = max(means, key=lambda threshold: means[threshold])
    return best, means[best]


def print_grid(headlines: Sequence[Headline], folds: Sequence[Fold]) -> None:
    """Print what simulated topics are worth with examples from elsewhere, and with every weighing."""
    print("| three examples in languages | AP |\n| --- | --- |")
    for name, first in (("not trained on, where there are enough", True), ("trained on", False)):
        print(f"| {name} | {_mean(list(trials(headlines, folds, 3, first_unseen=first))):.3f} |", flush=True)
    print("\n| description counts as | reach as | AP with ten examples | F1 at one common distance |")
    print("| --- | --- | --- | --- |")
    for description, reach in product((0.5, 1.0, 2.0, 4.0), (1.0, 5.0, 10.0, 30.0)):
        weighing = constants.Weighing(description, constants.WEIGHING.expected_reach, reach)
        found = list(trials(headlines, folds, 10, weighing=weighing))
        f1 = max(np.mean([Score.of(one.distances, one.marked, step / 50).f1 for one in found]) for step in range(100))
        print(f"| {description} | {reach} | {_mean(found):.3f} | {f1:.3f} |", flush=True)


def _mean(found: Sequence[Trial]) -> float:
    """Return the mean average precision."""
    return float(np.mean([average_precision(one.distances, one.marked) for one in found]))


def print_constants(found: Sequence[Trial]) -> Floats:
    """Print what stands in confidence.py, and return the logit's constants."""
    many = [float(np.median(one.made.apart)) * one.made.reach for one in found if one.wanted >= max(EXAMPLES) // 2]
    print(f"median reach of topics with many examples: {np.median(many):.2f}, now {constants.WEIGHING.expected_reach}")
    logit = fitted(found)
    print("LOGIT =", tuple(logit.round(3).tolist()), "now", constants.LOGIT)
    return logit


def print_tables(found: Sequence[Trial]) -> None:
    """Print what simulated topics were worth, all confidences by constants of other topics."""
    confidences = across(found)
    for name, some in (("", confidences), ("without examples ", [one for one in confidences if not one[0].wanted])):
        threshold, f1 = best_common_threshold(some)
        print(f"best common threshold {name}{threshold:.2f} with mean F1 {f1:.3f}, now {constants.THRESHOLD}")
    print("\n| examples | of unseen languages | topics | trials | AP | best F1 | F1 | precision | recall | ECE |")
    print("| --- " * 10 + "|")
    for examples in EXAMPLES:
        some = [(one, values) for one, values in confidences if one.wanted == examples]
        scores = [Score.of(values, one.marked, constants.THRESHOLD) for one, values in some]
        values, marked = (np.concatenate(part) for part in zip(*[(v, one.marked) for one, v in some], strict=True))
        right = sum(score.precision * score.given for score in scores)
        figures = (
            np.mean([score.average_precision for score in scores if score.average_precision is not None]),
            np.mean([score.best_f1 for score in scores if score.best_f1 is not None]),
            np.mean([score.f1 for score in scores]),
            right / max(sum(score.given for score in scores), 1),
            right / sum(score.marked for score in scores),
            calibration_error(values, marked),
        )
        topics = len({one.topic for one, _ in some})
        unseen = sum(one.unseen for one, _ in some) / max(sum(one.examples for one, _ in some), 1)
        told_unseen = f"{unseen:.2f}" if examples else "-"
        print(
            f"| {examples} | {told_unseen} | {topics} | {len(some)} | "
            + " | ".join(f"{value:.3f}" for value in figures)
            + " |"
        )
    values = np.concatenate([values for _, values in confidences])
    print("\n| confidence | texts | mean confidence | marked |\n| --- | --- | --- | --- |")
    for line in reliability(values, np.concatenate([one.marked for one, _ in confidences])):
        print(line)
    print(f"share of texts that are a topic's: {np.mean([one.marked.mean() for one in found]):.3f}")


def print_articles(path: Path, encoder: Encoder, cache: Path | None) -> None:
    """Print how many of the whole articles the topics of a user's file are given."""
    articles, topics = load_articles(), own_topics(path)
    classifier = OwnClassifier(topics, encoder, MAX_TOKENS)
    vectors = embed(encoder, [article.text for article in articles], cache)
    confidences = np.array([classifier.confidences(vector) for vector in vectors])
    given = confidences >= [threshold(topic) for topic in topics]
    print(f"| topic | given, of {len(articles)} articles | share |\n| --- | --- | --- |")
    for topic, column in zip(topics, given.T, strict=True):
        print(f"| {topic.id} | {column.sum()} | {column.mean():.3f} |")
    print(f"| any of them | {given.any(axis=1).sum()} | {given.any(axis=1).mean():.3f} |")
    for row, index in np.argwhere(given).tolist():
        print(f"{topics[index].id} {confidences[row, index]:.2f} {articles[row].language}: {articles[row].title}")


def main() -> None:
    """Measure, print, and write the space."""
    parser = argparse.ArgumentParser(description="Measure users' topics and make their space.")
    parser.add_argument("--left-out", type=Path, metavar="DIR", help="of training.topics.left_out, to measure with")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="where the space goes [the stage's]")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the vectors here for the next run")
    parser.add_argument("--grid", action="store_true", help="compare weighings, and write none")
    parser.add_argument("--articles", type=Path, metavar="FILE", help="count articles given its topics, and write none")
    options = parser.parse_args()
    headlines = load_headlines() + load_once()
    with OneThread().hold():
        if options.articles:
            print_articles(options.articles, Encoder(), options.cache)
            return
        if options.left_out:
            folds = load_folds(options.left_out)
            if options.grid:
                print_grid(headlines, folds)
                return
            found = [one for examples in EXAMPLES for one in trials(headlines, folds, examples)]
            print_constants(found)
            print_tables(found)
        encoder = Encoder()
        vectors = embed(encoder, [headline.text for headline in headlines], options.cache)
        space, _ = build(headlines, vectors, encoder.fingerprint)
    write(space, options.out)
    print(
        f"space {space.fingerprint}: {options.out.stat().st_size:,} bytes, {len(space.ordinary)} texts of ordinary news"
    )


if __name__ == "__main__":
    main()
