"""Which of the places of one name is meant, or that nobody can tell.

Each candidate has a weight, in powers of ten: its inhabitants, as a measure of how often it is written about, times
what the article says for it. The best one is meant if it is so many times as likely as the next. The factors are
judgements, not fitted: a named subdivision counts a hundredfold, a named country tenfold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Final

from processor.contracts import LinkHow
from processor.stages.entities.places.evidence import Evidence
from processor.stages.entities.places.index import OWN, Place

#: Capitals and countries are written about more than their inhabitants tell, subdivisions less.
_CAPITAL: Final = 0.8
_LEVEL: Final = {"country": 1.0, "subdivision": -1.0, "city": 0.0}
#: Named: the candidate itself otherwise; its subdivision, or a city in it; its country; only something in its country;
#: for a subdivision another of its country; for a country one that borders on it.
_SELF: Final = 3.0
_REGION: Final = 3.0
_COUNTRY: Final = 2.0
_INSIDE: Final = 1.0
_SIBLING: Final = 1.0
_BORDER: Final = 1.0
_NEAR: Final = 0.5
#: The article's language is at home in the candidate's country.
_HOME: Final = 0.7
#: The best must be so far ahead: when the article says more for it than for the next, when not, when it says nothing;
#: and to be certain for the article's other names.
_MARGIN_SAID: Final = 0.3
_MARGIN: Final = 0.7
_MARGIN_BLIND: Final = 1.3
_MARGIN_PLAIN: Final = 1.2
#: Smaller places are meant only where the article says something for them: by the source's own name, and by others.
_KNOWN: Final = 100_000
_KNOWN_OTHERWISE: Final = 300_000
#: By another name, and only its country named.
_SMALL: Final = 50_000
#: Where the scripts after Latin begin.
BEYOND_LATIN: Final = "\u0370"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant.

    Attributes:
        flag: what the name is to it, the best that it is anywhere.
        spoken: 1 where the article's language calls it so, -1 where only others do, 0 where nobody knows.
    """

    place: Place
    flag: int
    spoken: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided.

    Attributes:
        best: the candidate with the most weight.
        how: what decided that it is meant, None where it stays open.
        supported: the article's other places speak for it.
    """

    best: Candidate
    how: LinkHow | None
    supported: bool


def decide(candidates: Sequence[Candidate], form: str, evidence: Evidence, home: str) -> Decision:
    """Return which of the candidates for `form`, of which there must be one, is meant."""
    supports = {candidate.place.number: _support(candidate.place, form, evidence) for candidate in candidates}
    ranked = sorted(candidates, key=lambda one: (-_weight(one, home) - supports[one.place.number], one.place.number))
    best, support = ranked[0], supports[ranked[0].place.number]
    at_home = bool(home) and best.place.country == home
    if not _is_known(best, support, latin=form[:1] < BEYOND_LATIN, at_home=at_home, alone=len(ranked) == 1):
        return Decision(best, None, supported=support > 0)
    if len(ranked) == 1:
        return Decision(best, LinkHow.NAME, supported=support > 0)
    next_support = supports[ranked[1].place.number]
    ahead = _weight(best, home) + support - _weight(ranked[1], home) - next_support
    margin = _MARGIN_SAID if support > next_support else _MARGIN if support or at_home else _MARGIN_BLIND
    blind = _size(best) - max(_size(one) for one in ranked[1:])
    if (ahead if support or at_home else blind) < margin:
        return Decision(best, None, supported=support > 0)
    if blind >= _MARGIN_BLIND:
        return Decision(best, LinkHow.POPULATION, supported=support > 0)
    return Decision(best, LinkHow.CONTEXT if support else LinkHow.LANGUAGE, supported=support > 0)


def is_plain(candidates: Sequence[Candidate]) -> bool:
    """Tell whether one candidate is so much larger than all others that the name alone says what is meant."""
    return _leads_by(candidates, _MARGIN_PLAIN)


def leads(candidates: Sequence[Candidate]) -> bool:
    """Tell whether one candidate is so much larger than all others that a link to it may stay."""
    return _leads_by(candidates, _MARGIN)


def _leads_by(candidates: Sequence[Candidate], margin: float) -> bool:
    ranked = sorted((_size(one) for one in candidates), reverse=True)
    return len(ranked) == 1 or (len(ranked) > 1 and ranked[0] - ranked[1] >= margin)


def _size(candidate: Candidate) -> float:
    """Return the weight that a place has by itself, its kind aside."""
    return log10(candidate.place.population + 1) + (_CAPITAL if candidate.place.capital else 0.0)


def _weight(candidate: Candidate, home: str) -> float:
    at_home = bool(home) and candidate.place.country == home
    return _size(candidate) + _LEVEL[candidate.place.level] + (_HOME if at_home else 0.0)


def _support(place: Place, form: str, evidence: Evidence) -> float:
    """Return what the article's other places say for `place`."""
    if evidence.names("key", place.key, form):
        return _SELF
    country = evidence.names("country", place.country, form)
    inside = evidence.names("inside", place.country, form)
    if place.level == "country":
        borders = any(evidence.names(what, code, form) for what in ("country", "inside") for code in place.near)
        return _REGION if inside else _BORDER if borders else 0.0
    if place.region and evidence.names("region", place.region, form):
        return _REGION
    support = _COUNTRY if country else _INSIDE if inside else 0.0
    if support and place.level == "subdivision" and evidence.names("sibling", place.country, form):
        support += _SIBLING
    if support and evidence.is_near(place, form):
        support += _NEAR
    return support


def _is_known(candidate: Candidate, support: float, *, latin: bool, at_home: bool, alone: bool) -> bool:
    """Tell whether a place is large enough to be meant, for what the article says for it.

    A name that GeoNames lists beside the city's own is seldom how the language calls it, except in other scripts.
    """
    place, own = candidate.place, candidate.flag == OWN
    if place.level == "country" or place.capital:
        return True
    if support:
        return own or support > _COUNTRY or place.population >= _SMALL
    if candidate.spoken < 0 and not alone:
        return False
    least = _KNOWN if own or at_home else _KNOWN_OTHERWISE
    return place.population >= least and (own or not latin)
