"""Where a text goes from one language into another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.language.model import NgramModel
from processor.stages.language.units import Units

#: What a change of language costs, in nats: a quotation must speak clearly to be worth two of them.
CHANGE: Final = 9.0
#: What a unit may say against a language at most, nats for a unit of up to UNIT letters, more for longer ones.
OBJECTION: Final = 12.0
UNIT: Final = 60
#: A stretch in another language must have this many letters to be a segment.
SEGMENT_LETTERS: Final = 100
#: And this many where it begins and ends within a paragraph: a quotation does not split an article.
QUOTED_LETTERS: Final = 300
#: Languages followed through a text.
FOLLOWED: Final = 12

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Run:
    """Units [first, last) that are taken to be in one language, `family` (see `families`)."""

    first: int
    last: int
    family: int


def families(model: NgramModel) -> npt.NDArray[np.int64]:
    """Return the family of each class: members of a macrolanguage in one script are one, others are by themselves."""
    names = [macro or tag for macro, tag in zip(model.macros, model.tags, strict=True)]
    known = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return np.array([known[name] for name in names])


def runs(model: NgramModel, units: Units, sums: npt.NDArray[np.int32], counts: npt.NDArray[np.int64]) -> list[Run]:
    """Return the stretches of one language, in order, covering all units.

    Args:
        sums: sum of the known n-grams' vectors of each unit.
        counts: number of known n-grams of each unit.
    """
    against = _objections(model, units, sums, counts)
    if against.shape[1] == 0:
        return [Run(0, len(units.groups), -1)]
    return _without_short(_path(against), units, against)


def _objections(model: NgramModel, units: Units, sums: npt.NDArray[np.int32], counts: npt.NDArray[np.int64]) -> Floats:
    """Return, [units, families followed], how much each unit speaks against each family, nats."""
    scores = model.scores(sums, counts).astype(np.float64) * model.scale_at(counts)[:, None]
    family = families(model)
    number = int(family.max()) + 1
    chances = np.zeros((len(units.groups), number))
    for name in set(units.groups):
        members = model.members.get(name)
        if members is None:
            continue
        own = np.flatnonzero(np.array(units.groups) == name)
        part = scores[np.ix_(own, members)] + model.prior[members]
        part = np.exp(part - part.max(1, keepdims=True))
        part /= part.sum(1, keepdims=True)
        for column, member in enumerate(members):
            chances[own, family[member]] += part[:, column]
    weight = units.letters @ chances
    followed = np.sort(np.argsort(-weight, kind="stable")[:FOLLOWED])
    followed = followed[weight[followed] > 0]
    most = OBJECTION * np.maximum(1, units.letters / UNIT)
    silent = np.array([name not in model.members for name in units.groups])
    against = np.minimum(-np.log(np.maximum(chances[:, followed], 1e-300)), most[:, None])
    against[silent] = 0
    return np.asarray(against)


def _path(against: Floats) -> list[Run]:
    """Return the cheapest way through the units (Viterbi)."""
    number, width = against.shape
    came = np.zeros((number, width), np.int64)
    cost = against[0].copy()
    stay = np.arange(width)
    for i in range(1, number):
        cheapest = int(cost.argmin())
        change = cost[cheapest] + CHANGE
        came[i] = np.where(cost <= change, stay, cheapest)
        cost = np.minimum(cost, change) + against[i]
    at = int(cost.argmin())
    path = [at]
    for i in range(number - 1, 0, -1):
        at = int(came[i, at])
        path.append(at)
    return _runs(path[::-1])


def _runs(path: list[int]) -> list[Run]:
    found: list[Run] = []
    for i, family in enumerate(path):
        if found and found[-1].family == family:
            found[-1] = Run(found[-1].first, i + 1, family)
        else:
            found.append(Run(i, i + 1, family))
    return found


def _without_short(found: list[Run], units: Units, against: Floats) -> list[Run]:
    """Return runs that are long enough; a shorter one goes to the neighbour it objects to least."""
    before = np.concatenate(([0], np.cumsum(units.letters)))
    long = [
        run
        for run in found
        if before[run.last] - before[run.first]
        >= (SEGMENT_LETTERS if units.opens[run.first] or units.opens[run.last] else QUOTED_LETTERS)
    ]
    if not long:
        return [Run(0, len(units.groups), int(against.sum(0).argmin()))]
    path: list[int] = []
    following: Iterator[Run | None] = iter([*long[1:], None])
    last: Run | None = None
    after: Run | None = long[0]
    for run in found:
        if run is after:
            last, after = run, next(following)
        near = [other for other in (last, after) if other is not None]
        best = (
            run
            if run is last
            else min(near, key=lambda other: float(against[run.first : run.last, other.family].sum()))
        )
        path += [best.family] * (run.last - run.first)
    return _runs(path)
