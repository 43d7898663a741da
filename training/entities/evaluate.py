"""Measure a tagger on what was held out: `python -m training.entities.evaluate FILE --data DIR`.

FILE holds tensors in 32 bits (.npz) or is a graph for ONNX Runtime (.onnx), of the accurate or of the fast tagger.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np

from processor.models.pieces import Pieces, Token, shared_pieces
from processor.models.weights import FloatArray, Weights, shared_weights
from processor.stages.entities.names.decode import Name, names
from processor.stages.entities.names.labels import LABELS
from processor.stages.entities.names.windows import MOST
from training.entities.examples import BEGIN, END, PAD
from training.entities.normalise import normalised
from training.entities.score import Score
from training.entities.sentences import Sentence, Span
from training.entities.sources import SOURCES, Source, held_out_part

_KINDS: Final = ("PER", "ORG", "LOC")
_BATCH: Final = 2_048

#: ids [texts, tokens] and lengths [texts] -> scores [texts, tokens, labels]
Network = Callable[[np.ndarray, np.ndarray], FloatArray]
#: Texts -> the names in each.
Names = Callable[[list[str]], list[tuple[Name, ...]]]


def reader(file: Path, vectors: Path | None = None) -> Names:
    """Return the tagger in `file`; the fast one in 32 bits reads the `vectors` of pieces that it was trained on."""
    if is_fast(file):
        from training.entities.fast.tagging import fast_reader

        return fast_reader(file, vectors)
    weights = shared_weights()
    return partial(tag, network(file, weights), shared_pieces())


def network(file: Path, weights: Weights) -> Network:
    """Return what computes scores, on one thread."""
    from processor.models.embeddings import Embeddings

    embeddings = Embeddings(weights)
    if file.suffix == ".onnx":
        from processor.models.graph import opened

        graph = opened(file.read_bytes())

        def graph_scores(ids: np.ndarray, lengths: np.ndarray) -> FloatArray:
            scores = np.zeros((*ids.shape, len(LABELS)), np.float32)
            for row, length in enumerate(lengths):  # one at a time, as at run time
                embedded = embeddings(ids[row : row + 1, :length])
                scores[row, :length] = graph.run(None, {"embedded": embedded})[0][0]
            return scores

        return graph_scores
    import torch

    from training.encoder.arrays import Shape
    from training.entities.model import logits

    torch.set_num_threads(1)
    shape = Shape.of(weights)
    tensors = {name: torch.from_numpy(array).bfloat16() for name, array in np.load(file).items()}

    def scores(ids: np.ndarray, lengths: np.ndarray) -> FloatArray:
        with torch.inference_mode():
            x = torch.from_numpy(embeddings(ids)).bfloat16()
            return np.asarray(logits(shape, tensors, x, torch.from_numpy(lengths)).numpy(), np.float32)

    return scores


def tag(run: Network, pieces: Pieces, texts: list[str]) -> list[tuple[Name, ...]]:
    """Return the names in each text; a text longer than the network reads is cut into windows without overlap."""
    windows: list[tuple[int, int, list[int]]] = []  # text, first token, ids
    tokens: list[list[Token]] = [pieces.tokens(text) for text in texts]
    for index, found in enumerate(tokens):
        windows += [
            (index, start, [BEGIN, *(token.id for token in found[start : start + MOST]), END])
            for start in range(0, len(found), MOST)
        ]
    scores = [np.zeros((len(found), len(LABELS)), np.float32) for found in tokens]
    for group in _groups(windows):
        longest = max(len(ids) for _, _, ids in group)
        padded = np.array([ids + [PAD] * (longest - len(ids)) for _, _, ids in group], np.int64)
        got = run(padded, np.array([len(ids) for _, _, ids in group], np.int64))
        for row, (index, start, ids) in enumerate(group):
            scores[index][start : start + len(ids) - 2] = got[row, 1 : len(ids) - 1]
    return [names(found, score, text) for found, score, text in zip(tokens, scores, texts, strict=True)]


def is_fast(file: Path) -> bool:
    """Say whether `file` holds the fast tagger: its tensors, or its graph beside its table of pieces."""
    if file.suffix == ".npz":
        with np.load(file) as arrays:
            return "unit.w" in arrays
    return file.with_suffix(".bin").exists()


def span(name: Name) -> Span:
    """Return the name without its probability."""
    return name.start, name.end, name.type


def _groups(windows: list[tuple[int, int, list[int]]]) -> Iterator[list[tuple[int, int, list[int]]]]:
    group: list[tuple[int, int, list[int]]] = []
    for window in sorted(windows, key=lambda window: len(window[2])):
        if group and (len(group) + 1) * len(window[2]) > _BATCH:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def asked(source: Source) -> tuple[str, ...]:
    """Return the types that the corpus marks, of those that are measured."""
    return tuple(kind for kind in _KINDS if kind not in {hidden for hidden, _ in source.hidden})


def evaluate(read: Names, folder: Path, most: int, languages: set[str]) -> dict[str, Score]:
    """Return the scores by language, on the first `most` held out sentences of each corpus."""
    found: dict[str, Score] = defaultdict(Score)
    for source in SOURCES:
        if languages and source.language not in languages:
            continue
        gold: list[Sentence] = [normalised(sentence, source.language) for sentence in held_out_part(source, folder)][
            :most
        ]
        for sentence, tagged in zip(gold, read([sentence.text for sentence in gold]), strict=True):
            found[source.language].add(map(span, tagged), sentence.spans, asked(source))
    return found


def table(scores: dict[str, Score]) -> str:
    """Return Markdown: a row a language and the mean."""
    rows = ["| language | names | F1 | PER | ORG | LOC |", "| --- | --- | --- | --- | --- | --- |"]
    for language, score in sorted(scores.items()):
        kinds = " | ".join(f"{score.f1(kind):.1f}" if score.marked[kind] else "" for kind in _KINDS)
        rows.append(f"| {language} | {score.marked.total()} | {score.f1():.1f} | {kinds} |")
    rows.append(f"| mean of {len(scores)} | | {mean(score.f1() for score in scores.values()):.1f} | | | |")
    return "\n".join(rows)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure a tagger on held-out sentences.")
    parser.add_argument("file", type=Path, help="tensors (.npz) or graph (.onnx)")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with the corpora")
    parser.add_argument(
        "--most", type=int, default=100_000, metavar="SENTENCES", help="of each corpus, the first so many"
    )
    parser.add_argument("--languages", nargs="*", default=[], help="only these")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="of pieces, .npy, for the fast tagger in 32 bits")
    options = parser.parse_args()
    read = reader(options.file, options.vectors)
    print(table(evaluate(read, options.data, options.most, set(options.languages))))


if __name__ == "__main__":
    main()
