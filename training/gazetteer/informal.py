"""Historic, informal and further names of countries from `countrynames` (MIT), where they are surely the country's.

The list was made to read forms that people filled in: it has typing errors, demonyms (`British`) and parts (`Cardiff`)
on it. What is kept resembles a name that the CLDR has for the same country, or is in a script without capitals and more
than a few letters long; and it names no other place.
"""

from collections.abc import Iterator, Mapping, Set
from difflib import SequenceMatcher
from importlib.metadata import distribution
from typing import Final

from processor.stages.entities.gazetteer.fold import is_cased
from training.gazetteer.alternates import is_usable

_MIN_LIKENESS: Final = 0.8
_MIN_CASED: Final = 5
_MIN_CASELESS: Final = 4


def informal_names(
    known: Mapping[str, Set[str]], rows: Mapping[tuple[str, int, int], Set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield (code, name) for the names that are kept.

    Args:
        known: code -> the names that CLDR has.
        rows: all names so far; what they hold is not given again.
    """
    from yaml import safe_load  # type: ignore[import-untyped, unused-ignore]

    path = distribution("countrynames").locate_file("countrynames/data.yaml")
    with open(str(path), encoding="utf-8") as lines:
        listed = safe_load(lines)
    taken = {name for name, _, _ in rows}
    for code, names in sorted(listed.items()):
        if code not in known:
            continue
        for name in sorted({" ".join(str(name).split()) for name in names} - taken):
            if is_usable(name) and _is_countrys(name, known[code]):
                yield code, name


def _is_countrys(name: str, known: Set[str]) -> bool:
    if not is_cased(name):
        return len(name) >= _MIN_CASELESS
    if len(name) < _MIN_CASED or not name[0].isupper() or name.isupper():
        return False
    return any(
        abs(len(other) - len(name)) <= 2
        and other[0] == name[0]
        and name[-1] == other[-1]
        and SequenceMatcher(None, other, name).ratio() >= _MIN_LIKENESS
        for other in known
    )
