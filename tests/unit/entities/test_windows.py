"""What the model reads at a time: whole sentences, within a paragraph, never too long, nothing left out."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.models.pieces import Pieces, shared_pieces
from processor.stages.entities.names.windows import MOST, windows

SENTENCES = [
    "किम जोंग उन ने रूस छोड़ दिया है। ",
    "The talks in Geneva ended at 3.30 p.m. without a result. ",
    "Переговоры закончились. ",
    "国务院总理访问德国。",
    "غادر الوفد القاهرة؟ ",
    "ሚኒስትሩ ተናገሩ። ",
]


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return shared_pieces()


def _read(text: str, pieces: Pieces, most: int = MOST) -> list[str]:
    found = []
    for window in windows(text, pieces, most):
        places = [token for token in window.tokens if token.start < token.end]
        if places:
            found.append(text[window.start + places[0].start : window.start + places[-1].end])
    return found


def test_a_paragraph_is_a_window_and_blank_lines_are_none(pieces: Pieces) -> None:
    text = "\n  \nOne. Two.\n\nतीन।\n"
    assert _read(text, pieces) == ["One. Two.", "तीन।"]
    assert _read(text + "\n\n \n", pieces) == ["One. Two.", "तीन।"]
    assert _read("", pieces) == []


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("most", [40, MOST])
def test_long_paragraphs_are_cut_after_sentences(pieces: Pieces, sentence: str, most: int) -> None:
    text = sentence * 120
    found = _read(text, pieces, most)
    assert len(found) > 1
    assert all(part.endswith(sentence.strip()) for part in found)
    assert sum(part.count(sentence.strip()) for part in found) == 120
    assert all(len(window.tokens) <= most for window in windows(text, pieces, most))


@pytest.mark.parametrize("unit", ["слово ", "शब्द ", "字", "ก", "a", "\u094d", "x-"])
def test_without_sentences_words_stay_whole_and_time_is_linear(pieces: Pieces, unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        found = list(windows(text, pieces))
        assert all(0 < len(window.tokens) <= MOST for window in found)
        if unit.endswith(" "):
            assert all(part.split() == [unit.strip()] * len(part.split()) for part in _read(text[:9_000], pieces))
        return time.process_time() - start

    assert seconds(80_000) < 24 * seconds(10_000) + 0.5


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*SENTENCES, "\n", " ", "Dr. "]), st.text(max_size=20)), max_size=12))
def test_every_character_is_read_once_in_order(pieces: Pieces, parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for window in windows(text, pieces, 12):
        for token in window.tokens:
            if token.start < token.end:
                assert window.start + token.start >= end - 1  # one character may be two pieces
                assert text[end : window.start + token.start].translate(pieces._replacements).strip(" \u2581\n") == ""
                end = window.start + token.end
