"""Which languages are left out of training together. Each fold has several scripts, so that none is left out whole
where another language is written in it too."""

from pathlib import Path
from typing import Final

import numpy as np

from processor.stages.topics.head import Floats

FOLDS: Final = (
    frozenset({"en", "th", "ur", "ka"}),
    frozenset({"ar", "fr", "uk", "ko", "bn"}),
    frozenset({"es", "hi", "el", "am"}),
    frozenset({"id", "de", "he", "ja"}),
    frozenset({"ru", "sw", "tr", "vi", "ta"}),
    frozenset({"zh", "pt", "fa", "pl"}),
)


def fold_of(language: str) -> int:
    """Return the index of the fold that leaves a language out; of one that nothing is trained on, the first."""
    return next((index for index, fold in enumerate(FOLDS) if language in fold), 0)


def joined(folder: Path, name: str, languages: list[str]) -> Floats:
    """Return the logits [texts, topics] of all headlines or articles, each of the fold that left its language out.

    Raises:
        FileNotFoundError: a fold was not trained.
    """
    of_fold = [np.load(folder / f"{index}.npz")[f"{name}.logits"] for index in range(len(FOLDS))]
    found: Floats = np.array([of_fold[fold_of(language)][row] for row, language in enumerate(languages)])
    return found.astype(np.float64)
