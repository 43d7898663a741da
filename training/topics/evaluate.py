"""What the accurate profile is worth: `python -m training.topics.evaluate DIR`.

DIR holds what models said that were trained without the languages measured, by `training.topics.left_out`. Calibration
and thresholds, too, are found without them.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from processor.stages.topics.head import calibrate
from processor.stages.topics.mediatopics import TOP_LEVEL
from training.topics.calibrate import PRECISION, fit_calibration, fit_thresholds
from training.topics.data import Floats, load_articles, load_headlines, load_older, marks, topic_index
from training.topics.folds import FOLDS, fold_of, joined
from training.topics.measures import Bools, Indices, calibration_error, confusions, coverage, macro_f1, reliability
from training.topics.sib import CATEGORIES, LANGUAGES

NAMES: Final = [topic.short for topic in TOP_LEVEL]
LATIN: Final = frozenset(["de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "sw", "tr", "vi"])
HEADER: Final = "| texts | first right | macro-F1 | ECE | coverage at .9 | precision | recall | none given |"
SIB_HEADER: Final = (
    "\n| SIB-200 dev | sentences | macro-F1 of 6 | restricted to the 6 | ECE | coverage at .9 | precision | none |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)
RULE: Final = "| --- " * 9 + "|"


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts with what was said of them.

    Attributes:
        marked: float64 [texts, topics], 1 at marks.
        main: the first mark of each.
        probabilities: float64 [texts, topics].
        given: bool [texts, topics], whether the stage would give the topic.
    """

    languages: Sequence[str]
    marked: Floats
    main: Indices
    probabilities: Floats
    given: Bools

    def where(self, languages: frozenset[str]) -> "Measured":
        """Return the part in some languages."""
        return self.part([row for row, language in enumerate(self.languages) if language in languages])

    def part(self, rows: Sequence[int]) -> "Measured":
        """Return some rows."""
        languages = [self.languages[index] for index in rows]
        return Measured(languages, self.marked[rows], self.main[rows], self.probabilities[rows], self.given[rows])

    @property
    def first(self) -> Indices:
        """The most probable topic of each text."""
        first: Indices = self.probabilities.argmax(axis=1)
        return first

    @property
    def right(self) -> Bools:
        """Whether the most probable topic is among the marks."""
        found: Bools = self.marked[np.arange(len(self.main)), self.first] == 1
        return found


class Calibrations:
    """A calibration and thresholds for each fold, found on the left-out headlines of the others."""

    def __init__(self, logits: Floats, marked: Floats, languages: Sequence[str]) -> None:
        folds = np.array([fold_of(language) for language in languages])
        self._of: list[tuple[Floats, Floats]] = []
        for fold in range(len(FOLDS)):
            others = folds != fold
            calibration = fit_calibration(logits[others], marked[others])
            self._of.append((calibration, fit_thresholds(logits[others], marked[others], calibration)))

    def measured(self, logits: Floats, marked: Floats, main: Sequence[int], languages: Sequence[str]) -> Measured:
        """Return texts with probabilities, each by the calibration that did not see its language."""
        probabilities, given = np.zeros_like(logits), np.zeros(logits.shape, np.bool_)
        for row, language in enumerate(languages):
            calibration, thresholds = self._of[fold_of(language)]
            probabilities[row] = calibrate(logits[row], calibration)
            given[row] = probabilities[row] >= thresholds
        return Measured(languages, marked, np.array(main), probabilities, given)


def row(name: str, of: Measured) -> str:
    """Return one line of the table."""
    confidence = of.probabilities.max(axis=1)
    values = (
        of.right.mean(),
        macro_f1(of.first, of.main, range(len(NAMES))),
        calibration_error(confidence, of.right),
        coverage(confidence, of.right, PRECISION),
        of.marked[of.given].mean(),
        of.given[of.marked == 1].mean(),
        1 - of.given.any(axis=1).mean(),
    )
    return f"| {name} | {len(of.main)} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def by_language(title: str, of: Measured) -> Iterator[str]:
    """Yield a table with a line a language, and lines for groups."""
    yield f"\n| {title} {HEADER}\n{RULE}"
    languages = frozenset(of.languages)
    for language in sorted(languages):
        yield row(language, of.where(frozenset({language})))
    yield row("in Latin script", of.where(languages & LATIN))
    yield row("in others", of.where(languages - LATIN))
    yield row("all", of)
    yield f"mean over languages: first right {_mean(of, languages):.3f}"


def _mean(of: Measured, languages: frozenset[str]) -> float:
    return float(np.mean([of.where(frozenset({language})).right.mean() for language in languages]))


def by_topic(of: Measured) -> Iterator[str]:
    """Yield a table with a line a topic, one of what confidences were worth, and the confusions."""
    yield "\n| topic | marked | precision | recall | F1 of the first topic |\n| --- | --- | --- | --- | --- |"
    for index, name in enumerate(NAMES):
        wanted, got = of.marked[:, index] == 1, of.given[:, index]
        f1 = macro_f1(of.first, of.main, [index])
        yield f"| {name} | {wanted.sum()} | {wanted[got].mean():.2f} | {got[wanted].mean():.2f} | {f1:.2f} |"
    yield "\n| confidence | first topics | mean confidence | right |\n| --- | --- | --- | --- |"
    yield from reliability(of.probabilities.max(axis=1), of.right)
    wrong = ~of.right
    yield f"\nconfusions: {'; '.join(confusions(of.first[wrong], of.main[wrong], NAMES, 12))}"


def sib_row(name: str, of: Measured) -> str:
    """Return one line of the table on SIB-200, whose sentences have one mark each, of six topics."""
    classes = sorted(topic_index(short) for short in CATEGORIES.values())
    among = np.array(classes)[of.probabilities[:, classes].argmax(axis=1)]
    confidence = of.probabilities.max(axis=1)
    values = (
        macro_f1(of.first, of.main, classes),
        macro_f1(among, of.main, classes),
        calibration_error(confidence, of.right),
        coverage(confidence, of.right, PRECISION),
        of.marked[of.given].mean(),
        1 - of.given.any(axis=1).mean(),
    )
    return f"| {name} | {len(of.main)} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the topics on languages that were left out of training.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="what training.topics.left_out wrote")
    options = parser.parse_args()
    headlines, articles = load_headlines(), load_articles()
    tables = []
    for texts, name in ((headlines, "headlines"), (articles, "articles")):
        languages = [text.language for text in texts]
        tables.append((joined(options.folder, name, languages), marks(texts), [t.topics[0] for t in texts], languages))
    calibrations = Calibrations(*tables[0][:2], tables[0][3])
    for title, table in zip(("left out", "whole articles, left out"), tables, strict=True):
        measured = calibrations.measured(*table)
        print("\n".join([*by_language(title, measured), *by_topic(measured)]))
        if title == "left out":
            older = len(load_older())
            print(f"\n| by file {HEADER}\n{RULE}")
            print(row("headlines.jsonl", measured.part(range(older))))
            print(row("items/", measured.part(range(older, len(headlines)))))
    print_sib(options.folder, calibrations)


def print_sib(folder: Path, calibrations: Calibrations) -> None:
    """Print the table on SIB-200, where it was read too."""
    with np.load(folder / "0.npz") as arrays:
        if "sib.main" not in arrays:
            return
        main, languages = arrays["sib.main"].tolist(), arrays["sib.languages"].tolist()
    marked = np.eye(len(NAMES))[main]
    measured = calibrations.measured(joined(folder, "sib", languages), marked, main, languages)
    print(SIB_HEADER)
    for language in LANGUAGES.values():
        print(sib_row(language, measured.where(frozenset({language}))))
    print(sib_row("all", measured))


if __name__ == "__main__":
    main()
