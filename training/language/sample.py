"""Write the held-out sentences that the tests read: `python -m training.language.sample --data DIR`.

Two a file, those whose hash is smallest, so that the choice is nobody's.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

from training.language.data import Sentence, read

A_FILE = 2
TARGET = Path(__file__).parents[2] / "tests" / "data" / "language" / "sib200_held_out.tsv"


def choose(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return A_FILE held-out sentences of each file, in the order of files."""
    held_out = [sentence for sentence in sentences if sentence.part == "held_out"]
    held_out.sort(key=lambda s: (s.code, hashlib.sha256(s.text.encode()).digest()))
    chosen: list[Sentence] = []
    for sentence in held_out:
        if sum(other.code == sentence.code for other in chosen[-A_FILE:]) < A_FILE:
            chosen.append(sentence)
    return chosen


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with text/sib200")
    chosen = choose(read(parser.parse_args().data))
    TARGET.write_text("".join(f"{s.code}\t{s.text}\n" for s in chosen), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(chosen)} sentences")


if __name__ == "__main__":
    main()
