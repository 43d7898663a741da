"""Whether two names may be one person's, where their keys differ a little: finer than equality, and slower.

Keys must be equal or not; a comparison may weigh. What languages confuse costs little (l and r in Japanese, Korean and
Chinese; x, kh and h; a vowel that begins the name), other differences cost more, and short names must agree better.
"""

from functools import lru_cache
from typing import Final

from processor.stages.entities.persons.key import skeletons

#: Share of the longer name's consonants that may differ. Chosen on `tests/data/persons/develop.jsonl`.
_TOLERANCE: Final = 0.13
_FEWEST: Final = 4  # consonants; shorter names are compared for equality only
_LIQUIDS: Final = frozenset("LR")
_CHEAP: Final = {"A": 0.3, "K": 0.7, "M": 0.7, "N": 0.7}
_LIQUID_COST: Final = 0.2
_MOST_WORDS: Final = 8


def same_person(name: str, language: str, other: str, other_language: str) -> bool:
    """Say whether the two names sound alike enough to be one person's.

    Symmetric, but no equivalence: of three names the first and second, and the second and third may be alike without
    the first and third being so. Names of one word are never alike enough.

    Args:
        name: of a person, as a record has it.
        language: BCP 47 tag of its article.
        other: another.
        other_language: of the other's article.
    """
    first = skeletons(name, language.split("-", 1)[0])
    second = skeletons(other, other_language.split("-", 1)[0])
    if not (2 <= len(first) <= _MOST_WORDS and 2 <= len(second) <= _MOST_WORDS):
        return False
    length = max(sum(map(len, first)), sum(map(len, second)))
    if length < _FEWEST:
        return False
    apart = min(_distance(*sorted(("".join(first), turned))) for turned in _rotations(second))
    back = min(_distance(*sorted(("".join(second), turned))) for turned in _rotations(first))
    return min(apart, back) <= _TOLERANCE * length


def _rotations(words: list[str]) -> list[str]:
    return ["".join(words[at:] + words[:at]) for at in range(len(words))]


@lru_cache(maxsize=4_096)
def _distance(first: str, second: str) -> float:
    """Return the weighted edit distance of two skeletons."""
    row = [0.0]
    for letter in second:
        row.append(row[-1] + _CHEAP.get(letter, 1.0))
    for here in first:
        above, row = row, [row[0] + _CHEAP.get(here, 1.0)]
        for at, there in enumerate(second):
            replaced = above[at] + _replacement(here, there)
            row.append(min(replaced, above[at + 1] + _CHEAP.get(here, 1.0), row[at] + _CHEAP.get(there, 1.0)))
    return row[-1]


def _replacement(first: str, second: str) -> float:
    if first == second:
        return 0.0
    return _LIQUID_COST if {first, second} == _LIQUIDS else 1.0
