"""The marked texts: what is trained on, what is measured on, and what is neither."""

import numpy as np

from processor.stages.topics.mediatopics import TOP_LEVEL
from training.topics.data import load_articles, load_headlines, load_once, marks
from training.topics.folds import FOLDS, fold_of
from training.topics.retellings import without_retellings


def test_every_text_is_there_once_and_has_marks() -> None:
    headlines, articles, once = load_headlines(), load_articles(), load_once()
    assert (len(headlines), len(articles)) == (2_654, 310)
    everything = [*headlines, *articles, *once]
    assert len({text.text for text in everything}) == len(everything)
    assert all(1 <= len(text.topics) == len(set(text.topics)) <= 3 for text in everything)
    assert all(text.title and text.lead for text in everything)


def test_whole_articles_are_long_and_none_of_the_headlines() -> None:
    long = {"ja", "ko", "th"}  # half as many characters say as much there
    assert all(len(text.lead) >= (250 if text.language in long else 550) for text in load_articles())
    assert not {text.title for text in load_articles()} & {text.title for text in [*load_headlines(), *load_once()]}


def test_marks_are_ones() -> None:
    headlines = load_headlines()[:50]
    found = marks(headlines)
    assert found.shape == (50, len(TOP_LEVEL))
    assert [set(np.flatnonzero(row)) for row in found] == [set(headline.topics) for headline in headlines]


def test_each_language_is_left_out_once() -> None:
    languages = [language for fold in FOLDS for language in fold]
    assert sorted(languages) == sorted({text.language for text in [*load_headlines(), *load_articles(), *load_once()]})
    assert all(language in FOLDS[fold_of(language)] for language in languages)
    assert fold_of("nl") == 0


def test_retellings_of_what_is_left_out_are_not_trained_on() -> None:
    languages = [language for language in ("hi", "en", "es") for _ in range(8)]
    random = np.random.default_rng(1)
    news = random.normal(size=(24, 40))
    news[9] = news[1]  # the second English headline tells what the second Hindi one tells
    vectors = (news + np.repeat(random.normal(size=(3, 40)) * 5, 8, axis=0)).astype(np.float32)
    assert without_retellings(vectors, languages, frozenset({"hi"})) == [8, *range(10, 24)]
    assert without_retellings(vectors, languages, frozenset({"es"})) == list(range(16))
