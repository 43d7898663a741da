"""One fact that differs between two records of an article."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from processor.contracts import Span

Change = Literal["added", "removed", "changed"]

#: Stage of facts that no stage made: the producer's message and the text.
INPUT: Final = "input"


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that only one side has, or that the sides state differently.

    Attributes:
        stage: whose fact it is; `input` where it is the producer's.
        kind: of fact, such as `mention`, `country`, `topic`.
        change: `added` where only B has it, `removed` where only A has it.
        what: what it is about in a few words; differences of the same words are counted together.
        a, b: what each side says, values that JSON can hold; None where a side has nothing.
        span: where, in B's published text; in A's where only A has the fact. None where it has no place.
    """

    stage: str
    kind: str
    change: Change
    what: str
    a: Any
    b: Any
    span: Span | None = None


def difference(
    stage: str, kind: str, a: Any, b: Any, span: Span | None = None, *, what: str | None = None
) -> Difference:
    """Return the difference of two values, None being nothing; `what` in place of `a became b`."""
    change: Change = "added" if a is None else "removed" if b is None else "changed"
    words = became(a, b) if change == "changed" else str(b if a is None else a)
    return Difference(stage, kind, change, words if what is None else what, a, b, span)


def became(a: object, b: object) -> str:
    """Return both in words. An arrow between two names written from right to left would be shown pointing backwards."""
    return f"{a} became {b}"


def values(
    stage: str, kind: str, a: Any, b: Any, span: Span | None = None, *, what: str | None = None
) -> list[Difference]:
    """Return the difference of two values as a list: empty where they are equal."""
    return [] if a == b else [difference(stage, kind, a, b, span, what=what)]


def probabilities(stage: str, a: float, b: float, tolerance: float, what: str) -> list[Difference]:
    """Return the difference of two confidences in `what`, if they are further apart than `tolerance`."""
    # Half a unit of the last place that records state: 0.9 and 0.85 are 0.05 apart, whatever floats say.
    if abs(a - b) <= tolerance + 0.00005:
        return []
    return [difference(stage, "confidence", a, b, what=f"{what} {'up' if b > a else 'down'}")]
