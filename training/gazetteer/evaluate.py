"""Measure the gazetteer on labelled sentences.

    python -m training.gazetteer.evaluate --data DIR [--errors LANGUAGE]

DIR holds the `*.jsonl` files that training/README.md describes: one sentence a line, `text` and `spans`. Each sentence
is tagged alone, so what an article's other sentences would settle stays open: figures are lower bounds of recall.

A match is `exact` when it is a gold LOC span (ORG for organisations), `typed` when it is a gold span of another type
(a team called by its country), `inside` when it is part of a longer one of its own type, `other` when it overlaps a
longer one of another type, and `none` when nothing is marked there.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from processor.contracts import Language
from processor.stages.entities.gazetteer.tagger import GazetteerTagger, Match

#: ISO 15924 script of the sets that are not Latin.
SCRIPTS: Final = {
    "bn": "Beng",
    "hi": "Deva",
    "ja": "Jpan",
    "kk": "Cyrl",
    "ko": "Kore",
    "ru": "Cyrl",
    "th": "Thai",
    "zh": "Hani",
}
Span = tuple[int, int, str]


@dataclass(frozen=True)
class Judged:
    """One match with what the gold says of it."""

    text: str
    match: Match
    verdict: str
    gold: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with labelled *.jsonl files")
    parser.add_argument(
        "--errors", metavar="LANGUAGE", help="list what is not exact in this language, most frequent first"
    )
    parser.add_argument("--only", metavar="LANGUAGE", help="only the files of this language")
    arguments = parser.parse_args()
    tagger = GazetteerTagger()
    by_language: dict[str, list[Judged]] = defaultdict(list)
    missed: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(arguments.data.glob("*.jsonl")):
        language = path.name.split(".")[0]
        if arguments.only and language != arguments.only:
            continue
        for judged in judge(tagger, path, Language(language, SCRIPTS.get(language, "Latn"), 1.0, ()), missed[language]):
            by_language[language].append(judged)
    report(by_language, missed)
    if arguments.errors:
        errors(by_language[arguments.errors])
        print("missed:", missed[arguments.errors].most_common(80))


def judge(tagger: GazetteerTagger, path: Path, language: Language, missed: Counter[str]) -> Iterator[Judged]:
    """Yield all matches in a file with their verdicts and count the LOC spans that nothing was found in."""
    reading = tagger.read(language)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans: list[Span] = [tuple(span) for span in row["spans"]]
        matches = tagger.matches(row["text"], reading)
        for match in matches:
            yield Judged(row["text"], match, *verdict(match, spans, row["text"]))
        for start, end, kind in spans:
            if kind == "LOC" and not any(match.start < end and start < match.end for match in matches):
                missed[row["text"][start:end]] += 1


def verdict(match: Match, spans: list[Span], text: str) -> tuple[str, str]:
    """Return what the gold says of a match, and the gold span's text and type."""
    for start, end, kind in spans:
        if start < match.end and match.start < end:
            gold = f"{kind} {text[start:end]}"
            if (start, end) == (match.start, match.end):
                return ("exact" if kind == match.concept.type else "typed"), gold
            return ("inside" if kind == match.concept.type else "other"), gold
    return "none", ""


def report(by_language: dict[str, list[Judged]], missed: dict[str, Counter[str]]) -> None:
    """Print one line a language, then one a kind and tier over all."""
    print(f"{'':12}{'matches':>8}{'exact':>8}{'typed':>8}{'inside':>8}{'other':>8}{'none':>8}   missed LOC")
    for language, judged in sorted(by_language.items()):
        print(line(language, judged), sum(missed[language].values()))
    groups: dict[str, list[Judged]] = defaultdict(list)
    for judged in by_language.values():
        for one in judged:
            groups[f"{one.match.concept.kind} {one.match.tier}"].append(one)
    for group, judged in sorted(groups.items()):
        print(line(group, judged))


def line(name: str, judged: list[Judged]) -> str:
    """Return the shares of the verdicts, in per cent."""
    counts = Counter(one.verdict for one in judged)
    shares = "".join(
        f"{100 * counts[verdict] / len(judged):8.1f}" for verdict in ("exact", "typed", "inside", "other", "none")
    )
    return f"{name:24}{len(judged):8}{shares}"


def errors(judged: list[Judged]) -> None:
    """Print what is not exact, with its gold span and the text around."""
    wrong = Counter(
        (one.verdict, one.text[one.match.start : one.match.end], one.gold) for one in judged if one.verdict != "exact"
    )
    for (kind, surface, gold), count in wrong.most_common(120):
        context = next(
            one.text[max(0, one.match.start - 30) : one.match.end + 30]
            for one in judged
            if one.verdict == kind and one.gold == gold and one.text[one.match.start : one.match.end] == surface
        )
        print(f"{count:4} {kind:7}{surface} | {gold} | {context!r}")


if __name__ == "__main__":
    main()
