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
#: A text this strange (see `NgramModel.strangeness`) is in no language the model knows; of known ones, 1 in 100 is.
STRANGE: Final = 3.0
#: The same where pycld2 is sure of the model's own answer: the text is in the language, only from another field.
STRANGE_IF_CONFIRMED: Final = 5.0
#: The same where pycld2 is sure of something it says of few texts, a share of STRAY, in any language of the script.
STRANGE_IF_STRAY: Final = 2.0
STRAY: Final = 0.1
#: pycld2 is believed on its own from this many letters and marks.
ALONE_LETTERS: Final = 40


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
        four_borders: of each unit in `found.fours`.
        sums: sum of the known n-grams' vectors of each unit.
    """

    model: NgramModel
    cleaned: str
    units: Units
    found: Found
    borders: npt.NDArray[np.int64]
    four_borders: npt.NDArray[np.int64]
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
        if group not in self.model.members or self._is_strange(group, letters[group], probabilities, outcome, fours):
            return View(
                group, letters[group], probabilities, self._elsewhere(group, letters[group], outcome), strange=True
            )
        return View(group, letters[group], probabilities, decide(self.model, probabilities))

    def _is_strange(
        self,
        group: str,
        letters: int,
        probabilities: Probabilities,
        outcome: str,
        fours: npt.NDArray[np.uint32],
    ) -> bool:
        """Return whether a text is unlike the language it is most like; `outcome` may confirm or deny that language."""
        best = int(probabilities.argmax())
        strangeness = self.model.strangeness(best, fours)
        tag = cld.tag_of(outcome)
        if tag is None:
            return strangeness > STRANGE
        if tag in {self.model.tags[best], self.model.macros[best]}:
            return strangeness > STRANGE_IF_CONFIRMED
        return strangeness > (STRANGE_IF_STRAY if self._is_stray(group, letters, outcome) else STRANGE)

    def _is_stray(self, group: str, letters: int, outcome: str) -> bool:
        """Return whether pycld2 seldom says `outcome` of any language in `group`."""
        usual = np.exp(self.model.outcome_scores(outcome, letters)[self.model.members[group]].max())
        return outcome not in self.model.outcomes or bool(usual < STRAY)

    def _fours(self, own: Sequence[int]) -> npt.NDArray[np.uint32]:
        """Return the different n-grams of four code points of units `own`."""
        cuts = self.four_borders
        return np.unique(np.concatenate([self.found.fours[cuts[i] : cuts[i + 1]] for i in own]))

    def _elsewhere(self, group: str, letters: int, outcome: str) -> Decision | None:
        """Return pycld2's answer where it is sure of a language the model does not have, not by a mistake it makes."""
        tag = cld.tag_of(outcome)
        if tag is None or tag in self._tags_of(group):
            return None
        if tag in self._tags_of():  # the model has it in another script
            tag = f"{tag}-{group}"
            if tag not in cld.ALSO_WRITTEN:
                return None
        if group in self.model.members and (letters < ALONE_LETTERS or not self._is_stray(group, letters, outcome)):
            return None
        return Decision(tag, group, cld.ALONE)

    def _tags_of(self, group: str | None = None) -> set[str]:
        """Return the tags of the classes in `group`, of all classes for None, their macrolanguages' included."""
        members = range(len(self.model.tags)) if group is None else self.model.members.get(group, ())
        return {tag for i in members for tag in (self.model.tags[i], self.model.macros[i])}

    def _text(self, own: Sequence[int]) -> str:
        parts, length = [], 0
        for i in own:
            start, end = (max(0, int(place) - 1) for place in self.units.borders[i : i + 2])
            parts.append(self.cleaned[start : min(end, start + CLD_LENGTH - length)])
            length += len(parts[-1])
            if length >= CLD_LENGTH:
                break
        return "".join(parts)
