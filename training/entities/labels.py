"""Which labels a token may have where a corpus does not say everything.

A corpus that never marks a type has its things among the unmarked tokens. There the loss asks only that the token has
one of the labels that the corpus cannot tell apart.
"""

from collections.abc import Iterable

from processor.stages.entities.names.labels import OUTSIDE, begin, inside


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
