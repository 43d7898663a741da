"""What the model and pycld2 say of stretches of one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.language import cld
from processor.stages.language.decision import Decision, Probabilities, decide, posterior
from processor.stages.language.model import NgramModel
from processor.stages.language.segments import Run
from processor.stages.language.units import Units

#: pycld2 reads this much of a stretch; more would cost time and change nothing.
CLD_LENGTH: Final = 20_000
#: Fewer letters (East Asian ones count three) are never enough.
FEWEST_LETTERS: Final = 6


@dataclass(frozen=True, slots=True)
class View:
    """What is known of one or more runs, taken together.

    Attributes:
        group: writing system of most letters, "" without letters.
        letters: number of letters, East Asian ones counted three times.
        probabilities: of the model's classes.
        decision: None when undetermined.
    """

    group: str
    letters: int
    probabilities: Probabilities
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text in units, with what the n-gram model holds of each.

    Attributes:
        cleaned: the text without addresses and numbers.
        sums: sum of the known n-grams' vectors of each unit.
        counts: number of known n-grams of each unit.
    """

    model: NgramModel
    cleaned: str
    units: Units
    sums: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int64]

    def view(self, runs: Sequence[Run]) -> View:
        """Return what speaks for each language in `runs`; units in another writing system than most are left out."""
        among = [i for run in runs for i in range(run.first, run.last)]
        letters: dict[str, int] = {}
        for i in among:
            letters[self.units.groups[i]] = letters.get(self.units.groups[i], 0) + int(self.units.letters[i])
        group = max(letters, key=lambda name: letters[name])
        own = [i for i in among if self.units.groups[i] == group]
        text = self._text(own)
        plain = letters[group] // (3 if group in {"Hani", "Jpan", "Kore"} else 1)
        probabilities = posterior(
            self.model, group, self.sums[own].sum(0), int(self.counts[own].sum()), cld.answer(text), plain
        )
        decision = decide(self.model, probabilities) if letters[group] >= FEWEST_LETTERS else None
        return View(group, letters[group], probabilities, decision)

    def _text(self, own: Sequence[int]) -> str:
        parts, length = [], 0
        for i in own:
            start, end = (max(0, int(place) - 1) for place in self.units.borders[i : i + 2])
            parts.append(self.cleaned[start : min(end, start + CLD_LENGTH - length)])
            length += len(parts[-1])
            if length >= CLD_LENGTH:
                break
        return "".join(parts)
