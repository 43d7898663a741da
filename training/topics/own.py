"""Measure what users' topics are worth, and make the space that ships: `python -m training.topics.own`.

Prints the constants of `processor/stages/topics/own/confidence.py` and the tables of docs/topics.md. Reads the marked
headlines beside this file, never whole articles. Simulated topics: see `own_simulation.py`. On one thread a run takes
three minutes, most of it for the vectors; the same files and encoder give the same numbers every time.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.encoder import Encoder
from processor.models.threads import OneThread
from processor.models.weights import FloatArray
from processor.stages.topics.head import Floats
from processor.stages.topics.own import confidence as constants
from processor.stages.topics.own.measure import Score, average_precision
from processor.stages.topics.terms import shared_terms
from training.topics.embed import embed
from training.topics.measures import calibration_error, reliability
from training.topics.own_simulation import EXAMPLES, Half, Trial, halves, simulated_topics, trials
from training.topics.own_space import News, Shape, build, load_news

SHIPPED: Final = Path(__file__).parents[2] / "processor" / "stages" / "topics" / "own" / "space.npz"
_STEPS: Final = 50
_TOLERANCE: Final = 1e-9
_GRID: Final = tuple(Shape(*one) for one in product((0, 7, 12, 16), (16,), (0.0, 0.4, 0.7, 1.2)))


@dataclass(frozen=True, slots=True)
class Material:
    """The news, their vectors [news, width], and those of the simulated topics' names with definitions, by NewsCode."""

    news: Sequence[News]
    vectors: FloatArray
    descriptions: dict[str, FloatArray]
    encoder: str

    def trials(
        self, parts: Sequence[Half], examples: int, weighing: constants.Weighing = constants.WEIGHING
    ) -> list[Trial]:
        """Return the trials with that many examples."""
        return list(trials(self.news, self.vectors, self.descriptions, parts, examples, weighing=weighing))


def material(encoder: Encoder, cache: Path | None) -> Material:
    """Read and embed everything."""
    news = load_news()
    terms = {term.id: f"{term.name}. {term.definition}" for term in shared_terms()}
    topics = simulated_topics(news)
    described = embed(encoder, [terms[code] for code in topics], cache)
    vectors = embed(encoder, [one.text for one in news], cache)
    return Material(news, vectors, dict(zip(topics, described, strict=True)), encoder.fingerprint)


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


def print_grid(given: Material) -> None:
    """Print what simulated topics are worth in every shape of the space, and with every weighing."""
    print("| languages taken out | gain | no example | ten examples |\n| --- | --- | --- | --- |")
    for shape in _GRID:
        parts = halves(given.news, given.vectors, given.encoder, shape)
        means = [
            np.mean([average_precision(one.distances, one.marked) for one in given.trials(parts, examples)])
            for examples in (0, 10)
        ]
        print(f"| {shape.languages} | {shape.gain} | {means[0]:.3f} | {means[1]:.3f} |", flush=True)
    parts = halves(given.news, given.vectors, given.encoder)
    print("\n| description counts as | reach as | AP with ten examples | F1 at one common distance |")
    print("| --- | --- | --- | --- |")
    for description, reach in product((0.5, 1.0, 2.0, 4.0), (1.0, 5.0, 10.0, 30.0)):
        weighing = constants.Weighing(description, constants.WEIGHING.expected_reach, reach)
        found = given.trials(parts, 10, weighing)
        precision = np.mean([average_precision(one.distances, one.marked) for one in found])
        f1 = max(np.mean([Score.of(one.distances, one.marked, step / 50).f1 for one in found]) for step in range(100))
        print(f"| {description} | {reach} | {precision:.3f} | {f1:.3f} |", flush=True)


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
    print("\n| examples | topics | trials | AP | best F1 | F1 | precision | recall | ECE |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
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
        print(f"| {examples} | {topics} | {len(some)} | " + " | ".join(f"{value:.3f}" for value in figures) + " |")
    values = np.concatenate([values for _, values in confidences])
    print("\n| confidence | texts | mean confidence | marked |\n| --- | --- | --- | --- |")
    for line in reliability(values, np.concatenate([one.marked for one, _ in confidences])):
        print(line)
    print(f"share of texts that are a topic's: {np.mean([one.marked.mean() for one in found]):.3f}")


def main() -> None:
    """Measure, print, and write the space."""
    parser = argparse.ArgumentParser(description="Measure users' topics and make their space.")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="FILE", help="where the space goes [the stage's]")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the vectors here for the next run")
    parser.add_argument("--grid", action="store_true", help="compare shapes of the space, and write none")
    options = parser.parse_args()
    given = material(Encoder(), options.cache)
    with OneThread().hold():
        if options.grid:
            print_grid(given)
            return
        parts = halves(given.news, given.vectors, given.encoder)
        found = [one for examples in EXAMPLES for one in given.trials(parts, examples)]
        print_constants(found)
        print_tables(found)
        space, _ = build(given.news, given.vectors, given.encoder)
    space.save(options.out)
    print(
        f"space {space.fingerprint}: {options.out.stat().st_size:,} bytes, {len(space.ordinary)} texts of ordinary news"
    )


if __name__ == "__main__":
    main()
