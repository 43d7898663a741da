"""Unmarked text and its vectors, once: `python -m training.topics.fast.read --data DIR --out FILE.npz`.

What a head says of a text is worked out from its vector later, so that every fold of a measurement can have its own
teacher. On one thread 12,000 sentences take six minutes.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, Self

import numpy as np

from processor.models.encoder import Encoder
from processor.models.weights import FloatArray
from processor.stages.topics.stage import MAX_TOKENS
from training.topics.fast.texts import Unmarked, unmarked

SEED: Final = 5
_REPORT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Read:
    """Texts with the vectors that the accurate profile has of them.

    Attributes:
        vectors: float32 [texts, width], of length 1.
        encoder: fingerprint of what made them.
    """

    texts: Sequence[Unmarked]
    vectors: FloatArray
    encoder: str

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            pairs = zip(arrays["languages"].tolist(), arrays["texts"].tolist(), strict=True)
            return cls([Unmarked(*pair) for pair in pairs], arrays["vectors"], str(arrays["encoder"]))

    def save(self, path: Path) -> None:
        """Write, whole or not at all."""
        part = path.with_suffix(".part.npz")
        np.savez_compressed(
            part,
            languages=[text.language for text in self.texts],
            texts=[text.text for text in self.texts],
            vectors=self.vectors,
            encoder=self.encoder,
        )
        part.replace(path)


def read(texts: Sequence[Unmarked], encode: Callable[[str], FloatArray], encoder: str) -> Read:
    """Return the texts with their vectors."""
    vectors = []
    for text in texts:
        vectors.append(encode(text.text))
        if len(vectors) % _REPORT == 0:
            print(f"{len(vectors):,} of {len(texts):,} texts", flush=True)
    return Read(texts, np.array(vectors, np.float32), encoder)


def main() -> None:
    """Read and write."""
    parser = argparse.ArgumentParser(description="Vectors of unmarked text.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with text/ and ner/")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where they go, .npz")
    options = parser.parse_args()
    encoder = Encoder()
    texts = unmarked(options.data, Random(SEED))
    languages = {text.language for text in texts}
    print(f"{len(texts):,} texts in {len(languages)} languages, {sum(len(t.text) for t in texts):,} code points")
    read(texts, lambda text: encoder.encode(text, MAX_TOKENS), encoder.fingerprint).save(options.out)


if __name__ == "__main__":
    main()
