"""Let the accurate tagger label: `python -m training.entities.fast.teach FILE.onnx --data DIR --out FILE.npz`.

DIR has `ner/` and `text/`. The file holds one draw of the marked corpora, with their marks and the teacher's labels,
or (`--unlabelled`) texts that nobody marked, with the teacher's labels only.
"""

import argparse
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np

from processor.models.embeddings import Embeddings
from processor.models.graph import opened
from processor.models.pieces import Pieces, Token
from processor.models.units import Unit, units
from processor.models.weights import FloatArray, Weights
from processor.stages.entities.names.labels import LABELS, OUTSIDE
from processor.stages.entities.names.windows import windows
from training.entities.examples import BEGIN, END, token_labels
from training.entities.fast.swap import with_swaps
from training.entities.fast.texts import Text, Texts
from training.entities.fast.unlabelled import texts as unlabelled_texts
from training.entities.labels import allowed
from training.entities.mix import Mix
from training.entities.sentences import Sentence
from training.entities.sources import SOURCES

#: A text -> the teacher's tokens and their probabilities [tokens, labels].
Teacher = Callable[[str], tuple[list[Token], FloatArray]]


def teacher(file: Path, weights: Weights, pieces: Pieces) -> Teacher:
    """Return the accurate tagger in `file`, .onnx, as one that says how likely it holds each label."""
    graph, embeddings = opened(file.read_bytes()), Embeddings(weights)

    def ask(text: str) -> tuple[list[Token], FloatArray]:
        tokens: list[Token] = []
        found: list[FloatArray] = [np.zeros((0, len(LABELS)), np.float32)]
        for window in windows(text, pieces):
            ids = np.array([[BEGIN, *(token.id for token in window.tokens), END]], np.int64)
            scores = graph.run(None, {"embedded": embeddings(ids)})[0][0, 1:-1]
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            found.append(chances / chances.sum(axis=1, keepdims=True))
            tokens += [
                Token(token.id, window.start + token.start, window.start + token.end, token.first)
                for token in window.tokens
            ]
        return tokens, np.concatenate(found)

    return ask


def transferred(found: Sequence[Unit], tokens: list[Token], chances: FloatArray) -> FloatArray:
    """Return the teacher's probabilities [units, labels] for our units, which may be cut elsewhere.

    A unit has what the first token of the teacher's unit around its start has. Where the teacher's unit began before
    ours, a name that begins there goes on here.
    """
    firsts = [index for index, token in enumerate(tokens) if token.first and token.start < token.end]
    starts = [tokens[index].start for index in firsts]
    soft = np.zeros((len(found), len(LABELS)), np.float32)
    begins = np.arange(1, len(LABELS), 2)
    for row, unit in enumerate(found):
        at = bisect_right(starts, unit.end - 1) - 1
        at = min(at, max(bisect_right(starts, unit.start) - 1, 0)) if at >= 0 else at
        if at < 0:
            soft[row, OUTSIDE] = 1.0
            continue
        soft[row] = chances[firsts[at]]
        if row and starts[at] <= found[row - 1].start:
            soft[row, begins + 1] += soft[row, begins]
            soft[row, begins] = 0.0
    return soft


def marked(mix: Mix, swaps: float, pieces: Pieces, ask: Teacher | None, random: Random) -> Iterator[Text]:
    """Yield one draw of the corpora, a share of names swapped, with the teacher's labels where there is a teacher."""
    for source, sentence in with_swaps(mix.draw(random), random, swaps):
        yield marked_text(sentence, source.hidden, pieces, ask)


def marked_text(sentence: Sentence, hidden: Sequence[tuple[str, str]], pieces: Pieces, ask: Teacher | None) -> Text:
    """Return a sentence with its marks; `hidden` as in `labels.allowed`."""
    masks = [sum(1 << possible for possible in allowed(label, hidden)) for label in range(len(LABELS))]
    found = list(units(sentence.text, pieces))
    labels = token_labels([Token(0, unit.start, unit.end, True) for unit in found], sentence)
    soft = transferred(found, *ask(sentence.text)) if ask else np.zeros((len(found), len(LABELS)), np.float32)
    return Text(found, [masks[label] for label in labels], soft)


def unmarked(folder: Path, share: float, pieces: Pieces, ask: Teacher, random: Random) -> Iterator[Text]:
    """Yield texts that nobody marked, with the teacher's labels."""
    for text in unlabelled_texts(folder, random, share):
        found = list(units(text, pieces))
        yield Text(found, [0] * len(found), transferred(found, *ask(text)))


def main() -> None:
    """Label and write."""
    parser = argparse.ArgumentParser(description="Let the accurate tagger label texts for the fast one.")
    parser.add_argument("file", type=Path, nargs="?", help="the teacher, .onnx; none: marks only")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with ner/ and text/")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the texts go, .npz")
    parser.add_argument("--unlabelled", action="store_true", help="texts that nobody marked")
    parser.add_argument("--share", type=float, default=1.0, help="how much of the unmarked texts")
    parser.add_argument("--without", nargs="*", default=[], metavar="LANGUAGE", help="marked languages to leave out")
    parser.add_argument("--swaps", type=float, default=0.0, metavar="SHARE", help="of marked names, by others")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    weights = Weights()
    pieces, random = Pieces(weights.vocabulary), Random(options.seed)
    ask = teacher(options.file, weights, pieces) if options.file else None
    if options.unlabelled:
        if ask is None:
            parser.error("texts that nobody marked need a teacher")
        drawn = unmarked(options.data / "text", options.share, pieces, ask, random)
    else:
        mix = Mix(options.data / "ner", frozenset(options.without), SOURCES)
        drawn = marked(mix, options.swaps, pieces, ask, random)
    start = time.monotonic()
    texts = Texts.of(drawn)
    texts.save(options.out)
    print(f"{len(texts):,} texts, {len(texts.allowed):,} units, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
