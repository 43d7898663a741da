"""Measure the linking of places on sentences with ambiguous names, written for this.

    python -m training.gazetteer.linking tests/data/places/ambiguous.jsonl [--tagger] [--errors]

One sentence a line: `language`, `text`, and `places` with `start`, `end` and `id`: `scheme:code` of the place that is
meant, null where the sentence does not tell which place it is, `-` where it is none. All places of a sentence are
listed.

Every sentence is an article of its own, which is the hardest case: an article has more context. Without `--tagger` the
borders are those of the file, so that linking alone is measured; with it all of the product runs, with its model.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from processor.contracts import Language
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.merge import merged
from processor.stages.entities.places.linking import link_places
from processor.stages.entities.tagger import TaggedSpan

#: ISO 15924 script of the languages in the files that are not written in Latin letters.
SCRIPTS: Final = {
    "hi": "Deva", "mr": "Deva", "ne": "Deva", "ur": "Arab", "ar": "Arab", "fa": "Arab", "ru": "Cyrl", "uk": "Cyrl",
    "bg": "Cyrl", "sr": "Cyrl", "zh": "Hans", "ja": "Jpan", "ko": "Kore", "th": "Thai", "bn": "Beng", "el": "Grek",
}  # fmt: skip
#: Schemes of identifiers of a place, the most special first.
SCHEMES: Final = ("geonames", "iso3166-2", "iso3166")
NO_PLACE: Final = "-"
Row = dict[str, Any]
Linker = Callable[[Row], Sequence[TaggedSpan]]


@dataclass
class Score:
    """What was counted; `wrong` and `missed` say which."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    how: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of the given links that are right."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Share of the places that can be told which have the right link."""
        return self.right / max(1, self.right + len(self.missed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--tagger", action="store_true", help="with the spans of the product's tagger")
    parser.add_argument("--errors", action="store_true", help="list what is wrong and missed")
    arguments = parser.parse_args()
    rows = read(arguments.file)
    found = score(rows, with_tagger() if arguments.tagger else with_given_spans())
    languages, writings = {row["language"] for row in rows}, {SCRIPTS.get(row["language"], "Latn") for row in rows}
    print(f"{len(rows)} sentences, {len(languages)} languages, {len(writings)} scripts")
    print(f"precision {found.precision:.3f} of {found.right + len(found.wrong)}, ", end="")
    print(f"recall {found.recall:.3f} of {found.right + len(found.missed)}; {dict(sorted(found.how.items()))}")
    if arguments.errors:
        print("\n".join([*(f"wrong  {line}" for line in found.wrong), *(f"missed {line}" for line in found.missed)]))


def read(path: Path) -> list[Row]:
    """Return the sentences of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def score(rows: Sequence[Row], linker: Linker) -> Score:
    """Count the links that `linker` gives. A link is right if borders and identifier are those of the file."""
    total = Score()
    for row in rows:
        text, language = row["text"], row["language"]
        gold = {(place["start"], place["end"]): place["id"] for place in row["places"]}
        given = {}
        for span in linker(row):
            if span.link and (identifier := _identifier(span)):
                given[span.start, span.end] = identifier
                expected = gold.get((span.start, span.end), NO_PLACE)
                total.how[str(span.link.how)] += 1
                if expected == identifier:
                    total.right += 1
                else:
                    total.wrong.append(
                        f"{language} {text[span.start : span.end]}: {identifier}, not {expected} | {text}"
                    )
        for (start, end), expected in gold.items():
            if expected not in {None, NO_PLACE} and given.get((start, end)) != expected:
                total.missed.append(f"{language} {text[start:end]}: {given.get((start, end))}, not {expected} | {text}")
    return total


def with_given_spans() -> Linker:
    """Return a linker of the places that the file marks and of those that the gazetteer finds."""
    gazetteer = GazetteerTagger()

    def link(row: Row) -> Sequence[TaggedSpan]:
        language = language_of(row)
        marked = [
            TaggedSpan(place["start"], place["end"], "LOC", 0.9) for place in row["places"] if place["id"] != NO_PLACE
        ]
        spans = merged(row["text"], marked, gazetteer.tag(row["text"], language).spans)
        return link_places(row["text"], spans, language)

    return link


def with_tagger() -> Linker:
    """Return the product's tagger as a linker."""
    from processor.stages.entities.combined import CombinedTagger

    tagger = CombinedTagger()
    return lambda row: tagger.tag(row["text"], language_of(row)).spans


def language_of(row: Row) -> Language:
    """Return the language of a sentence, as the language stage would tell it."""
    return Language(row["language"], SCRIPTS.get(row["language"], "Latn"), 1.0, ())


def _identifier(span: TaggedSpan) -> str:
    ids = span.link.ids if span.link else {}
    return next(_identifiers(ids), "")


def _identifiers(ids: Any) -> Iterator[str]:
    return (f"{scheme}:{ids[scheme]}" for scheme in SCHEMES if scheme in ids)


if __name__ == "__main__":
    main()
