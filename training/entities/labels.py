"""The labels of the tagger, and which of them a token may have where a corpus does not say everything.

A corpus that never marks a type has its things among the unmarked tokens. There the loss asks only that the token has
one of the labels that the corpus cannot tell apart.
"""

from collections.abc import Iterable
from typing import Final

TYPES: Final = ("PER", "ORG", "LOC", "MISC")
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


def allowed(label: int, hidden: Iterable[tuple[str, str]]) -> tuple[int, ...]:
    """Return the labels that a token marked `label` may really have.

    `hidden` has pairs (type, where): things of the type are in this corpus marked as `where`, a type or "O".
    """
    possible = {label}
    for kind, where in hidden:
        if where == "O":
            if label == OUTSIDE:
                possible |= {begin(kind), inside(kind)}
        elif label == begin(where):
            possible.add(begin(kind))
        elif label == inside(where):
            possible.add(inside(kind))
    return tuple(sorted(possible))
