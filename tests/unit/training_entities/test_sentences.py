"""Sentences keep their names in place whatever is done to their text."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.training_entities.marked import marked, shown
from training.entities.sentences import Sentence, composed, cut, read


@pytest.mark.parametrize(
    "line",
    [
        "[Olúwafẹ́mi|PER] ní [Ìbàdàn|LOC]",
        "[राँची|LOC] से [डॉ. क़ासिम|PER]",
        "[Đà Nẵng|LOC], [Việt Nam|LOC]",
        "[한국|LOC]에서",
    ],
)
def test_composing_moves_names_along(line: str) -> None:
    apart = marked(unicodedata.normalize("NFD", line))
    assert shown(composed(apart)) == unicodedata.normalize("NFC", line)


def test_cutting_moves_names_along() -> None:
    sentence = marked("a , [Bo , Co|ORG] ( [D|LOC] )")
    spots = [
        index for index, character in enumerate(sentence.text) if character == " " and sentence.text[index + 1] == ","
    ]
    assert shown(cut(sentence, [(spot, spot + 1, "") for spot in spots])) == "a, [Bo, Co|ORG] ( [D|LOC] )"
    assert shown(cut(marked("de [Ana|PER]"), [(0, 2, "from")])) == "from [Ana|PER]"
    assert shown(cut(marked("[Ana|PER] x"), [(0, 0, "Dr ")])) == "Dr [Ana|PER] x"
    assert shown(cut(marked("x [Ana|PER] y"), [(2, 5, "")])) == "x  y"


@given(st.text("ab ", min_size=1), st.data())
def test_cutting_blanks_keeps_the_letters_of_names(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    sentence = Sentence(text, ((start, end, "PER"),))
    blanks = [(place, place + 1, "") for place, character in enumerate(text) if character == " "]
    after = cut(sentence, blanks)
    assert after.text == text.replace(" ", "")
    assert [after.text[a:b] for a, b, _ in after.spans] == [name for name in [text[start:end].replace(" ", "")] if name]


@pytest.mark.parametrize("spans", [[[0, 9, "PER"]], [[2, 2, "PER"]], [[0, 3, "PER"], [2, 4, "LOC"]]])
def test_spans_that_do_not_fit_are_refused(tmp_path: Path, spans: list[list[object]]) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps({"text": "abcd", "spans": spans}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.jsonl"):
        read(file)
