"""Units: the words and marks that the fast tagger reads."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.models.pieces import shared_pieces
from processor.models.units import parts, units

TEXTS = [
    "प्रधानमंत्री नरेंद्र मोदी ने कहा, “दिल्ली” में।",
    "Путин встретился с Си Цзиньпином в Москве.",
    "H&M:n johtaja  ﬁnds ½ Ⅷ \u200b\u00a0 x\tＡＢＣ ",
    "国务院总理李克强访问iPhone工厂。",
    "\n\n  ▁▁ a▁b",
    "",
]


def _written(text: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in units(text, shared_pieces())]


@pytest.mark.parametrize("text", TEXTS)
def test_parts_are_the_text(text: str) -> None:
    assert "".join(parts(text)) == text


def test_a_unit_is_a_word_or_a_mark() -> None:
    assert _written("Ivan Ivanov's (old) house.") == ["Ivan", "Ivanov", "'", "s", "(", "old", ")", "house", "."]
    assert _written("नरेंद्र मोदी, दिल्ली") == ["नरेंद्र", "मोदी", ",", "दिल्ली"]


def test_in_scripts_without_blanks_a_unit_is_one_piece() -> None:
    found = list(units("李克强访问iPhone工厂", shared_pieces()))
    assert all(len(unit.pieces) == 1 for unit in found)
    assert "iPhone" in _written("李克强访问iPhone工厂")
    assert len(_written("นายสมชายเดินทางไปกรุงเทพ")) > 2


def test_the_first_word_is_read_like_others_and_the_blank_matters() -> None:
    first, again, joined = (
        unit.pieces for unit in units("Oslo Oslo-Oslo", shared_pieces()) if unit.end - unit.start > 1
    )
    assert first == again != joined


def test_a_word_is_cut_the_same_wherever_it_stands() -> None:
    alone = [unit.pieces for unit in units("Kirkenes", shared_pieces())]
    within = [unit.pieces for unit in units("“A,\nKirkenes!”", shared_pieces()) if unit.end - unit.start == 8]
    assert alone == within


@settings(deadline=None)
@given(st.text(max_size=80) | st.sampled_from(TEXTS))
def test_units_are_in_order_within_the_text_and_have_pieces(text: str) -> None:
    found = list(units(text, shared_pieces()))
    assert all(0 <= unit.start < unit.end <= len(text) and unit.pieces for unit in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert not any(text[unit.start : unit.end].isspace() for unit in found)
