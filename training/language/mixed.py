"""How well texts are cut by language: `python -m training.language.mixed --data DIR`.

Texts are made of held-out sentences: eight of one language, in two paragraphs; four of one and four of another, a
paragraph each; seven of one with one of another in their middle, which is a quotation and should split nothing.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from processor.stages.language.detector import Detector, Part
from processor.stages.language.model import MODEL, NgramModel
from training.language.data import read
from training.language.labels import gold_tags

TEXTS = 1000
PARAGRAPH = 4


def by_language(data: Path) -> dict[str, list[str]]:
    """Return the held-out sentences of each file."""
    found: dict[str, list[str]] = {}
    for sentence in read(data):
        if sentence.part == "held_out":
            found.setdefault(sentence.code, []).append(sentence.text)
    return found


def paragraph(sentences: Sequence[str], rng: np.random.Generator, number: int) -> str:
    """Return `number` different sentences as one paragraph."""
    return " ".join(sentences[i] for i in rng.choice(len(sentences), number, replace=False))


def is_split(parts: Sequence[Part], first: str, second: str, border: int) -> bool:
    """Return whether there are two parts, rightly tagged, with their border at the paragraphs' (two line ends)."""
    if len(parts) != 2 or abs(parts[1].start - border) > 2:
        return False
    return parts[0].tag in gold_tags(first) and parts[1].tag in gold_tags(second)


def _two(codes: Sequence[str], rng: np.random.Generator) -> tuple[str, str]:
    """Return two files that no tag is right for both of."""
    while True:
        first, second = (codes[i] for i in rng.choice(len(codes), 2, replace=False))
        if not gold_tags(first) & gold_tags(second):
            return first, second


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with text/sib200")
    sentences = by_language(parser.parse_args().data)
    detector = Detector(NgramModel(MODEL))
    rng = np.random.default_rng(11)
    codes = sorted(sentences)
    whole = two = same_script = same_script_two = quoted = 0
    for _ in range(TEXTS):
        first, second = _two(codes, rng)
        one = paragraph(sentences[first], rng, PARAGRAPH)
        other = paragraph(sentences[second], rng, PARAGRAPH)
        parts = detector.detect(f"{one}\n\n{paragraph(sentences[first], rng, PARAGRAPH)}").parts
        whole += len(parts) == 1 and parts[0].tag in gold_tags(first)
        right = is_split(detector.detect(f"{one}\n\n{other}").parts, first, second, len(one) + 2)
        two += right
        if first[-4:] == second[-4:]:
            same_script += 1
            same_script_two += right
        quote = paragraph(sentences[second], rng, 1)
        parts = detector.detect(f"{one} “{quote}” {paragraph(sentences[first], rng, PARAGRAPH - 1)}").parts
        quoted += len(parts) == 1 and parts[0].tag in gold_tags(first)
    print(f"one language, one segment rightly tagged: {whole} of {TEXTS}")
    print(f"two languages, two segments rightly tagged and cut: {two} of {TEXTS}")
    print(f"  of these in the same script: {same_script_two} of {same_script}")
    print(f"one sentence of another language in the middle, one segment: {quoted} of {TEXTS}")


if __name__ == "__main__":
    main()
