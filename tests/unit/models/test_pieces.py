"""Pieces with places: the same pieces as at run time, places that add up to the text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.models.pieces import Pieces
from processor.models.tokenizer import Tokenizer
from processor.models.weights import Weights

TEXTS = [
    "प्रधानमंत्री नरेंद्र मोदी ने कहा, “दिल्ली” में।",
    "Путин встретился с Си Цзиньпином в Москве.",
    "国务院总理李克强访问德国。",
    "นายสมชาย ใจดี อยู่ที่กรุงเทพฯ",
    "서울에서 김정은이 말했다",
    "H&M:n johtaja  ﬁnds ½ Ⅷ \u200b\u00a0 x\tＡＢＣ ",
    "  ▁▁ a▁b",
    "",
]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights()


@pytest.fixture(scope="module")
def pieces(weights: Weights) -> Pieces:
    return Pieces(weights.vocabulary)


@pytest.fixture(scope="module")
def tokenizer(weights: Weights) -> Tokenizer:
    return Tokenizer(weights.vocabulary)


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_those_of_run_time(pieces: Pieces, tokenizer: Tokenizer, text: str) -> None:
    assert [token.id for token in pieces.tokens(text)] == tokenizer.ids(text, 10_000)


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("  aé.кп中はไ한①ﬁ▁\u0301")), max_size=30))
def test_pieces_and_places_of_any_text(pieces: Pieces, tokenizer: Tokenizer, text: str) -> None:
    tokens = pieces.tokens(text)
    assert [token.id for token in tokens] == tokenizer.ids(text, 10_000)
    assert all(0 <= token.start <= token.end <= len(text) for token in tokens)
    covering = [token for token in tokens if token.start < token.end]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(covering))


@pytest.mark.parametrize("text", TEXTS[:5])
def test_places_cover_all_but_blanks(pieces: Pieces, text: str) -> None:
    covered = {place for token in pieces.tokens(text) for place in range(token.start, token.end)}
    assert covered == {place for place, character in enumerate(text) if not character.isspace()}


def _units(pieces: Pieces, text: str) -> list[str]:
    found: list[str] = []
    for token in pieces.tokens(text):
        if token.start == token.end:
            continue
        if token.first:
            found.append("")
        found[-1] += text[token.start : token.end]
    return found


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Zelenskyy's U.S. visit", ["Zelenskyy", "'", "s", "U", ".", "S", ".", "visit"]),
        ("प्योंगयांग, कोंड्रास्थोव", ["प्योंगयांग", ",", "कोंड्रास्थोव"]),
        ("Днепропетровщину(рус)", ["Днепропетровщину", "(", "рус", ")"]),
    ],
)
def test_a_unit_is_a_word_or_a_mark(pieces: Pieces, text: str, units: list[str]) -> None:
    found = _units(pieces, text)
    assert "".join(found) == "".join(units)
    assert [unit for unit in found if len(unit) > 1] == [unit for unit in units if len(unit) > 1]


@pytest.mark.parametrize("text", ["李克强访问德国", "김정은이 말했다", "สมชายอยู่ที่กรุงเทพ", "フロム・ソフトウェアは"])
def test_where_words_run_together_every_piece_is_a_unit(pieces: Pieces, text: str) -> None:
    tokens = [token for token in pieces.tokens(text) if token.start < token.end]
    assert len(tokens) > 1
    assert all(token.first for token in tokens)


@pytest.mark.parametrize("text", ["Dockers strike over pay.", "किसानों ने धरना दिया।", "字" * 40, " a  b ", ""])
@pytest.mark.parametrize("limit", [0, 1, 3, 1_000])
def test_the_first_pieces_are_the_first_of_all(pieces: Pieces, text: str, limit: int) -> None:
    assert pieces.tokens(text, limit) == pieces.tokens(text)[:limit]
