"""From a text to its languages: reading, units, runs and a decision for each."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from processor.stages.language import segments
from processor.stages.language.cleaning import blank_noise
from processor.stages.language.decision import tag_probability
from processor.stages.language.evidence import Evidence, View
from processor.stages.language.model import NgramModel
from processor.stages.language.reading import read_cleaned
from processor.stages.language.segments import Run
from processor.stages.language.units import Units, cut

#: A stretch that may be in the text's main language with this probability or more is no segment of its own.
SAME: Final = 0.01


@dataclass(frozen=True, slots=True)
class Part:
    """Code points [start, end) of the text, in the language `tag`."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text is written in.

    Attributes:
        view: of the stretches in the language of most of the text.
        parts: the text cut by language, in order and without gaps; empty when the main language is undetermined.
    """

    view: View
    parts: tuple[Part, ...]


class Detector:
    """Identifies languages with the n-gram model and pycld2."""

    def __init__(self, model: NgramModel) -> None:
        self.model = model

    def detect(self, text: str) -> Detection:
        """Return the languages of `text`."""
        cleaned = blank_noise(text)
        points = read_cleaned(cleaned)
        units = cut(text, points)
        found = self.model.look_up(points)
        borders = np.searchsorted(found.places, units.borders)
        four_borders = np.searchsorted(found.four_places, units.borders)
        sums = self.model.sums(found.rows, borders)
        evidence = Evidence(self.model, cleaned, units, found, borders, four_borders, sums)
        runs = segments.runs(self.model, units, sums, np.diff(borders))
        view, tags = _tags(evidence, runs)
        return Detection(view, _parts(units, runs, tags, len(text)))


def _tags(evidence: Evidence, runs: list[Run]) -> tuple[View, list[str]]:
    """Return the view of the main language and the tag of each run; no tags when the main language is undetermined."""
    if len(runs) == 1:
        view = evidence.view(runs)
        return view, [view.decision.tag] if view.decision else []
    letters = evidence.units.letters
    sizes: dict[int, int] = {}
    for run in runs:
        sizes[run.family] = sizes.get(run.family, 0) + int(letters[run.first : run.last].sum())
    main = max(sizes, key=lambda family: sizes[family])
    view = evidence.view([run for run in runs if run.family == main])
    if view.decision is None:
        return view, []
    tag = view.decision.tag
    tags = []
    for run in runs:
        other = evidence.view([run]) if run.family != main else view
        distinct = other.decision and tag_probability(evidence.model, other.probabilities, tag) < SAME
        tags.append(other.decision.tag if other.decision and distinct else tag)
    if len(set(tags)) == 1:
        view = evidence.view(runs)
        return view, [view.decision.tag] * len(runs) if view.decision else []
    return view, tags


def _parts(units: Units, runs: list[Run], tags: list[str], length: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    for run, tag in zip(runs, tags, strict=False):
        start, end = (min(max(int(units.borders[i]) - 1, 0), length) for i in (run.first, run.last))
        if parts and parts[-1].tag == tag:
            start = parts.pop().start
        parts.append(Part(start, end, tag))
    return tuple(parts)
