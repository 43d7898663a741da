"""What the model and pycld2 say of stretches of one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.language import cld
from processor.stages.language.decision import Decision, Probabilities, decide, posterior
from processor.stages.language.model import Found, NgramModel
from processor.stages.language.segments import Run
from processor.stages.language.units import Units

#: pycld2 reads this much of a stretch; more would cost time and change nothing.
CLD_LENGTH: Final = 20_000
#: Fewer letters and marks (East Asian letters count three) are never enough.
FEWEST_LETTERS: Final = 6
#: A text of this many letters and marks with fewer different n-grams of four code points is a pattern, no language.
PATTERN_LETTERS: Final = 60
PATTERN_FOURS: Final = 10
#: A text this strange (see `NgramModel.strangeness`) is in no language the model knows; one sentence in a hundred is.
STRANGE: Final = 3.0


@dataclass(frozen=True, slots=True)
class View:
    """What is known of one or more runs, taken together.

    Attributes:
        group: writing system of most letters, "" without letters.
        letters: number of letters and marks, East Asian letters counted three times.
        probabilities: of the model's classes.
        decision: None when undetermined.
        strange: unlike the language it is most like.
    """

    group: str
    letters: int
    probabilities: Probabilities
    decision: Decision | None
    strange: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text in units, with what the n-gram model holds of each.

    Attributes:
        cleaned: the text without addresses and numbers.
        found: the n-grams of the whole text.
        borders: of each unit in `found.rows`.
        sums: sum of the known n-grams' vectors of each unit.
    """

    model: NgramModel
    cleaned: str
    units: Units
    found: Found
    borders: npt.NDArray[np.int64]
    sums: npt.NDArray[np.int32]

    def view(self, runs: Sequence[Run]) -> View:
        """Return what speaks for each language in `runs`; units in another writing system than most are left out."""
        among = [i for run in runs for i in range(run.first, run.last)]
        letters: dict[str, int] = {}
        for i in among:
            letters[self.units.groups[i]] = letters.get(self.units.groups[i], 0) + int(self.units.letters[i])
        group = max(letters, key=lambda name: letters[name])
        own = [i for i in among if self.units.groups[i] == group]
        rows = np.concatenate([self.found.rows[self.borders[i] : self.borders[i + 1]] for i in own])
        outcome = cld.answer(self._text(own))
        said = self.model.outcome_scores(outcome, letters[group])
        probabilities = posterior(self.model, group, rows, self.sums[own].sum(0), said)
        fours = self._fours(own)
        if letters[group] < FEWEST_LETTERS or (letters[group] >= PATTERN_LETTERS and len(fours) < PATTERN_FOURS):
            return View(group, letters[group], probabilities, None)
        decision = decide(self.model, probabilities)
        if decision is not None and cld.tag_of(outcome) == decision.tag:
            return View(group, letters[group], probabilities, decision)
        if group in self.model.members and self.model.strangeness(int(probabilities.argmax()), fours) <= STRANGE:
            return View(group, letters[group], probabilities, decision)
        return View(group, letters[group], probabilities, self._elsewhere(outcome, group), strange=True)

    def _fours(self, own: Sequence[int]) -> npt.NDArray[np.uint32]:
        """Return the different n-grams of four code points of units `own`."""
        cuts = np.searchsorted(self.found.four_places, self.units.borders)
        return np.unique(np.concatenate([self.found.fours[cuts[i] : cuts[i + 1]] for i in own]))

    def _elsewhere(self, outcome: str, group: str) -> Decision | None:
        """Return pycld2's answer where it is sure of a language the model does not have."""
        tag = cld.tag_of(outcome)
        if tag is None or tag in self.model.tags or tag in self.model.macros:
            return None
        return Decision(tag, group, cld.ALONE)

    def _text(self, own: Sequence[int]) -> str:
        parts, length = [], 0
        for i in own:
            start, end = (max(0, int(place) - 1) for place in self.units.borders[i : i + 2])
            parts.append(self.cleaned[start : min(end, start + CLD_LENGTH - length)])
            length += len(parts[-1])
            if length >= CLD_LENGTH:
                break
        return "".join(parts)
