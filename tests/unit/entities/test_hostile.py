"""Texts that nobody writes: long, repeated, broken. Each must take time linear in its length."""

import time
from itertools import pairwise

import pytest

from processor.contracts import Language
from processor.stages.entities.gazetteer.tagger import GazetteerTagger

SIZE = 200_000
REPEATED = [
    ("hi", "रूस "),
    ("hi", "रूस"),
    ("ru", "Россией"),
    ("ru", "Северной "),
    ("en", "United "),
    ("en", "Russia-"),
    ("en", "Papua New Guinea-Bissau "),
    ("en", "Russia\n"),
    ("en", "RUSSIA "),
    ("en", "http://Russia "),
    ("en", "New "),
    ("zh", "中国"),
    ("ja", "日本・"),
    ("th", "ไทย"),
    ("ar", "و"),
    ("am", "የኢትዮጵያ"),
    ("ta", "இந்தியா"),
    ("und", "Argentina "),
    ("hi", "\u094d"),
    ("en", "'"),
    ("en", "\u202e"),
]


@pytest.mark.parametrize(("tag", "unit"), REPEATED)
def test_a_repeated_unit_takes_linear_time(tagger: GazetteerTagger, tag: str, unit: str) -> None:
    language = Language(tag, "Zyyy", 1.0, ())

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.process_time()
        spans = tagger.tag(text, language).spans
        assert all(before.end <= after.start for before, after in pairwise(spans))
        return time.process_time() - start

    # A quadratic step would take 64 times as long for 8 times the text; the slack is for timer noise on short runs.
    assert seconds(SIZE) < 24 * seconds(SIZE // 8) + 0.5


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\u200d", "ी", "\U0010ffff", "रूस\u0301", "\u0301रूस", "Russia\u0301", "İİİ Rusya'nın İ"]
)
@pytest.mark.parametrize("tag", ["hi", "en", "tr", "und", "zh"])
def test_odd_texts(tagger: GazetteerTagger, tag: str, text: str) -> None:
    for span in tagger.tag(text, Language(tag, "Zyyy", 1.0, ())).spans:
        assert text[span.start : span.end] in {"रूस", "Russia", "Rusya"}


def test_a_combining_mark_is_part_of_the_word_it_follows(tagger: GazetteerTagger) -> None:
    assert tagger.tag("Russia\u0301", Language("en", "Latn", 1.0, ())).spans == ()


def test_letters_that_grow_in_lower_case_do_not_move_offsets(tagger: GazetteerTagger) -> None:
    text = "İ" * 50 + ", Rusya'nın"
    (span,) = tagger.tag(text, Language("tr", "Latn", 1.0, ())).spans
    assert text[span.start : span.end] == "Rusya"
