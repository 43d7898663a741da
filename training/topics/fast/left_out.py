"""What the fast head says of languages that it never saw: the calibration and every figure come from it.

A left-out language is neither in the marked texts nor known to the head that gave its opinion of the unmarked ones.
Unmarked text in it stays: there is such text of any language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from processor.stages.topics.fast.head import FastClassifier, FastHead
from processor.stages.topics.head import calibrate
from training.topics.data import Floats, Headline, marks
from training.topics.fast.label import ALL, Opinions
from training.topics.fast.learn import Learner, Lessons, Recipe
from training.topics.fast.read import Read
from training.topics.fit import fit_calibration


@dataclass(frozen=True, slots=True)
class Teaching:
    """Everything to learn from."""

    marked: Sequence[Headline]
    read: Read
    opinions: Opinions

    def without(self, language: str) -> Lessons:
        """Return the lessons for a head that is not to see `language`; of `ALL` every lesson."""
        seen = [headline for headline in self.marked if headline.language != language]
        texts = [headline.text for headline in seen] + [headline.title for headline in seen]
        unmarked = [text.text for text in self.read.texts]
        return Lessons(
            texts + unmarked,
            np.concatenate([np.tile(marks(seen), (2, 1)), self.opinions.of[language]]),
            [True] * len(texts) + [False] * len(unmarked),
        )

    def everything(self) -> Lessons:
        """Return the lessons for the head that ships."""
        return self.without(ALL)


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts, each with the logits [texts, topics] of a head that never saw its language."""

    texts: Sequence[Headline]
    logits: Floats

    @property
    def languages(self) -> list[str]:
        """Language of each."""
        return [text.language for text in self.texts]


def left_out(learner: Learner, teaching: Teaching, articles: Sequence[Headline], recipe: Recipe) -> list[Measured]:
    """Return what heads without their languages make of the marked headlines, and of whole articles."""
    kinds = (teaching.marked, articles)
    logits = [np.zeros((len(texts), len(marks(texts)[0]))) for texts in kinds]
    for language in sorted({headline.language for headline in teaching.marked}):
        classifier = FastClassifier(learner.learn(teaching.without(language), recipe), learner.cutter)
        for texts, found in zip(kinds, logits, strict=True):
            for index, text in enumerate(texts):
                if text.language == language:
                    found[index] = classifier.logits(classifier.count(text.text))
        print(f"without {language}", flush=True)
    return [Measured(texts, found) for texts, found in zip(kinds, logits, strict=True)]


def left_out_probabilities(measured: Measured, calibrating: Measured) -> Floats:
    """Return probabilities [texts, topics], each language calibrated by the headlines in the others."""
    found = np.zeros_like(measured.logits)
    of_others, marked = np.array(calibrating.languages), marks(calibrating.texts)
    for language in set(measured.languages):
        inside = np.array(measured.languages) == language
        others = of_others != language
        found[inside] = calibrate(measured.logits[inside], fit_calibration(calibrating.logits[others], marked[others]))
    return found


def logits_of(head: FastHead, learner: Learner, texts: Sequence[str]) -> Floats:
    """Return the logits [texts, topics] of a head."""
    classifier = FastClassifier(head, learner.cutter)
    return np.array([classifier.logits(classifier.count(text)) for text in texts])
