"""From what speaks for each language to one tag, or to none."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.language.model import Floats, NgramModel

#: A tag less likely than this is not given: an unsure tag is worse than none.
DECIDED: Final = 0.7
#: A member of a macrolanguage must be this likely, or the macrolanguage's tag is given: `ar` where the dialect is open.
MEMBER: Final = 0.9

Probabilities = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """A tag, the ISO 15924 code that goes with it, and the probability that it is right."""

    tag: str
    script: str
    probability: float


def posterior(
    model: NgramModel, group: str, rows: npt.NDArray[np.int32], sums: npt.NDArray[np.int32], said: Floats
) -> Probabilities:
    """Return the probability of each class given one text, zero outside `group`; all zero for an unknown group.

    Args:
        rows: the text's known n-grams.
        sums: sum of their vectors, [width].
        said: log P(pycld2's answer | class), from `NgramModel.outcome_scores`.
    """
    found = np.zeros(len(model.tags))
    members = model.members.get(group)
    if members is None:
        return found
    scores, distinct = pooled_scores(model, rows, sums)
    scores = scores[members] * model.scale_at(np.array([distinct]))[0] + model.weight_at(distinct) * said[members]
    scores = scores + model.prior[members]
    likely = np.exp(scores - scores.max())
    found[members] = likely / likely.sum()
    return found


def pooled_scores(
    model: NgramModel, rows: npt.NDArray[np.int32], sums: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.float64], int]:
    """Return the score of each class and the number of different n-grams.

    Only different n-grams make a text surer of its language: one word written a thousand times is one word.
    """
    distinct = len(np.unique(rows))
    divisor = np.array([len(rows) ** 2 / max(distinct, 1)])
    return model.scores(sums[None, :], divisor)[0].astype(np.float64), distinct


def decide(model: NgramModel, probabilities: Probabilities) -> Decision | None:
    """Return the most precise tag that is likely enough, None where none is."""
    best = int(probabilities.argmax())
    alone = float(probabilities[best])
    macro = model.macros[best]
    if alone >= (MEMBER if macro and macro != model.tags[best] else DECIDED):
        likely = tag_probability(model, probabilities, model.tags[best])
        return Decision(model.tags[best], model.scripts[best], likely)
    totals = {name: tag_probability(model, probabilities, name) for name in dict.fromkeys(model.macros) if name}
    macro = max(totals, key=lambda name: totals[name], default="")
    if macro and totals[macro] >= DECIDED:
        scripts = [script for name, script in zip(model.macros, model.scripts, strict=True) if name == macro]
        return Decision(macro, scripts[0], totals[macro])
    return None


def tag_probability(model: NgramModel, probabilities: Probabilities, tag: str) -> float:
    """Return the probability that `tag` is right: its class, and the members of its macrolanguage."""
    return float(
        sum(p for p, own, macro in zip(probabilities, model.tags, model.macros, strict=True) if tag in {own, macro})
    )
