"""The labels of the model: outside of every name, and begin and inside of each type."""

from typing import Final

from processor.contracts import EntityType

TYPES: Final[tuple[EntityType, ...]] = ("PER", "ORG", "LOC", "MISC")
OUTSIDE: Final = 0
#: `O`, then begin and inside of every type.
LABELS: Final = ("O", *(f"{part}-{kind}" for kind in TYPES for part in "BI"))


def begin(kind: str) -> int:
    """Return the number of the label that begins a span of `kind`."""
    return 1 + 2 * TYPES.index(kind)


def inside(kind: str) -> int:
    """Return the number of the label that goes on with a span of `kind`."""
    return begin(kind) + 1


def follows(before: int, label: int) -> bool:
    """Say whether `label` may come after `before`: an inside label needs its own kind before it."""
    is_inside = label != OUTSIDE and label % 2 == 0
    return not is_inside or before in (label, label - 1)
