"""A message that failed, shown readable and harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.cli.payload import payload_text

UNSAFE = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u202e\u2066\u2028\ufeff"} - {"\n"}


def test_json_is_indented() -> None:
    assert payload_text('{"text":"रूस\\u001b"}'.encode()).splitlines() == [
        "payload: 26 bytes, JSON, indented to be read",
        "{",
        '  "text": "रूस\\u001b"',
        "}",
    ]


def test_text_that_is_no_json_stays_as_it_is() -> None:
    assert payload_text(b'{"text": \x1b[2J\n"a').splitlines() == [
        "payload: 16 bytes, no JSON",
        '{"text": \\x1b[2J',
        '"a',
    ]


def test_bytes_that_are_no_text_are_dumped() -> None:
    assert payload_text(b"abc\xff\x00\x1b" + b"0123456789abc").splitlines() == [
        "payload: 19 bytes, not UTF-8 from byte 3 on",
        "00000000  61 62 63 ff 00 1b 30 31 32 33 34 35 36 37 38 39  |abc...0123456789|",
        "00000010  61 62 63                                         |abc|",
    ]


@pytest.mark.parametrize("payload", [b"[1]\n" * 100, b"x" * 5000, b"\xff" * 1000])
def test_what_is_long_is_cut_unless_all_is_asked_for(payload: bytes) -> None:
    short, full = payload_text(payload), payload_text(payload, full=True)
    assert short.endswith("… (--full shows all of it)")
    assert "…" not in full
    assert len(full) > len(payload)


def test_a_null_message() -> None:
    assert payload_text(None) == "payload: null"


@given(st.binary() | st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(str.encode), st.booleans())
def test_nothing_steers_the_terminal(payload: bytes, full: bool) -> None:
    assert not UNSAFE & set(payload_text(payload, full=full))
