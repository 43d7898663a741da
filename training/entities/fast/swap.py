"""Other names in the place of those marked, so that a network learns what stands around names, not names by heart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from random import Random

from training.entities.sentences import Sentence, cut
from training.entities.sources import Source

#: Names of a corpus by type.
Pool = dict[str, list[str]]


def pool(sentences: Iterable[Sentence]) -> Pool:
    """Return the names of a corpus, each as often as it is there."""
    found: Pool = defaultdict(list)
    for sentence in sentences:
        for start, end, kind in sentence.spans:
            found[kind].append(sentence.text[start:end])
    return found


def swapped(sentence: Sentence, names: Pool, random: Random, share: float) -> Sentence:
    """Return the sentence with another name of the same type for a share of its names, taken from `names`."""
    edits = [(start, end, random.choice(names[kind])) for start, end, kind in sentence.spans if random.random() < share]
    return cut(sentence, edits)


def with_swaps(
    drawn: Iterable[tuple[Source, Sentence]], random: Random, share: float
) -> Iterator[tuple[Source, Sentence]]:
    """Yield sentences with names swapped within their corpus; with a share of 0 as they are."""
    by_source: dict[Source, list[Sentence]] = defaultdict(list)
    for source, sentence in drawn:
        by_source[source].append(sentence)
    for source, sentences in by_source.items():
        names = pool(sentences)
        for sentence in sentences:
            yield source, swapped(sentence, names, random, share) if share else sentence
