"""From the labels of a user's model to ours.

Names of types differ from corpus to corpus: CoNLL's PER, ORG, LOC, MISC; those of OntoNotes, of which some are names of
no one and nothing; long forms. Schemes differ too: BIO, and those that mark ends and single words (BIOES, BILOU).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.contracts import EntityType
from processor.models.hub.config import HubModelError
from processor.models.weights import FloatArray
from processor.stages.entities.names.labels import LABELS, OUTSIDE, begin, inside

_TYPES: Final[dict[str, EntityType]] = {
    **dict.fromkeys(("PER", "PERS", "PERSON"), "PER"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "ORGANISATION"), "ORG"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE"), "LOC"),
}
#: Numbers, dates and amounts are no names; any other type is MISC.
_NO_NAMES: Final = frozenset(
    [
        "CARDINAL",
        "DATE",
        "MONEY",
        "NUM",
        "NUMBER",
        "NUMEX",
        "ORDINAL",
        "PERCENT",
        "PERCENTAGE",
        "QUANTITY",
        "TIME",
        "TIMEX",
    ]
)
_BEGINS: Final = frozenset("BSU")
_GOES_ON: Final = frozenset("IEL")
#: Log-probability of a label that the model does not have: never chosen, and still a number.
_NEVER: Final = -1e4


class LabelMap:
    """Adds up what a model says of its labels into scores of ours.

    Raises:
        HubModelError: the labels are not of a scheme that says where names begin.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        targets = [_ours(label) for label in labels]
        if OUTSIDE not in targets or not any(label != OUTSIDE and label % 2 for label in targets):
            raise HubModelError(
                f"config.json: the labels ({', '.join(labels[:8])}, …) do not fit: O, B-type and I-type are needed"
            )
        self._of: list[tuple[int, npt.NDArray[np.int64]]] = [
            (label, np.array([at for at, target in enumerate(targets) if target == label], np.int64))
            for label in sorted(set(targets))
        ]

    def scores(self, own: FloatArray) -> FloatArray:
        """Return log-probabilities [tokens, our labels] for scores [tokens, the model's labels]."""
        shifted = own - own.max(axis=1, keepdims=True)
        chances = np.exp(shifted.astype(np.float64))
        chances /= chances.sum(axis=1, keepdims=True)
        found = np.full((len(own), len(LABELS)), _NEVER, np.float32)
        for label, sources in self._of:
            found[:, label] = np.log(np.maximum(chances[:, sources].sum(axis=1), 1e-300))
        return found


def _ours(label: str) -> int:
    """Return the number of our label that one of the model's means."""
    part, kind = _parted(label)
    if part == "O" or kind in _NO_NAMES:
        return OUTSIDE
    name = _TYPES.get(kind, "MISC")
    return begin(name) if part in _BEGINS else inside(name)


def _parted(label: str) -> tuple[str, str]:
    """Return the position and the type of `B-PER`, `B_PER`, or `PER-B`, in capitals; ("O", "") for outside."""
    upper = label.upper()
    if upper == "O":
        return "O", ""
    for mark in "-_":
        before, _, after = upper.partition(mark)
        if before in _BEGINS | _GOES_ON and after:
            return before, after
        before, _, after = upper.rpartition(mark)
        if after in _BEGINS | _GOES_ON and before:
            return after, before
    raise HubModelError(f"config.json: label {label!r} says neither B (begin) nor I (inside): labels do not fit")
