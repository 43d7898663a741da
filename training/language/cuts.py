"""Shorter and longer texts made of sentences."""

from collections.abc import Sequence
from typing import Final

import numpy as np

#: Code points that count as one word in scripts written without spaces.
WITHOUT_SPACES: Final = {"Hans": 2, "Hant": 2, "Jpan": 2, "Thai": 5, "Laoo": 5, "Khmr": 6, "Mymr": 6, "Tibt": 6}


def cut(text: str, words: int, script: str, rng: np.random.Generator) -> str | None:
    """Return a stretch of `words` words from a random place of `text`, None where it has fewer."""
    if size := WITHOUT_SPACES.get(script):
        length = words * size
        if len(text) < length:
            return None
        start = int(rng.integers(len(text) - length + 1))
        return text[start : start + length]
    tokens = text.split()
    if len(tokens) < words:
        return None
    start = int(rng.integers(len(tokens) - words + 1))
    return " ".join(tokens[start : start + words])


def join(texts: Sequence[str], number: int) -> list[str]:
    """Return runs of `number` texts joined by spaces; a last, shorter run is left out."""
    return [" ".join(texts[at : at + number]) for at in range(0, len(texts) - number + 1, number)]
