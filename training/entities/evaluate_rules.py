"""What the rules from tags to entities change: `python -m training.entities.evaluate_rules --data DIR`.

Held-out sentences, `--sentences` of each corpus in a row put together as one article (1: each alone), are tagged by the
model alone, by model and gazetteer, and by these with the rules; strict F1 over PER, ORG, LOC. `--marked FILE` measures
articles with marked names instead (`tests/data/entities/borders.txt`: language, tab, `[TYPE name]` in text), `--seeds
DIR` the seed articles; their expectations list the main names only, so there only what touches one is counted as found.
"""

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Final

import orjson

from processor.contracts import Language, Limits, accept
from processor.models.graph import Graph
from processor.stages.entities.article.rules import STEPS
from processor.stages.entities.gazetteer.tagger import GazetteerTagger
from processor.stages.entities.merge import merged
from processor.stages.entities.names.fast import FastTagger
from processor.stages.entities.names.tagger import ModelTagger
from processor.stages.entities.tagger import TaggedSpan, Tagger
from training.entities.evaluate import asked
from training.entities.normalise import normalised
from training.entities.score import Score
from training.entities.sentences import Sentence, Span
from training.entities.sources import SOURCES, held_out_part

_KINDS: Final = ("PER", "ORG", "LOC")
_WAYS: Final = ("model", "with gazetteer", "with rules")
_MARK: Final = re.compile(r"\[(PER|ORG|LOC) ([^\]]*)\]")


def ways(text: str, language: str, names: Tagger, places: Tagger) -> Iterator[tuple[str, list[Span]]]:
    """Yield the name of each way to tag and what it finds."""
    spoken = Language(language, "Zyyy", 1.0, ())
    # Sentences are tagged one by one, as the corpora have them; a model never reads across a line end anyway.
    model = names.tag(text, spoken).spans
    yield _WAYS[0], _spans(model)
    spans = merged(text, model, places.tag(text, spoken).spans)
    yield _WAYS[1], _spans(spans)
    for step in STEPS:
        spans = step(text, spans, spoken)
    yield _WAYS[2], _spans(spans)


def _spans(spans: tuple[TaggedSpan, ...]) -> list[Span]:
    return [(span.start, span.end, span.type) for span in spans]


def articles(sentences: list[Sentence], size: int) -> Iterator[Sentence]:
    """Yield `size` sentences at a time as one text, a line each."""
    for first in range(0, len(sentences), size):
        text, spans = "", list[Span]()
        for sentence in sentences[first : first + size]:
            spans += [(start + len(text), end + len(text), kind) for start, end, kind in sentence.spans]
            text += sentence.text.replace("\n", " ") + "\n"
        yield Sentence(text, tuple(spans))


def marked(file: Path) -> Iterator[tuple[str, Sentence]]:
    """Yield language and article of each line that is no comment."""
    for line in file.read_text(encoding="utf-8").splitlines():
        language, _, written = line.partition("\t")
        if not written:
            continue
        text, at, spans = "", 0, list[Span]()
        for mark in _MARK.finditer(written):
            text += written[at : mark.start()]
            spans.append((len(text), len(text) + len(mark[2]), mark[1]))
            text, at = text + mark[2], mark.end()
        yield language, Sentence(text + written[at:], tuple(spans))


def seeds(folder: Path) -> Iterator[tuple[str, Sentence]]:
    """Yield language and body of each seed article, with the mentions of its expectations."""
    for file in sorted(folder.glob("[0-9]*.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        raw = {"text": file.with_suffix(".txt").read_text(encoding="utf-8")}
        article = accept(orjson.dumps(raw), Limits())
        first = article.body.start
        spans = sorted(
            (mention["start"] - first, mention["end"] - first, entity["type"])
            for entity in expected["entities"]
            for mention in entity["mentions"]
        )
        yield expected["language"]["tag"], Sentence(article.body_text, tuple(spans))


def touching(found: list[Span], spans: tuple[Span, ...]) -> list[Span]:
    """Return those found that meet a marked one."""
    return [each for each in found if any(each[0] < end and start < each[1] for start, end, _ in spans)]


def table(scores: dict[str, dict[str, Score]]) -> str:
    """Return Markdown: a row a language, precision, recall and F1 of each way."""
    rows = [f"| language | names | {' | '.join(_WAYS)} |", "| --- | --- | --- | --- | --- |"]
    for language, by_way in sorted(scores.items()):
        cells = " | ".join(_cell(by_way[way]) for way in _WAYS)
        rows.append(f"| {language} | {by_way[_WAYS[0]].marked.total()} | {cells} |")
    means = " | ".join(f"{mean(by_way[way].f1() for by_way in scores.values()):.2f}" for way in _WAYS)
    return "\n".join([*rows, f"| mean | | {means} |"])


def _cell(score: Score) -> str:
    right = 100 * score.right.total()
    precision, recall = right / max(score.found.total(), 1), right / max(score.marked.total(), 1)
    return f"{score.f1():.2f} ({precision:.1f}, {recall:.1f})"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure the rules from tags to entities.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with the corpora")
    parser.add_argument("--marked", type=Path, metavar="FILE", help="articles with marked names instead")
    parser.add_argument("--seeds", type=Path, metavar="DIR", help="the seed articles instead")
    parser.add_argument("--sentences", type=int, default=1, metavar="N", help="so many make an article")
    parser.add_argument("--most", type=int, default=100_000, metavar="N", help="sentences of each corpus")
    parser.add_argument("--languages", nargs="*", default=[], help="only these")
    parser.add_argument("--profile", choices=("accurate", "fast"), default="accurate")
    parser.add_argument("--model", type=Path, metavar="FILE", help="an accurate graph instead of the one that ships")
    options = parser.parse_args()
    if sum(given is not None for given in (options.data, options.marked, options.seeds)) != 1:
        parser.error("one of --data, --marked and --seeds is needed")
    graph = Graph(options.model, hashlib.sha256(options.model.read_bytes()).hexdigest()) if options.model else None
    names: Tagger = FastTagger() if options.profile == "fast" else ModelTagger(graph)
    places = GazetteerTagger()
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    if options.marked:
        for language, sentence in marked(options.marked):
            for way, found in ways(sentence.text, language, names, places):
                scores[language][way].add(found, sentence.spans, _KINDS)
    for language, sentence in seeds(options.seeds) if options.seeds else ():
        for way, found in ways(sentence.text, language, names, places):
            scores[language][way].add(touching(found, sentence.spans), sentence.spans, _KINDS)
    for source in SOURCES if options.data else ():
        if options.languages and source.language not in options.languages:
            continue
        held_out = [normalised(each, source.language) for each in held_out_part(source, options.data)][: options.most]
        for article in articles(held_out, options.sentences):
            for way, found in ways(article.text, source.language, names, places):
                scores[source.language][way].add(found, article.spans, asked(source))
    print(table(scores))


if __name__ == "__main__":
    main()
