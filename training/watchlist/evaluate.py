"""A corpus' names as a watchlist, found in sentences of the same corpus that they were not taken from.

    python -m training.watchlist.evaluate --data DIR [--sentences 400] [hi zh …]

DIR holds `<language>.<corpus>.train.jsonl` and perhaps `….dev.jsonl` (training/README.md says where they are had). The
list has every name of the training part with its type; the text is the development part, or the last tenth of a
training part that has none, which the tagger was not trained on. Printed are the share of hits that the corpus marks
with the same borders and type, and the share of marked mentions with a listed name and type that are hits, beside what
the tagger alone marks so.
"""

import argparse
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from processor.contracts import Language
from processor.stages.entities.combined import CombinedTagger
from processor.stages.entities.watchlist.fields import FieldError, name
from processor.stages.entities.watchlist.watchlist import Watchlist

_TYPES: Final = frozenset({"PER", "ORG", "LOC"})
_Mentions = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences whose names are listed, and sentences in which they are looked for."""

    name: str
    training: list[tuple[str, _Mentions]]
    text: list[tuple[str, _Mentions]]

    @property
    def language(self) -> str:
        """The subtag that its name begins with."""
        return self.name.partition(".")[0]


@dataclass(slots=True)
class Counts:
    """Hits and those marked alike; mentions with a listed name, those that are hits, those that the tagger marks so."""

    hits: int = 0
    right: int = 0
    listed: int = 0
    found: int = 0
    tagged: int = 0


def sentences(path: Path) -> list[tuple[str, _Mentions]]:
    """Return the sentences of a file that are in NFC, as published texts are."""
    rows: list[dict[str, Any]] = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    return [
        (row["text"], {(start, end): kind for start, end, kind in row["spans"]})
        for row in rows
        if unicodedata.is_normalized("NFC", row["text"])
    ]


def names(training: list[tuple[str, _Mentions]]) -> list[tuple[str, str]]:
    """Return the names that a list may have, with their types, each once."""
    found: dict[tuple[str, str], None] = {}
    for text, mentions in training:
        for (start, end), kind in mentions.items():
            try:
                surface = name("name", text[start:end], "", "auto").surface
            except FieldError:
                continue
            if kind in _TYPES and surface == text[start:end]:
                found[surface, kind] = None
    return list(found)


def count(tagger: CombinedTagger, watchlist: Watchlist, listed: set[tuple[str, str]], corpus: Corpus) -> Counts:
    """Count over the text of a corpus."""
    counts = Counts()
    language = Language(corpus.language, "Zyyy", 1.0, ())
    for text, marked in corpus.text:
        spans = tagger.tag(text, language).spans
        tagged = {(span.start, span.end): span.type for span in spans}
        hits = {
            (span.start, span.end): span.type
            for span in watchlist(text, spans, language)
            if span.link and "watchlist" in span.link.ids and (text[span.start : span.end], span.type) in listed
        }
        counts.hits += len(hits)
        counts.right += sum(marked.get(place) == kind for place, kind in hits.items())
        for place, kind in marked.items():
            if (text[slice(*place)], kind) in listed:
                counts.listed += 1
                counts.found += place in hits
                counts.tagged += tagged.get(place) == kind
    return counts


def corpora(folder: Path, most: int) -> Iterator[Corpus]:
    """Yield the corpora of a folder."""
    for path in sorted(folder.glob("*.train.jsonl")):
        training = sentences(path)
        development = path.with_name(path.name.replace(".train.", ".dev."))
        if development.is_file():
            text = sentences(development)
        else:
            last = len(training) * 9 // 10
            training, text = training[:last], training[last:]
        yield Corpus(path.name.removesuffix(".train.jsonl"), training, text[:most])


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description="A corpus' names as a watchlist.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with the corpora")
    parser.add_argument("--sentences", type=int, default=400, metavar="N", help="at most, a corpus [400]")
    parser.add_argument("languages", nargs="*", help="only these [all]")
    options = parser.parse_args()
    tagger = CombinedTagger()
    with tempfile.TemporaryDirectory() as folder:
        for corpus in corpora(options.data, options.sentences):
            if options.languages and corpus.language not in options.languages:
                continue
            listed = names(corpus.training)
            path = Path(folder, f"{corpus.name}.jsonl")
            path.write_bytes(
                b"".join(
                    orjson.dumps({"id": str(number), "type": kind, "names": {corpus.language: surface}}) + b"\n"
                    for number, (surface, kind) in enumerate(listed)
                )
            )
            counts = count(tagger, Watchlist(path), set(listed), corpus)
            print(
                f"{corpus.name}: {len(listed)} names, {len(corpus.text)} sentences; {counts.hits} hits, "
                f"{_share(counts.right, counts.hits)} marked so; of {counts.listed} mentions of listed names "
                f"{_share(counts.found, counts.listed)} found, the tagger alone {_share(counts.tagged, counts.listed)}",
                flush=True,
            )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


if __name__ == "__main__":
    main()
