"""What the topics head is worth: `python -m training.topics.evaluate [--data DIR]`.

On languages left out of training, and, when `DIR` is given, on SIB-200 (Adelani et al., 2024; texts of FLORES-200,
CC BY-SA 4.0): `DIR/<language>_<script>/dev.tsv` with columns index_id, category, text.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from processor.models.encoder import Encoder
from processor.models.threads import OneThread
from processor.stages.topics.head import Classifier, Head, calibrate
from processor.stages.topics.mediatopics import TOP_LEVEL
from training.topics.data import HEADLINES, Floats, load_terms, marks, topic_index
from training.topics.embed import embed
from training.topics.fit import PRECISION, Examples, fit_calibration, left_out_logits
from training.topics.measures import calibration_error, confusions, coverage, macro_f1, reliability
from training.topics.train import embedded

NAMES: Final = [topic.short for topic in TOP_LEVEL]
#: SIB-200's categories; `geography` has no counterpart in IPTC's tree.
SIB_TOPICS: Final = {
    "entertainment": "arts",
    "health": "health",
    "politics": "politics",
    "science/technology": "science",
    "sports": "sport",
    "travel": "lifestyle",
}
SIB_LANGUAGES: Final = (
    "amh_Ethi,ben_Beng,deu_Latn,ell_Grek,eng_Latn,fra_Latn,heb_Hebr,hin_Deva,kor_Hang,pes_Arab,tam_Taml,tha_Thai,"
    "tur_Latn,ukr_Cyrl"
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Probabilities [headlines, topics] of titles with leads, language by language from heads that never saw it."""

    languages: list[str]
    marked: Floats
    main: Sequence[int]
    probabilities: Floats

    def where(self, language: str) -> "LeftOut":
        """Return the part in one language."""
        chosen = [index for index, one in enumerate(self.languages) if one == language]
        main = [self.main[index] for index in chosen]
        return LeftOut([language] * len(chosen), self.marked[chosen], main, self.probabilities[chosen])


def left_out(examples: Examples, logits: Floats) -> LeftOut:
    """Calibrate left-out logits, each language by the others alone."""
    languages = [headline.language for headline in examples.headlines]
    marked = marks(examples.headlines)
    probabilities = np.zeros_like(logits)
    for language in set(languages):
        inside = np.array([one == language for one in languages])
        probabilities[inside] = calibrate(logits[inside], fit_calibration(logits[~inside], marked[~inside]))
    return LeftOut(languages, marked, [headline.topics[0] for headline in examples.headlines], probabilities)


def row(name: str, part: LeftOut, threshold: float) -> str:
    """Return one line of the table by language."""
    first = part.probabilities.argmax(axis=1)
    confidence = part.probabilities.max(axis=1)
    right = part.marked[np.arange(len(first)), first] == 1
    given = part.probabilities >= threshold
    values = (
        right.mean(),
        macro_f1(first, np.array(part.main), range(len(TOP_LEVEL))),
        calibration_error(confidence, right),
        coverage(confidence, right, PRECISION),
        part.marked[given].mean(),
        given[part.marked == 1].mean(),
        1 - given.any(axis=1).mean(),
    )
    return f"| {name} | {len(first)} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def print_left_out(result: LeftOut, threshold: float) -> None:
    """Print the tables on left-out languages."""
    print("| left out | headlines | first right | macro-F1 | ECE | coverage at .9 | precision | recall | none given |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for language in sorted(set(result.languages)):
        print(row(language, result.where(language), threshold))
    print(row("all", result, threshold))
    print("\n| confidence | topics | mean confidence | marked |\n| --- | --- | --- | --- |")
    for line in reliability(result.probabilities.ravel(), result.marked.ravel() == 1):
        print(line)
    given = result.probabilities >= threshold
    print("\n| topic | marked | precision | recall |\n| --- | --- | --- | --- |")
    for index, name in enumerate(NAMES):
        wanted, got = result.marked[:, index] == 1, given[:, index]
        print(f"| {name} | {wanted.sum()} | {wanted[got].mean():.2f} | {got[wanted].mean():.2f} |")
    first = result.probabilities.argmax(axis=1)
    wrong = np.flatnonzero(result.marked[np.arange(len(first)), first] == 0)
    print("\nconfusions:", "; ".join(confusions(first[wrong], np.array(result.main)[wrong], NAMES, 12)))


def print_sib(folder: Path, languages: Sequence[str], encoder: Encoder, head: Head, cache: Path | None) -> None:
    """Print the table on SIB-200 dev."""
    classifier = Classifier(head)
    print(
        "\n| SIB-200 dev | sentences | macro-F1 of 6 | restricted to the 6 | ECE | coverage at .9 | precision | none |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    everything: list[Floats] = []
    for language in languages:
        with (folder / language / "dev.tsv").open(encoding="utf-8", newline="") as file:
            sentences = [
                (line["text"], topic_index(SIB_TOPICS[line["category"]]))
                for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                if line["category"] in SIB_TOPICS
            ]
        vectors = embed(encoder, [text for text, _ in sentences], cache)
        probabilities = np.array([classifier.probabilities(vector) for vector in vectors])
        everything.append(np.column_stack([[topic for _, topic in sentences], probabilities]))
        print(sib_row(language, everything[-1], head.threshold))
    table = np.concatenate(everything)
    print(sib_row("all", table, head.threshold))
    print("\n| confidence | first topics | mean confidence | right |\n| --- | --- | --- | --- |")
    for line in reliability(table[:, 1:].max(axis=1), table[:, 1:].argmax(axis=1) == table[:, 0]):
        print(line)


def sib_row(name: str, table: Floats, threshold: float) -> str:
    """Return one line of the table on SIB-200; `table` has the wanted topic before the probabilities."""
    wanted, probabilities = table[:, 0].astype(np.intp), table[:, 1:]
    classes = sorted({topic_index(short) for short in SIB_TOPICS.values()})
    first, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    among = np.array(classes)[probabilities[:, classes].argmax(axis=1)]
    given = probabilities >= threshold
    values = (
        macro_f1(first, wanted, classes),
        macro_f1(among, wanted, classes),
        calibration_error(confidence, first == wanted),
        coverage(confidence, first == wanted, PRECISION),
        (np.arange(probabilities.shape[1]) == wanted[:, None])[given].mean(),
        1 - given.any(axis=1).mean(),
    )
    return f"| {name} | {len(wanted)} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the topics head.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of SIB-200")
    parser.add_argument("--languages", default=SIB_LANGUAGES, help="of SIB-200, with commas")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the vectors here for the next run")
    options = parser.parse_args()
    encoder, head, terms = Encoder(), Head.load(), load_terms()
    examples = embedded(encoder, HEADLINES, options.cache)
    term_vectors = embed(encoder, [term.name for term in terms], options.cache)
    with OneThread().hold():
        print_left_out(left_out(examples, left_out_logits(examples, terms, term_vectors)), head.threshold)
    if options.data:
        print_sib(options.data, options.languages.split(","), encoder, head, options.cache)


if __name__ == "__main__":
    main()
