"""What the accurate profile says of unmarked text: `python -m training.topics.fast.opinions --data DIR --out FILE.npz`.

The encoder and the head that ship, which were trained on all marked headlines. So where the fast head is measured on a
language, unmarked text in that language is left out of what it learns from, but the opinions of other text still come
from a model that has seen headlines in that language. On one thread 22,000 sentences take four minutes.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, Self

import numpy as np

from processor.contracts.ids import fingerprint
from processor.models.encoder import Encoder
from processor.stages.topics.beginning import MAX_TOKENS
from processor.stages.topics.head import shipped_head
from training.topics.data import Floats
from training.topics.fast.texts import Unmarked, unmarked

SEED: Final = 5
_REPORT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Opinions:
    """Texts, the probabilities [texts, topics] that were given them, and the fingerprint of what gave them."""

    texts: Sequence[Unmarked]
    probabilities: Floats
    teacher: str

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            pairs = zip(arrays["languages"].tolist(), arrays["texts"].tolist(), strict=True)
            probabilities = arrays["probabilities"].astype(np.float64)
            return cls([Unmarked(*pair) for pair in pairs], probabilities, str(arrays["teacher"]))

    def save(self, path: Path) -> None:
        """Write, whole or not at all."""
        part = path.with_suffix(".part.npz")
        np.savez_compressed(
            part,
            languages=[text.language for text in self.texts],
            texts=[text.text for text in self.texts],
            probabilities=self.probabilities.astype(np.float16),
            teacher=self.teacher,
        )
        part.replace(path)


def opinions(texts: Sequence[Unmarked], ask: Callable[[str], Floats], teacher: str) -> Opinions:
    """Return the texts with what `ask` says of each: probabilities [topics]."""
    found = []
    for text in texts:
        found.append(ask(text.text))
        if len(found) % _REPORT == 0:
            print(f"{len(found):,} of {len(texts):,} texts", flush=True)
    return Opinions(texts, np.array(found), teacher)


def main() -> None:
    """Ask and write."""
    parser = argparse.ArgumentParser(description="Ask the accurate profile about unmarked text.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with text/ and ner/")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the opinions go, .npz")
    options = parser.parse_args()
    encoder, head = Encoder(), shipped_head()
    texts = unmarked(options.data, Random(SEED))
    languages = {text.language for text in texts}
    print(f"{len(texts):,} texts in {len(languages)} languages, {sum(len(t.text) for t in texts):,} code points")

    def ask(text: str) -> Floats:
        return head.probabilities(encoder.encode(text, MAX_TOKENS))

    opinions(texts, ask, fingerprint(encoder.fingerprint, head.fingerprint)).save(options.out)


if __name__ == "__main__":
    main()
