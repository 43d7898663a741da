"""Sentences as arrays that a network reads, in batches of texts of like length."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
import numpy.typing as npt

from processor.models.pieces import Pieces, Token
from processor.stages.entities.names.labels import LABELS, OUTSIDE, begin, inside
from processor.stages.entities.names.windows import MOST
from training.entities.labels import allowed
from training.entities.sentences import Sentence
from training.entities.sources import Source

BEGIN: Final = 0
END: Final = 2
PAD: Final = 1
#: How much a token counts that is not the first of its unit: its label is not read.
_LATER: Final = 0.15
_POOL: Final = 20_000


@dataclass(frozen=True, slots=True)
class Example:
    """One text.

    Attributes:
        ids: pieces with begin and end.
        allowed: for each, a bit for each label that is right.
        weights: for each, how much it counts.
    """

    ids: list[int]
    allowed: list[int]
    weights: list[float]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts padded to the longest: ids [texts, tokens], right labels [texts, tokens, labels], weights, lengths."""

    ids: npt.NDArray[np.int64]
    allowed: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.int64]


def token_labels(tokens: list[Token], sentence: Sentence) -> list[int]:
    """Return the label of each token: of the first name that it touches."""
    labels: list[int] = []
    spans = list(sentence.spans)
    at, entered = 0, -1
    for token in tokens:
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        if token.start == token.end or at == len(spans) or spans[at][0] >= token.end:
            labels.append(OUTSIDE)
            continue
        labels.append(inside(spans[at][2]) if entered == at else begin(spans[at][2]))
        entered = at
    return labels


def examples(drawn: Iterable[tuple[Source, Sentence]], pieces: Pieces) -> Iterator[Example]:
    """Yield the texts as arrays; long ones in parts that are cut where no name is."""
    for source, sentence in drawn:
        masks = [sum(1 << possible for possible in allowed(label, source.hidden)) for label in range(len(LABELS))]
        tokens = pieces.tokens(sentence.text)
        labels = token_labels(tokens, sentence)
        for start, end in _parts(tokens, labels):
            window = range(start, end)
            yield Example(
                [BEGIN, *(tokens[at].id for at in window), END],
                [0, *(masks[labels[at]] for at in window), 0],
                [0.0, *(_weight(tokens[at]) for at in window), 0.0],
            )


def _weight(token: Token) -> float:
    if token.start == token.end:
        return 0.0
    return 1.0 if token.first else _LATER


def _parts(tokens: list[Token], labels: list[int]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(tokens):
        end = min(start + MOST, len(tokens))
        if end < len(tokens):
            whole = (at for at in range(end, start + MOST // 2, -1) if tokens[at].first and labels[at] == OUTSIDE)
            end = next(whole, end)
        yield start, end
        start = end


def batches(texts: list[Example], most_tokens: int, random: Random) -> list[Batch]:
    """Return the texts in batches of at most `most_tokens` tokens with padding, in random order."""
    order = list(range(len(texts)))
    random.shuffle(order)
    groups: list[list[int]] = []
    for at in range(0, len(order), _POOL):
        group: list[int] = []
        for index in sorted(order[at : at + _POOL], key=lambda index: len(texts[index].ids)):
            if group and (len(group) + 1) * len(texts[index].ids) > most_tokens:
                groups.append(group)
                group = []
            group.append(index)
        groups.append(group)
    random.shuffle(groups)
    return [batch([texts[index] for index in group]) for group in groups]


def batch(texts: list[Example]) -> Batch:
    """Return the texts side by side."""
    lengths = np.array([len(text.ids) for text in texts], np.int64)
    shape = (len(texts), int(lengths.max()))
    ids = np.full(shape, PAD, np.int64)
    bits = np.zeros(shape, np.int64)
    weights = np.zeros(shape, np.float32)
    for row, text in enumerate(texts):
        ids[row, : len(text.ids)] = text.ids
        bits[row, : len(text.ids)] = text.allowed
        weights[row, : len(text.ids)] = text.weights
    right = (bits[:, :, None] >> np.arange(len(LABELS))) & 1
    return Batch(ids, right.astype(np.bool_), weights, lengths)
