"""From what speaks for each language to one tag, or to none."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.language.model import NgramModel

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
    model: NgramModel, group: str, sums: npt.NDArray[np.int32], count: int, outcome: str, letters: int
) -> Probabilities:
    """Return the probability of each class given one text, zero outside `group`; all zero for an unknown group.

    Args:
        sums: sum of the vectors of the text's known n-grams, [width].
        count: how many n-grams those are.
        outcome: pycld2's answer to the text.
        letters: letters of the text.
    """
    found = np.zeros(len(model.tags))
    members = model.members.get(group)
    if members is None:
        return found
    counts = np.array([count])
    scores = model.scores(sums[None, :], counts)[0, members] * model.scale_at(counts)[0]
    scores = scores + model.weight_at(count) * model.outcome_scores(outcome, letters)[members]
    likely = np.exp(scores - scores.max())
    found[members] = likely / likely.sum()
    return found


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
    return float(sum(p for p, own, macro in zip(probabilities, model.tags, model.macros, strict=True) if tag in {own, macro}))
