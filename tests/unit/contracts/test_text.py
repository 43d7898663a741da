"""Normalisation: what changes, what stays, and that it is bounded and idempotent."""

import sys
import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.contracts import InvalidArticleError, Reason
from processor.contracts.text import MAX_COMBINING_RUN, is_blank, normalise

any_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
# Hypothesis would find these rarely, and they are the ones that the rules are about.
troublesome = st.text(
    alphabet=st.sampled_from("\r\n\v\f\x85\u2028\u2029\0\x1b\x7f\ufeff\t \u200c\u200d\u0301\u0323\u0344\u0958aeक한")
)


@given(any_text | troublesome)
def test_idempotent_and_only_what_the_rules_allow(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\ufeff" not in once
    assert {char for char in once if unicodedata.category(char) == "Cc"} <= {"\n", "\t"}
    assert not set("\u2028\u2029") & set(once)


def test_idempotent_for_every_code_point() -> None:
    for first in range(0, sys.maxunicode + 1, 0x400):
        text = "".join(f"{chr(code)}e\u0301\n" for code in range(first, first + 0x400) if not 0xD800 <= code <= 0xDFFF)
        once = normalise(text)
        assert normalise(once) == once


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h\ni", "a\nb\nc\nd\ne\nf\ng\nh\ni"),
        ("a\n\rb", "a\n\nb"),
        ("a\r\0\nb", "a\n\nb"),
        ("\ufeffa\ufeffb", "ab"),
        ("a\0b\x1b[31mc\x7fd\x9be", "ab[31mcde"),
        ("a\tb", "a\tb"),
        ("e\u0301", "é"),
        ("ᄒ\u1161\u11ab", "한"),
        ("\u0958", "\u0915\u093c"),
        ("Å", "Å"),
        ("ﬁ ①", "ﬁ ①"),  # compatibility characters are no business of NFC
        ("q\u0307\u0323", "q\u0323\u0307"),
        ("क्\u200dष می\u200cروم", "क्\u200dष می\u200cروم"),
        ("\u200fא\u200e \u202bא\u202c \u2067א\u2069 \u061cع", "\u200fא\u200e \u202bא\u202c \u2067א\u2069 \u061cع"),
        ("👩\u200d👩\u200d👧🏽\ufe0f", "👩\u200d👩\u200d👧🏽\ufe0f"),
        ("\ue000\U000f0000\u0378\ufffe\ufffd", "\ue000\U000f0000\u0378\ufffe\ufffd"),
        ("  a  \n\n\n b ", "  a  \n\n\n b "),
        ("", ""),
    ],
)
def test_rules(text: str, published: str) -> None:
    assert normalise(text) == published


@pytest.mark.parametrize("mark", ["\u0301", "\u093f", "\u0e49", "\u20dd", "\U000e0100"])
def test_runs_of_marks_are_bounded(mark: str) -> None:
    assert normalise("q" + mark * MAX_COMBINING_RUN + "q")
    with pytest.raises(InvalidArticleError) as caught:
        normalise("qq" + mark * (MAX_COMBINING_RUN + 1), "title")
    assert caught.value.reason is Reason.COMBINING_MARKS
    assert caught.value.field == "title"
    assert "code point 2" in caught.value.detail


def test_runs_that_grow_in_nfc_are_bounded_too() -> None:
    # U+0958 becomes a letter and a mark, U+0344 two marks: what was published must be publishable again.
    for text in ("\u0958" + "\u0301" * MAX_COMBINING_RUN, "q" + "\u0344" * 200):
        with pytest.raises(InvalidArticleError):
            normalise(text)


@pytest.mark.parametrize(
    "text",
    ["\u0301" * 500_000, ("\u0301" * 256 + "a") * 2000, "\r" * 1_000_000, "\0" * 1_000_000, "a\u0301" * 300_000],
)
def test_a_mebibyte_of_anything_is_quick(text: str) -> None:
    started = time.process_time()
    with suppress(InvalidArticleError):
        normalise(text)
    # Linear work takes about 0.1 s; quadratic work would take minutes.
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u3000\u00a0", "\u200b\u200d", "\u2060\u00ad\ufe0f", "\u3164\u115f", "\u202e"]
)
def test_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "\u200b।", "\u0301", "\ue000", "\U000e0378\u0378", "\u2800", "\u0600"])
def test_not_blank(text: str) -> None:
    assert not is_blank(text)
