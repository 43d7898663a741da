"""Measure the person key: how many spellings of one person it joins, and how many people it takes for one.

    python -m training.persons.measure                  # tests/data/persons, both halves
    python -m training.persons.measure --data DIR       # and the distinct names of people in DIR/ner/*.jsonl
    python -m training.persons.measure --data DIR --sample 100     # with pairs of equal keys, to read

Pairs of one person: every two forms in the list, whether of one script or of two. `joined` have equal keys, `alike` are
the same by `persons.compare`. Of the names in DIR, pairs of equal keys count as `different` where their Latin letters
have less than 70 % in common (`difflib`): an estimate, on a sample of 2,000.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Final

import regex

from processor.stages.entities.persons.compare import same_person
from processor.stages.entities.persons.key import person_key
from processor.stages.entities.persons.latin import latin
from processor.stages.entities.persons.skeleton import folded

LIST: Final = Path("tests/data/persons")
_HAN: Final = regex.compile(r"\p{Han}")
_SAMPLE: Final = 2_000
_ALIKE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Form:
    """A person's name in a language."""

    person: str
    language: str
    name: str

    @property
    def key(self) -> str | None:
        """The key of the name."""
        return person_key(self.name, self.language)


def forms(path: Path) -> list[Form]:
    """Return all forms of a list such as `tests/data/persons/develop.jsonl`."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Form(line["name"], form["language"], form["form"]) for line in lines for form in line["forms"]]


def pairs(known: list[Form]) -> Iterator[tuple[Form, Form]]:
    """Yield every two forms of one person."""
    people: dict[str, list[Form]] = defaultdict(list)
    for form in known:
        people[form.person].append(form)
    for same in people.values():
        yield from combinations(same, 2)


def joined(first: Form, second: Form) -> bool:
    """Say whether two forms have the same key."""
    return first.key is not None and first.key == second.key


def people_of_keys(known: list[Form]) -> dict[str, set[str]]:
    """Return the people that have each key."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in known:
        if form.key:
            found[form.key].add(form.person)
    return found


def _report_list(path: Path) -> None:
    known = forms(path)
    counts: Counter[tuple[str, str]] = Counter()
    for first, second in pairs(known):
        chinese = any(_HAN.search(form.name) for form in (first, second))
        groups = ["all", "with Chinese characters" if chinese else "without Chinese characters"]
        if "en" in (first.language, second.language):
            groups.append(f"en-{second.language if first.language == 'en' else first.language}")
        alike = same_person(first.name, first.language, second.name, second.language)
        for group in groups:
            counts.update([(group, "pairs")] + [(group, "joined")] * joined(first, second) + [(group, "alike")] * alike)
    false = [people for people in people_of_keys(known).values() if len(people) > 1]
    print(f"{path.name}: {len(known)} forms, keys of several people: {false}")
    for group in sorted({group for group, _ in counts}, key=lambda group: -counts[group, "pairs"]):
        total = counts[group, "pairs"]
        if total >= 10:
            print(f"  {group}: {total} pairs, joined {counts[group, 'joined'] / total:.3f}", end="")
            print(f", alike {counts[group, 'alike'] / total:.3f}")


def _report_corpus(folder: Path, shown: int) -> None:
    known: dict[str, list[Form]] = defaultdict(list)
    names = sorted(_names(folder))
    for language, name in names:
        key = person_key(name, language)
        if key:
            known[key].append(Form("", language, name))
    equal = [
        pair
        for same in known.values()
        for pair in combinations(same, 2)
        if pair[0].name.lower() != pair[1].name.lower()
    ]
    keyed = sum(map(len, known.values()))
    sample = random.Random(3).sample(equal, min(_SAMPLE, len(equal)))
    different = [pair for pair in sample if _likeness(*pair) < _ALIKE]
    print(f"{len(names)} names, {keyed} with a key, {len(known)} keys, {len(equal)} pairs of equal key, spelled unlike")
    share = len(different) / len(sample)
    print(f"different people: about {share:.0%} of these, {share * len(equal) * 2 / keyed**2:.1e} of all pairs")
    for first, second in sample[:shown]:
        print(f"  {first.language} {first.name} | {second.language} {second.name} | {first.key}")


def _names(folder: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("ner/*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                people = (line["text"][start:end] for start, end, kind in line["spans"] if kind == "PER")
                found.update((path.name.split(".")[0], " ".join(name.split())) for name in people)
    return found


def _likeness(first: Form, second: Form) -> float:
    return SequenceMatcher(None, _plain(first), _plain(second)).ratio()


def _plain(form: Form) -> str:
    """Return the name's words in Latin letters, sorted; Chinese characters are read in Chinese in every language."""
    language = "zh" if _HAN.search(form.name) else form.language
    return " ".join(sorted(folded(latin(form.name, language, person=True) or form.name).split()))


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="pairs to show")
    options = parser.parse_args()
    for half in ("develop", "held"):
        _report_list(LIST / f"{half}.jsonl")
    if options.data:
        _report_corpus(options.data, options.sample)


if __name__ == "__main__":
    main()
