"""Sentences as n-gram keys, in one long array, and which n-grams are worth keeping."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from processor.stages.language.model import SLOT_BITS
from processor.stages.language.ngram import features
from processor.stages.language.reading import read

#: An n-gram is a candidate for a language when it occurs this often in the language's sentences.
MIN_COUNT = 3

Keys = npt.NDArray[np.uint32]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences of which `values[borders[i] : borders[i + 1]]` are those of sentence `i`, by place in the text.

    Attributes:
        values: n-gram keys, or after `keep_only` rows of the model.
        borders: [number of sentences + 1].
        classes: class index of each sentence.
    """

    values: npt.NDArray[np.uint32]
    borders: Integers
    classes: Integers


def encode(texts: Sequence[str], classes: Sequence[int]) -> Corpus:
    """Return the keys of all features of `texts`."""
    parts = []
    for text in texts:
        keys, valid = features(read(text))
        parts.append(keys[valid])
    borders = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int64)
    return Corpus(np.concatenate(parts), borders, np.asarray(classes, np.int64))


def select(corpus: Corpus, groups: Sequence[str], size: int) -> Keys:
    """Return the `size` keys that tell the languages apart best, ascending.

    There is at most one for a slot of the model's look-up table. A language ranks an n-gram by count x log(share x
    number of the script's languages), `share` being the share of the n-gram's occurrences in the script that are the
    language's. The n-grams with the best rank in any language are kept, so that each language has its say.
    """
    number = len(groups)
    names = sorted(set(groups))
    group_of = np.array([names.index(group) for group in groups])
    sizes = np.array([groups.count(group) for group in groups])
    labels = np.repeat(corpus.classes, np.diff(corpus.borders))
    pairs, counts = np.unique(
        corpus.values.astype(np.uint64) << np.uint64(8) | labels.astype(np.uint64), return_counts=True
    )
    keys, label = (pairs >> np.uint64(8)).astype(np.uint32), (pairs & np.uint64(255)).astype(np.int64)
    del pairs, labels
    in_group = keys.astype(np.uint64) << np.uint64(8) | group_of[label].astype(np.uint64)
    _, inverse = np.unique(in_group, return_inverse=True)
    shares = counts / np.bincount(inverse, weights=counts)[inverse]
    worth = counts * np.log(np.maximum(shares * sizes[label], 1e-9))
    worth[(counts < MIN_COUNT) | (worth <= 0)] = -1
    order = np.lexsort((keys, -worth, label))
    rank = np.empty(len(worth), np.int64)
    rank[order] = np.arange(len(worth)) - np.searchsorted(label[order], np.arange(number))[label[order]]
    kept = worth > 0
    keys, rank, worth = keys[kept], rank[kept], worth[kept]
    order = np.lexsort((keys, -worth, rank))
    _, first = np.unique(keys[order] >> np.uint32(32 - SLOT_BITS), return_index=True)
    best = keys[order][np.sort(first)][:size]
    return np.sort(best)


def keep_only(corpus: Corpus, selected: Keys) -> Corpus:
    """Return the corpus with unselected n-grams left out and keys replaced by their rows in `selected`."""
    rows = np.searchsorted(selected, corpus.values)
    rows[rows == len(selected)] = 0
    known = selected[rows] == corpus.values
    before = np.concatenate(([0], np.cumsum(known)))
    return Corpus(rows[known].astype(np.uint32), before[corpus.borders], corpus.classes)
