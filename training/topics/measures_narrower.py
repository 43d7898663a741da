"""How good narrower topics are, on texts that are marked with their term."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.stages.topics.narrower import LEAST_THRESHOLD, most_specific, softmax, sums
from processor.stages.topics.terms import Term
from training.topics.data import Floats
from training.topics.measures import calibration_error

Bools = npt.NDArray[np.bool_]

GROUPS: Final = {
    "Latin script": ("de", "fr", "pl", "pt", "tr", "vi"),
    "Cyrillic, Greek, Georgian": ("el", "ka", "uk"),
    "Arabic and Hebrew script": ("fa", "he", "ur"),
    "scripts of India, Thai, Ethiopic": ("am", "bn", "ta", "th"),
    "Japanese, Korean": ("ja", "ko"),
}
THRESHOLDS: Final = tuple(step / 100 for step in range(55, 100, 5))


@dataclass(frozen=True)
class Found:
    """What is found for a text below the topic that its marked term stands under.

    Attributes:
        language: of the text.
        article: whether it is a whole article.
        wanted: the marked term.
        branch: all terms below the topic.
        shares: float64 [branch], the probability of each alone.
    """

    language: str
    article: bool
    wanted: Term
    branch: Sequence[Term]
    shares: Floats

    @cached_property
    def ranked(self) -> list[str]:
        """Codes of the terms, the most probable first."""
        return [self.branch[index].id for index in np.argsort(-self.shares, kind="stable")]

    @cached_property
    def summed(self) -> Floats:
        """The probability of each term of the branch with those below it."""
        return sums(self.branch, self.shares)

    @property
    def second_level(self) -> bool:
        """Whether the most probable term of the second level is the one that the marked term is or stands under."""
        below = [(value, term) for value, term in zip(self.summed, self.branch, strict=True) if term.level == 2]
        return max(below, key=lambda pair: pair[0])[1].id == self.wanted.path[1]

    def given(self, threshold: float) -> tuple[Term, float] | None:
        """Return what the stage would give."""
        return most_specific(self.branch, self.summed, threshold)

    def right(self, threshold: float) -> bool:
        """Whether what would be given is the marked term or one above it."""
        given = self.given(threshold)
        return given is not None and given[0].id in self.wanted.path


def fit_temperature(logits: Sequence[Floats], marked: Sequence[int]) -> float:
    """Return what logits are to be divided by for the greatest likelihood of the marked terms (Guo et al., 2017)."""
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        shares = (softmax(own / np.exp(log_temperature))[term] for own, term in zip(logits, marked, strict=True))
        return -float(np.log(np.maximum(list(shares), np.finfo(np.float64).tiny)).sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def choose_threshold(found: Sequence[Found], precision: float) -> float:
    """Return the least threshold, in steps of 0.05 above a half, at which `precision` of what is given is right."""
    for threshold in THRESHOLDS:
        right, given = _counts(found, threshold)
        if given and right >= precision * given:
            return threshold
    return THRESHOLDS[-1]


def _counts(found: Sequence[Found], threshold: float) -> tuple[int, int]:
    """Return how many terms given at a threshold are right, and how many are given."""
    return sum(one.right(threshold) for one in found), sum(one.given(threshold) is not None for one in found)


def row(name: str, found: Sequence[Found], threshold: float) -> str:
    """Return a line of the main tables."""
    right, given = _counts(found, threshold)
    first = np.mean([one.ranked[0] == one.wanted.id for one in found])
    three = np.mean([one.wanted.id in one.ranked[:3] for one in found])
    second = np.mean([one.second_level for one in found])
    precise = f"{right / given:.2f}" if given else "-"
    return (
        f"| {name} | {len(found)} | {first:.2f} | {three:.2f} | {second:.2f} | {given / len(found):.2f} | {precise} |"
    )


def print_tables(found: Sequence[Found], plain: Sequence[Found], topics: Sequence[Bools], threshold: float) -> None:
    """Print what the documentation shows.

    Args:
        found: what is found for each text.
        plain: the same by names and definitions alone.
        topics: the topics that the stage gives each text, [topics].
    """
    head = "texts | first | among three | second level | given | right of given |"
    line = "| --- | --- | --- | --- | --- | --- | --- |"
    headlines = [one for one in found if not one.article]
    articles = [one for one in found if one.article]
    print(f"headlines: {_levels(headlines)}\narticles: {_levels(articles)}")
    print(f"\n| topic known, language left out | {head}\n{line}")
    print(row("headlines", headlines, threshold))
    print(row("whole articles", articles, threshold))
    print(row("headlines, names and definitions alone", [one for one in plain if not one.article], threshold))
    print(row("whole articles, names and definitions alone", [one for one in plain if one.article], threshold))
    _print_parts(headlines, threshold, f"| headlines | {head}\n{line}")
    print("\n| threshold | headlines: given | right of given | articles: given | right of given |")
    print("| --- | --- | --- | --- | --- |")
    for one in THRESHOLDS:
        cells = []
        for part in (headlines, articles):
            right, given = _counts(part, one)
            cells.append(f"{given / len(part):.2f} | {right / given:.2f}" if given else "0 | -")
        print(f"| {one:.2f} | {' | '.join(cells)} |")
    for name, part in (("headlines", headlines), ("articles", articles)):
        print(f"\nECE of the terms given above a half, {name}: {_error(part):.3f}")
    _print_end_to_end(found, topics, threshold)


def _levels(found: Sequence[Found]) -> str:
    """Say how many texts and terms there are, by the level of the term."""
    levels = Counter(one.wanted.level for one in found)
    terms = len({one.wanted.id for one in found})
    return f"{len(found)} with {terms} terms; " + ", ".join(f"level {one}: {levels[one]}" for one in sorted(levels))


def _print_parts(found: Sequence[Found], threshold: float, head: str) -> None:
    print(f"\n{head}")
    for name, group in GROUPS.items():
        if inside := [one for one in found if one.language in group]:
            print(row(name, inside, threshold))
    for language in sorted({one.language for one in found}):
        print(row(language, [one for one in found if one.language == language], threshold))
    print(f"\n{head.replace('headlines', 'marked at')}")
    for level in sorted({one.wanted.level for one in found}):
        print(row(f"level {level}", [one for one in found if one.wanted.level == level], threshold))


def _error(found: Sequence[Found]) -> float:
    given = [(one, term) for one in found if (term := one.given(LEAST_THRESHOLD + 1e-9)) is not None]
    confidence = np.array([value for _, (_, value) in given])
    return calibration_error(confidence, np.array([term.id in one.wanted.path for one, (term, _) in given]))


def _print_end_to_end(found: Sequence[Found], topics: Sequence[Bools], threshold: float) -> None:
    """Print how often the stage gives the topic and then the right term."""
    print("\n| end to end | texts | topic given | first | second level | term given | right of given |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, article in (("headlines", False), ("whole articles", True)):
        part = [(one, own) for one, own in zip(found, topics, strict=True) if one.article is article]
        reached = [one for one, own in part if own[one.wanted.topic]]
        right, given = _counts(reached, threshold)
        values = (
            len(reached) / len(part),
            sum(one.ranked[0] == one.wanted.id for one in reached) / len(part),
            sum(one.second_level for one in reached) / len(part),
            given / len(part),
            right / max(given, 1),
        )
        print(f"| {name} | {len(part)} | " + " | ".join(f"{value:.2f}" for value in values) + " |")
