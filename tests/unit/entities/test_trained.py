"""Which languages are zero-shot."""

import pytest

from processor.contracts import Language
from processor.stages.entities.names.trained import TRAINED, is_zero_shot
from training.entities.sources import SOURCES


def test_the_list_is_that_of_the_corpora() -> None:
    assert {source.language for source in SOURCES if source.trained} == TRAINED


@pytest.mark.parametrize(
    ("tag", "zero_shot"), [("hi", False), ("zh-Hant", False), ("tr", True), ("am", True), ("nb", True), ("und", False)]
)
def test_zero_shot_is_what_no_corpus_is_in(tag: str, zero_shot: bool) -> None:
    assert is_zero_shot(Language(tag, "Zyyy", 0.9, ())) is zero_shot


def test_an_article_without_a_language_is_not_zero_shot() -> None:
    assert not is_zero_shot(None)
