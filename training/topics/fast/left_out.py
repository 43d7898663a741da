"""What the fast head says of languages that it never saw: calibration, thresholds and every figure come from it.

Languages are left out in the groups of `training.topics.folds`, as for the accurate profile. A head without a group has
learnt from no headline in its languages, from none that retells one of those, and from no unmarked text in them. What
is left is that the accurate profile, whose opinion of text in other languages it learnt, was itself trained on
headlines in all languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from processor.models.weights import FloatArray
from processor.stages.topics.fast.head import FastClassifier, FastHead
from processor.stages.topics.mediatopics import TOP_LEVEL
from training.topics.data import Floats, Headline, marks
from training.topics.fast.learn import Learner, Lessons, Recipe
from training.topics.fast.opinions import Opinions
from training.topics.folds import FOLDS, fold_of
from training.topics.retellings import without_retellings
from training.topics.sib import Sentence


@dataclass(frozen=True, slots=True)
class Teaching:
    """Everything to learn from.

    Attributes:
        headlines: with marks.
        frozen: vectors of the headlines from the encoder before its training, float32 [headlines, width].
        opinions: of unmarked text.
    """

    headlines: Sequence[Headline]
    frozen: FloatArray
    opinions: Opinions

    def without(self, languages: frozenset[str]) -> Lessons:
        """Return the lessons for a head that is to know nothing of some languages; of none, every lesson."""
        of = [headline.language for headline in self.headlines]
        kept = without_retellings(self.frozen, of, languages) if languages else range(len(of))
        seen = [self.headlines[index] for index in kept]
        texts = [headline.text for headline in seen] + [headline.title for headline in seen]
        rows = [row for row, text in enumerate(self.opinions.texts) if text.language not in languages]
        return Lessons(
            texts + [self.opinions.texts[row].text for row in rows],
            np.concatenate([np.tile(marks(seen), (2, 1)), self.opinions.probabilities[rows]]),
            [True] * len(texts) + [False] * len(rows),
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts to measure on.

    Attributes:
        marked: float64 [texts, topics], 1 at marks.
        main: the first mark of each.
    """

    languages: Sequence[str]
    texts: Sequence[str]
    marked: Floats
    main: Sequence[int]

    @classmethod
    def of(cls, headlines: Sequence[Headline]) -> Self:
        """Return headlines, or articles, as texts to measure on."""
        languages, texts = [one.language for one in headlines], [one.text for one in headlines]
        return cls(languages, texts, marks(headlines), [one.topics[0] for one in headlines])

    @classmethod
    def of_sentences(cls, sentences: Sequence[Sentence]) -> Self:
        """Return sentences of SIB-200 as texts to measure on."""
        main = [one.topic for one in sentences]
        return cls(
            [one.language for one in sentences], [one.text for one in sentences], np.eye(len(TOP_LEVEL))[main], main
        )


def left_out(learner: Learner, teaching: Teaching, kinds: Sequence[Texts], recipe: Recipe) -> list[Floats]:
    """Return for each kind of texts the logits [texts, topics] of heads that know nothing of a text's language."""
    found = [np.zeros_like(kind.marked) for kind in kinds]
    for fold, languages in enumerate(FOLDS):
        head = learner.learn(teaching.without(languages), recipe)
        for kind, logits in zip(kinds, found, strict=True):
            rows = [row for row, language in enumerate(kind.languages) if fold_of(language) == fold]
            if rows:
                logits[rows] = logits_of(head, learner, [kind.texts[row] for row in rows])
        print(f"without {', '.join(sorted(languages))}", flush=True)
    return found


def logits_of(head: FastHead, learner: Learner, texts: Sequence[str]) -> Floats:
    """Return the logits [texts, topics] of a head."""
    classifier = FastClassifier(head, learner.cutter)
    return np.array([classifier.logits(classifier.count(text)) for text in texts])
