"""What holds of every text in every script, whatever the tagger has found in it."""

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.contracts import EntityType, Language
from processor.stages.entities.tagger import Link, TaggedSpan
from processor.stages.entities.watchlist.watchlist import Watchlist
from tests.unit.entities.watchlist.lists import watching

TAGS = ["hi", "en", "ru", "ar", "zh", "ja", "ko", "th", "fi", "de", "und", "qqq"]
NAMES = {
    "hi": ["किम जोंग उन", "किम"],
    "en": ["Kim Jong Un", "Kim", "NATO", "Apple", "apple Inc", "@kim", "İstanbul", "Straße"],
    "ru": ["Владимир Зеленский", "Мир"],
    "ar": ["أنطونيو غوتيريش", "مالي"],
    "zh": ["李强", "中央电视台"],
    "ja": ["ロスアトム"],
    "ko": ["김정은"],
    "th": ["มาลี", "สมชาย ใจดี"],
    "fi": ["Nokia"],
}
PIECES = [name for names in NAMES.values() for name in names] + [
    *("जोंग", "उन", "Jong", "Un", "KIM", "apple", "Зеленским", "وأنطونيو", "调研", "强", "은", "นาย", "lla", "STRASSE"),
    *(" ", " ", " ", "\n", "\n\n", "\t", ".", ". ", "-", "'", "#", "@", "\u0301", "\u200d", "ß", "İ", "1", "https://"),
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.text(max_size=60),
)
kinds: st.SearchStrategy[EntityType] = st.sampled_from(("PER", "ORG", "LOC", "MISC"))
cuts = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 12), kinds), max_size=12)


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    folder: Path = tmp_path_factory.mktemp("list")
    entries: list[dict[str, Any]] = [
        {"id": f"{language}{number}", "type": "PER" if number % 2 else "ORG", "names": {language: name}}
        for language, names in NAMES.items()
        for number, name in enumerate(names)
    ]
    return watching(folder, *entries)


def spans_of(text: str, parts: list[tuple[int, int, EntityType]]) -> tuple[TaggedSpan, ...]:
    """Return spans of `text`, a gap and a length after each other."""
    found: list[TaggedSpan] = []
    at = 0
    for gap, length, kind in parts:
        start, at = at + gap, at + gap + length
        if at > len(text):
            break
        found.append(TaggedSpan(start, at, kind, 0.5, Link(f"{kind} {text[start:at]}", text[start:at])))
    return tuple(found)


@given(texts, st.sampled_from(TAGS), cuts)
def test_spans_are_in_order_and_linked_and_never_overlap(
    watchlist: Watchlist, text: str, tag: str, parts: list[tuple[int, int, EntityType]]
) -> None:
    language = Language(tag, "Zyyy", 1.0, ())
    spans = spans_of(text, parts)
    found = watchlist(text, spans, language)
    assert all(0 <= span.start < span.end <= len(text) and span.link for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert watchlist(text, spans, language) == found
    # What is listed nowhere near stays, and nothing is found twice.
    listed = [span for span in found if span.link and "watchlist" in span.link.ids]
    for span in spans:
        if all(span.end <= other.start or other.end <= span.start for other in listed):
            assert span in found


@given(texts, st.sampled_from(TAGS), cuts)
def test_blank_lines_at_the_end_change_nothing(
    watchlist: Watchlist, text: str, tag: str, parts: list[tuple[int, int, EntityType]]
) -> None:
    language = Language(tag, "Zyyy", 1.0, ())
    text, spans = text.rstrip(), spans_of(text.rstrip(), parts)
    assert watchlist(f"{text}\n\n \n", spans, language) == watchlist(text, spans, language)


def test_time_is_linear_on_a_text_of_nothing_but_names(watchlist: Watchlist) -> None:
    language = Language("hi", "Deva", 1.0, ())

    def seconds(copies: int) -> float:
        text = "किम जोंग उन Kim Jong Un 李强 " * copies
        started = time.process_time()
        assert len(watchlist(text, (), language)) == 2 * copies
        return time.process_time() - started

    assert min(seconds(4_000) for _ in range(2)) < 3 * min(seconds(2_000) for _ in range(3))
