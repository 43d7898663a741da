"""N-gram features against a plain implementation of the same definition."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.stages.language.ngram import MAX_WORD, ORDERS, features, lower, words_only
from processor.stages.language.reading import read, size
from processor.stages.language.script import code_points


def _expected(text: str) -> list[set[str]]:
    """Return, for each place, the n-grams that start there: no blank inside, not blanks alone; and the word."""
    found = []
    for i in range(len(text)):
        grams = {text[i : i + n] for n in ORDERS if i + n <= len(text)}
        here = {gram for gram in grams if gram.strip() and " " not in gram[1:-1]}
        if text[i] != " " and (i == 0 or text[i - 1] == " "):
            word = text[i:].partition(" ")[0]
            here |= {f"word:{word}"} if len(word) <= MAX_WORD else set()
        found.append(here)
    return found


@given(st.text(alphabet="ab é\u0915\u094d中", max_size=40))
def test_there_are_as_many_as_the_definition_says(text: str) -> None:
    _, valid = features(code_points(text))
    assert valid.sum(1).tolist() == [len(grams) for grams in _expected(text)]


@pytest.mark.parametrize("text", [" the cat, the hat ", " नमस्ते दुनिया ", " 東京 東京 ", f" {'x' * 30} y "])
def test_equal_n_grams_have_equal_keys_and_others_have_others(text: str) -> None:
    points = words_only(code_points(text))
    plain = "".join(map(chr, points))
    keys, valid = features(points)
    names = Counter(gram for grams in _expected(plain) for gram in grams)
    counted = Counter(keys[valid].tolist())
    assert sorted(counted.values()) == sorted(names.values())


def test_the_place_of_a_text_does_not_change_its_keys() -> None:
    first, valid = features(code_points(" abc "))
    second, _ = features(code_points("xyz xyz abc "))
    assert np.array_equal(first[valid], second[7:][valid])


def test_nothing_from_nothing() -> None:
    keys, valid = features(code_points(""))
    assert keys.shape == valid.shape == (0, len(ORDERS) + 1)


@pytest.mark.parametrize("text", ["İSTANBUL", "ΣΟΦΟΣ", "ẞß", "ABC", "ﬁ"])
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)


def test_reading_is_one_longer_at_either_end_and_holds_words_only() -> None:
    points = read("Ab-1 क्\u200dष")
    assert "".join(map(chr, points)) == " ab   क्\u200dष "
    assert size(points) == 6
    assert size(read("中文 ab")) == 8
