"""Measure the language stage: `python -m training.language.evaluate --data DIR`.

Prints the tables of docs/language.md: held-out SIB-200 sentences whole and cut to 30, 10 and 3 words, each language by
itself, held-out sentences of Universal Dependencies, and headlines. What is measured is the whole stage, from text to
tag.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from processor.stages.language.detector import Detector
from processor.stages.language.model import MODEL, NgramModel
from training.language.cuts import cut
from training.language.data import read, read_treebanks
from training.language.labels import gold_tags

WORDS: Final = (0, 30, 10, 3)
BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one text of the file `code`: tag (None: undetermined), whether it is right, its confidence."""

    code: str
    tag: str | None
    right: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over languages, so that each counts the same.

    Attributes:
        texts: how many there were.
        decided: share that was given a tag.
        right: of those, the share whose tag is right.
        ece: expected calibration error of the confidence of given tags, 15 bins of equal width.
        good, good_of_all: languages right nine times in ten, of what is decided and of all their texts.
        languages: how many there were.
    """

    texts: int
    decided: float
    right: float
    ece: float
    good: int
    good_of_all: int
    languages: int


def ask(detector: Detector, code: str, text: str) -> Answer:
    """Return the stage's answer to a text of the file `code`, checked."""
    decision = detector.detect(text).view.decision
    if decision is None:
        return Answer(code, None, False, 0.0)
    return Answer(code, decision.tag, decision.tag in gold_tags(code), decision.probability)


def summarise(answers: Sequence[Answer]) -> Figures:
    """Return the figures of `answers`."""
    codes = sorted({answer.code for answer in answers})
    own = {code: [answer for answer in answers if answer.code == code] for code in codes}
    decided = {code: [answer for answer in own[code] if answer.tag is not None] for code in codes}
    precision = [mean(a.right for a in decided[code]) for code in codes if decided[code]]
    return Figures(
        len(answers),
        mean(len(decided[code]) / len(own[code]) for code in codes),
        mean(precision),
        calibration_error([answer for answer in answers if answer.tag is not None]),
        sum(p >= 0.9 for p in precision),
        sum(mean(a.right for a in own[code]) >= 0.9 for code in codes),
        len(codes),
    )


def calibration_error(answers: Sequence[Answer]) -> float:
    """Return the mean gap between confidence and share right over BINS bins, weighted by their answers."""
    bins: dict[int, list[Answer]] = {}
    for answer in answers:
        bins.setdefault(min(int(answer.confidence * BINS), BINS - 1), []).append(answer)
    gaps = (abs(sum(a.confidence for a in held) - sum(a.right for a in held)) for held in bins.values())
    return sum(gaps) / max(1, len(answers))


def mean(values: Iterable[float]) -> float:
    """Return the mean, 0 of nothing."""
    held = list(values)
    return float(np.mean(held)) if held else 0.0


def held_out(data: Path, words: int, seed: int = 7) -> list[tuple[str, str]]:
    """Return (file code, text) of the held-out sentences, or of a stretch of `words` words of those long enough."""
    rng = np.random.default_rng(seed)
    found = []
    for sentence in read(data):
        if sentence.part == "held_out":
            script = sentence.code.split("_")[1]
            text = cut(sentence.text, words, script, rng) if words else sentence.text
            if text:
                found.append((sentence.code, text))
    return found


def print_table(detector: Detector, data: Path) -> None:
    """Print the main table, the confusions of each row, and the languages."""
    print("| text | texts | decided | right of decided | ECE | languages right 9 in 10, of decided (of all) |")
    print("| --- | --- | --- | --- | --- | --- |")
    whole: list[Answer] = []
    confusions = []
    for words in WORDS:
        answers = [ask(detector, code, text) for code, text in held_out(data, words)]
        whole = whole or answers
        f = summarise(answers)
        name = f"{words} words" if words else "sentence"
        print(
            f"| {name} | {f.texts} | {f.decided:.3f} | {f.right:.4f} | {f.ece:.4f} "
            f"| {f.good} ({f.good_of_all}) of {f.languages} |"
        )
        wrong = Counter((a.code, a.tag) for a in answers if a.tag and not a.right).most_common(10)
        confusions.append(f"{name}: " + ", ".join(f"{code} as {tag} {n}" for (code, tag), n in wrong))
    print("\nMost frequent confusions\n" + "\n".join(f"- {line}" for line in confusions))
    print("\nWhole sentences, by file: decided, right of decided")
    for code in sorted({answer.code for answer in whole}):
        own = [answer for answer in whole if answer.code == code]
        given = [answer for answer in own if answer.tag]
        tags = Counter(answer.tag for answer in given).most_common(1)
        print(f"{code} {tags[0][0] if tags else '-'} {len(given) / len(own):.2f} {mean(a.right for a in given):.2f}")


def print_treebanks(detector: Detector, data: Path) -> None:
    """Print one line for each language of the held-out Universal Dependencies sentences."""
    print("\nUniversal Dependencies: language, sentences, decided, right of decided, most frequent wrong tags")
    answers = []
    for sentence in read_treebanks(data):
        if sentence.part == "held_out":
            decision = detector.detect(sentence.text).view.decision
            tag = decision.tag if decision else None
            right = tag == sentence.code
            answers.append(Answer(sentence.code, tag, right, decision.probability if decision else 0.0))
    _print_languages(answers)


def print_headlines(detector: Detector, data: Path) -> None:
    """Print one line for each language of this project's own headlines, `data`/topics/headlines.jsonl."""
    print("\nHeadlines: language, headlines, decided, right of decided, most frequent wrong tags")
    macros = {"id": "ms"}
    answers = []
    for line in (data / "topics" / "headlines.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        decision = detector.detect(item["headline"]).view.decision
        tag = decision.tag if decision else None
        right = tag in {item["lang"], macros.get(item["lang"], item["lang"])}
        answers.append(Answer(item["lang"], tag, right, decision.probability if decision else 0.0))
    _print_languages(answers)


def _print_languages(answers: Sequence[Answer]) -> None:
    for language in sorted({answer.code for answer in answers}):
        own = [answer for answer in answers if answer.code == language]
        given = [answer for answer in own if answer.tag]
        wrong = Counter(answer.tag for answer in given if not answer.right).most_common(3)
        rest = ", ".join(f"{tag} {n}" for tag, n in wrong)
        print(f"{language} {len(own)} {len(given) / len(own):.3f} {mean(a.right for a in given):.4f} {rest}")
    f = summarise(answers)
    print(f"all: decided {f.decided:.3f}, right of decided {f.right:.4f}, ECE {f.ece:.4f}")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with text/sib200, text/ud and topics")
    parser.add_argument("--model", type=Path, default=MODEL, help="model file (default: the package's)")
    arguments = parser.parse_args()
    detector = Detector(NgramModel(arguments.model))
    print(f"model {detector.model.fingerprint}")
    print_table(detector, arguments.data)
    print_treebanks(detector, arguments.data)
    print_headlines(detector, arguments.data)


if __name__ == "__main__":
    main()
