"""What one pass over the corpora reads: drawn anew each pass, in the same way for the same seed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from training.entities.augment import capitals, joined, small_letters, titled, untokenised
from training.entities.normalise import normalised
from training.entities.sentences import Sentence
from training.entities.sources import SOURCES, Source, train_part

#: Sentences without names for each one with names.
_WITHOUT: Final = 0.6
_JOINED: Final = 0.25
_UNTOKENISED: Final = 0.6
_TITLED: Final = 0.25
_CAPITALS: Final = 0.02
_SMALL_LETTERS: Final = 0.03
#: Joined texts are no longer than this many characters.
_LONGEST: Final = 600
_NO_BLANK: Final = frozenset({"zh", "ja", "th"})


class Mix:
    """The corpora in memory, normalised, without what is held out."""

    def __init__(
        self, folder: Path, left_out: frozenset[str] = frozenset(), sources: Sequence[Source] = SOURCES
    ) -> None:
        self._parts = {
            source: [normalised(sentence, source.language) for sentence in train_part(source, folder)]
            for source in sources
            if source.trained and source.language not in left_out
        }

    def draw(self, random: Random) -> Iterator[tuple[Source, Sentence]]:
        """Yield the sentences of one pass, source by source."""
        for source, sentences in self._parts.items():
            for _ in range(source.copies):
                for sentence in _joined(_chosen(sentences, source, random), source, random):
                    yield source, _varied(sentence, source, random)


def _chosen(sentences: list[Sentence], source: Source, random: Random) -> list[Sentence]:
    """Return those with names up to the cap and some without, in their order: neighbours stay neighbours."""
    named = [index for index, sentence in enumerate(sentences) if sentence.spans]
    others = [index for index, sentence in enumerate(sentences) if not sentence.spans]
    if len(named) > source.cap:
        named = random.sample(named, source.cap)
    others = random.sample(others, min(len(others), int(_WITHOUT * len(named))))
    return [sentences[index] for index in sorted([*named, *others])]


def _joined(sentences: list[Sentence], source: Source, random: Random) -> Iterator[Sentence]:
    between = "" if source.language in _NO_BLANK else " "
    group: list[Sentence] = []
    for sentence in sentences:
        fits = sum(len(part.text) + 1 for part in group) + len(sentence.text) <= _LONGEST
        if group and not (fits and random.random() < _JOINED):
            yield joined(group, between)
            group = []
        group.append(sentence)
    if group:
        yield joined(group, between)


def _varied(sentence: Sentence, source: Source, random: Random) -> Sentence:
    if source.language == "hi":
        sentence = titled(sentence, random, _TITLED)
    if source.tokenised and random.random() < _UNTOKENISED:
        sentence = untokenised(sentence, source.language)
    chance = random.random()
    if chance < _CAPITALS:
        return capitals(sentence)
    return small_letters(sentence) if chance < _CAPITALS + _SMALL_LETTERS else sentence
