"""Which languages are left out of training together. Each fold has several scripts, so that none is left out whole
where another language is written in it too."""

from typing import Final

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
