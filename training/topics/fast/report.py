"""Tables of what the fast head is worth."""

import csv
from pathlib import Path

import numpy as np

from processor.stages.topics.fast.head import FastClassifier, FastHead
from training.topics.data import Floats, marks, topic_index
from training.topics.evaluate import NAMES, SIB_LANGUAGES, SIB_TOPICS, sib_row
from training.topics.fast.left_out import Measured
from training.topics.fit import PRECISION
from training.topics.measures import calibration_error, confusions, coverage, macro_f1, reliability


def print_languages(about: str, measured: Measured, probabilities: Floats, least: Floats, weights: Floats) -> None:
    """Print a line a language; `least` are the thresholds, `weights` the mean weights of a code point."""
    print(f"\n| {about} | texts | first right | macro-F1 | ECE | coverage at .9 | precision | recall | none | weight |")
    print("| --- " * 10 + "|")
    languages = np.array(measured.languages)
    marked, main = marks(measured.texts), np.array([text.topics[0] for text in measured.texts])
    for name in [*sorted(set(measured.languages)), "all"]:
        part = np.flatnonzero((languages == name) | (name == "all"))
        p, m = probabilities[part], marked[part]
        first, confidence = p.argmax(axis=1), p.max(axis=1)
        right, given = m[np.arange(len(p)), first] == 1, p >= least
        values = (
            right.mean(),
            macro_f1(first, main[part], range(len(NAMES))),
            calibration_error(confidence, right),
            coverage(confidence, right, PRECISION),
            m[given].mean() if given.any() else np.nan,
            given[m == 1].mean(),
            1 - given.any(axis=1).mean(),
            weights[part].mean(),
        )
        print(f"| {name} | {len(p)} | " + " | ".join(f"{value:.3f}" for value in values) + " |")


def print_topics(measured: Measured, probabilities: Floats, least: Floats) -> None:
    """Print a line a topic, what a confidence means, and what is mistaken for what."""
    marked, given = marks(measured.texts) == 1, probabilities >= least
    print("\n| topic | threshold | marked | precision | recall |\n| --- | --- | --- | --- | --- |")
    for index, name in enumerate(NAMES):
        wanted, got = marked[:, index], given[:, index]
        precision = wanted[got].mean() if got.any() else np.nan
        print(f"| {name} | {least[index]:.2f} | {wanted.sum()} | {precision:.2f} | {got[wanted].mean():.2f} |")
    print("\n| confidence | topics | mean confidence | marked |\n| --- | --- | --- | --- |")
    for line in reliability(probabilities.ravel(), marked.ravel()):
        print(line)
    first = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(~marked[np.arange(len(first)), first])
    main = np.array([text.topics[0] for text in measured.texts])
    print("\nconfusions:", "; ".join(confusions(first[wrong], main[wrong], NAMES, 12)))


def print_sib(folder: Path, head: FastHead) -> None:
    """Print the table on SIB-200 dev: `folder/<language>_<script>/dev.tsv`."""
    print(
        "\n| SIB-200 dev | sentences | macro-F1 of 6 | restricted to the 6 | ECE | coverage at .9 | precision | none |"
    )
    print("| --- " * 8 + "|")
    classifier, tables = FastClassifier(head), list[Floats]()
    for language in SIB_LANGUAGES.split(","):
        with (folder / language / "dev.tsv").open(encoding="utf-8", newline="") as file:
            lines = [
                (topic_index(SIB_TOPICS[line["category"]]), line["text"])
                for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                if line["category"] in SIB_TOPICS
            ]
        found = [classifier.probabilities(classifier.count(text)) for _, text in lines]
        tables.append(np.column_stack([[topic for topic, _ in lines], np.array(found)]))
        print(sib_row(language, tables[-1], float(head.thresholds.mean())))
    print(sib_row("all", np.concatenate(tables), float(head.thresholds.mean())))
