"""Measure the gazetteer on labelled sentences.

    python -m training.gazetteer.evaluate --data DIR [--only LANGUAGE] [--errors] [--unknown]

DIR holds the `ner/*.jsonl` files that training/README.md describes: one sentence a line, `text` and `spans`. Each
sentence is tagged alone, so that what the rest of an article would settle stays open.

A match is `exact` when it is a gold span of its type (LOC; ORG for organisations), `typed` when it is a gold span of
another type (a team or a government called by its country), `inside` when it is part of a longer span of its type
(`China` in `People's Republic of China`), `other` when it is part of a span of another type, `none` when nothing is
marked there. `found` is the share, of the gold LOC spans that are a country's name in any case form, that have a match.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from processor.contracts import Language
from processor.stages.entities.gazetteer import data
from processor.stages.entities.gazetteer.confidence import writing
from processor.stages.entities.gazetteer.fold import fold, is_cased, lower
from processor.stages.entities.gazetteer.languages import Reading
from processor.stages.entities.gazetteer.match import Match
from processor.stages.entities.gazetteer.tagger import GazetteerTagger

#: ISO 15924 script of the sets that are not Latin.
SCRIPTS: Final = dict(
    entry.split(":")
    for entry in ("bn:Beng", "hi:Deva", "ja:Hani", "kk:Cyrl", "ko:Hang", "ru:Cyrl", "th:Thai", "zh:Hani")
)
VERDICTS: Final = ("exact", "typed", "inside", "other", "none")
#: How much longer than a country's name one of its case forms may be, in letters.
MAX_ENDING: Final = 4
MIN_STEM: Final = 4
Span = tuple[int, int, str]


@dataclass(frozen=True)
class Judged:
    """One match with what the gold says of it."""

    text: str
    match: Match
    verdict: str
    gold: str

    @property
    def surface(self) -> str:
        """The text of the match."""
        return self.text[self.match.start : self.match.end]


@dataclass
class Result:
    """All matches of a language, its gold spans that look like a country, and how many of them have a match."""

    judged: list[Judged]
    countries: int = 0
    found: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with ner/*.jsonl")
    parser.add_argument("--only", metavar="LANGUAGE", help="only the files of this language")
    parser.add_argument("--errors", action="store_true", help="list what is not exact, the most frequent first")
    parser.add_argument("--unknown", action="store_true", help="as if nobody knew the language")
    arguments = parser.parse_args()
    gazetteer = data.load()
    tagger = GazetteerTagger(gazetteer)
    results: dict[str, Result] = {}
    for path in sorted((arguments.data / "ner").glob("*.jsonl")):
        language = path.name.split(".")[0]
        if arguments.only in {None, language}:
            result = results.setdefault(language, Result([]))
            tag = "und" if arguments.unknown else language
            reading = tagger.read(Language(tag, SCRIPTS.get(language, "Latn"), 1.0, ()))
            judge(tagger, path, reading, stems(gazetteer, language), result)
    report(results)
    if arguments.errors:
        for result in results.values():
            errors(result.judged)


def stems(gazetteer: data.Gazetteer, language: str) -> frozenset[str]:
    """Return the countries' names in a language, folded and lower, also without their last letter."""
    names = {
        lower(fold(name.surface))
        for name in gazetteer.names
        if name.concept.kind == "country" and any(key.partition("-")[0] == language for key in name.keys)
    }
    return frozenset(names | {name[:-1] for name in names if len(name) > MIN_STEM})


def judge(tagger: GazetteerTagger, path: Path, reading: Reading, countries: frozenset[str], result: Result) -> None:
    """Tag every sentence of a file and add the verdicts to `result`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text: str = row["text"]
        spans: list[Span] = [tuple(span) for span in row["spans"]]
        matches = tagger.matches(text, lambda _: reading)
        result.judged.extend(Judged(text, match, *verdict(match, spans, text)) for match in matches)
        for start, end, kind in spans:
            if kind == "LOC" and looks_like_country(text[start:end], countries):
                result.countries += 1
                result.found += any(match.start < end and start < match.end for match in matches)


def looks_like_country(surface: str, countries: frozenset[str]) -> bool:
    """Tell whether a gold span is a country's name with at most `MAX_ENDING` more letters, capitalised as names are."""
    if is_cased(surface) and not surface[0].isupper():
        return False
    folded = lower(fold(surface))
    return any(folded[:size] in countries for size in range(max(2, len(folded) - MAX_ENDING), len(folded) + 1))


def verdict(match: Match, spans: list[Span], text: str) -> tuple[str, str]:
    """Return what the gold says of a match, and the gold span's type and text."""
    for start, end, kind in spans:
        if start < match.end and match.start < end:
            gold = f"{kind} {text[start:end]}"
            if (start, end) == (match.start, match.end):
                return ("exact" if kind == match.concept.type else "typed"), gold
            return ("inside" if kind == match.concept.type else "other"), gold
    return "none", ""


def report(results: dict[str, Result]) -> None:
    """Print a line a language, then one a kind of thing, kind of writing and tier over all languages."""
    print(f"{'':32}{'matches':>8}" + "".join(f"{name:>8}" for name in VERDICTS) + f"{'found':>8}")
    for language, result in sorted(results.items()):
        found = 100 * result.found / max(1, result.countries)
        print(f"{shares(language, result.judged)}{found:8.1f} of {result.countries}")
    groups: dict[str, list[Judged]] = defaultdict(list)
    for result in results.values():
        for one in result.judged:
            groups[f"{one.match.concept.kind} {writing(one.surface)} {one.match.tier}"].append(one)
    for group, judged in sorted(groups.items()):
        print(shares(group, judged))


def shares(name: str, judged: list[Judged]) -> str:
    """Return the shares of the verdicts, in per cent."""
    counts = Counter(one.verdict for one in judged)
    total = max(1, len(judged))
    return f"{name:32}{len(judged):8}" + "".join(f"{100 * counts[verdict] / total:8.1f}" for verdict in VERDICTS)


def errors(judged: list[Judged]) -> None:
    """Print what is not exact, with its gold span and the text around."""
    wrong = [one for one in judged if one.verdict != "exact"]
    for (kind, surface, gold), count in Counter((one.verdict, one.surface, one.gold) for one in wrong).most_common(150):
        print(f"{count:4} {kind:7}{surface} | {gold} | {next(context(wrong, kind, surface, gold))!r}")


def context(judged: list[Judged], kind: str, surface: str, gold: str) -> Iterator[str]:
    """Yield the text around the matches with this verdict."""
    for one in judged:
        if (one.verdict, one.surface, one.gold) == (kind, surface, gold):
            yield one.text[max(0, one.match.start - 30) : one.match.end + 30]


if __name__ == "__main__":
    main()
