"""Reading strangers' JSON: what is refused, with which reason, and at which field."""

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.contracts import InvalidArticleError, Reason
from processor.contracts.json_value import read_object

MEBIBYTE = 1024 * 1024
BAD_NUMBER = Reason.NUMBER_OUT_OF_RANGE
SURROGATE = Reason.LONE_SURROGATE


def refused(value: bytes, max_depth: int = 32) -> tuple[Reason, str | None]:
    with pytest.raises(InvalidArticleError) as caught:
        read_object(value, max_depth)
    assert caught.value.detail
    return caught.value.reason, caught.value.field


@pytest.mark.parametrize(
    ("value", "reason", "field"),
    [
        (b"", Reason.NOT_JSON, None),
        (b"{", Reason.NOT_JSON, None),
        (b'{"text":"a"', Reason.NOT_JSON, None),
        (b'{"text":"a"} x', Reason.NOT_JSON, None),
        (b'{"text":"a",}', Reason.NOT_JSON, None),
        (b"{'text':'a'}", Reason.NOT_JSON, None),
        (b'{"text":"a\nb"}', Reason.NOT_JSON, None),
        (b'{"text":"a","n":NaN}', Reason.NOT_JSON, None),
        (b'{"text":"a","n":-Infinity}', Reason.NOT_JSON, None),
        (b'{"text":"a","n":01}', Reason.NOT_JSON, None),
        (b'{"text":"\\x41"}', Reason.NOT_JSON, None),
        (b"\xef\xbb\xbf\xef\xbb\xbf{}", Reason.NOT_JSON, None),
        (b'"text"', Reason.NOT_AN_OBJECT, None),
        (b"[]", Reason.NOT_AN_OBJECT, None),
        (b"null", Reason.NOT_AN_OBJECT, None),
        (b"true", Reason.NOT_AN_OBJECT, None),
        (b"17", Reason.NOT_AN_OBJECT, None),
        (b'{"text":"\xff"}', Reason.NOT_UTF8, None),
        (b'{"text":"\xed\xa0\x80"}', Reason.NOT_UTF8, None),  # a surrogate in CESU-8
        (b'{"text":"\xc0\xaf"}', Reason.NOT_UTF8, None),  # overlong
        ('{"text":"a"}'.encode("utf-16"), Reason.NOT_UTF8, None),
        (b'{"text":"\\ud800"}', SURROGATE, "text"),
        (b'{"text":"\\udc00\\ud800"}', SURROGATE, "text"),
        (b'{"metadata":{"tags":["a",{"b":"\\udfff"}]}}', SURROGATE, "metadata.tags[1].b"),
        (b'{"metadata":{"\\udc00":1}}', SURROGATE, "metadata"),
        (b'{"\\ud834":1}', SURROGATE, None),
        (b'{"text":"\\ud800","text":"a"}', SURROGATE, "text"),  # hidden by the second, and still no Unicode
        (b'{"n":{"m":1e999},"n":1}', BAD_NUMBER, "n.m"),
        # Hidden, less deep than orjson goes and deeper than the standard library, which is asked for the number.
        (b'{"a":' + b"[" * 1000 + b"]" * 1000 + b',"a":1,"n":1e300}', Reason.TOO_DEEP, None),
        (b'{"n":1e999}', BAD_NUMBER, "n"),
        (b'{"n":[0,{"m":-1e999}]}', BAD_NUMBER, "n[1].m"),
        (b'{"n":18446744073709551616}', BAD_NUMBER, "n"),
        (b'{"n":-9223372036854775809}', BAD_NUMBER, "n"),
        (b'{"n":[1,100000000000000000000000000000]}', BAD_NUMBER, "n[1]"),
        (b'{"n":' + b"9" * 400 + b"}", BAD_NUMBER, "n"),
        (b'{"n":-' + b"9" * 100_000 + b"}", BAD_NUMBER, "n"),
        (b'{"a":[[]]}', Reason.TOO_DEEP, "a[0]"),
        (b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}", Reason.TOO_DEEP, None),
        (b"[" * MEBIBYTE, Reason.TOO_DEEP, None),
        (b'{"a":' * 200_000, Reason.TOO_DEEP, None),
    ],
)
def test_what_is_refused_and_where(value: bytes, reason: Reason, field: str | None) -> None:
    assert refused(value, max_depth=2 if field == "a[0]" else 32) == (reason, field)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"{}", {}),
        (b"\xef\xbb\xbf {}\r\n", {}),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'{"n":18446744073709551615}', {"n": 18446744073709551615}),
        (b'{"n":-9223372036854775808}', {"n": -9223372036854775808}),
        (b'{"n":-0}', {"n": 0}),
        (b'{"n":1E-999}', {"n": 0.0}),
        (b'{"n":1e300}', {"n": 1e300}),
        (b'{"n":18446744073709551616.0}', {"n": 18446744073709551616.0}),
        (b'{"t":"\\ud83d\\ude00"}', {"t": "😀"}),
        (b'{"t":"\\u0000"}', {"t": "\0"}),
    ],
)
def test_what_is_taken(value: bytes, expected: dict[str, object]) -> None:
    assert read_object(value, 32) == expected


@pytest.mark.parametrize("depth", [2, 3, 31, 250])
def test_depth_is_exact(depth: int) -> None:
    inner = depth - 1
    value = b'{"a":' + b"[" * inner + b"]" * inner + b"}"
    assert read_object(value, depth)
    reason, field = refused(value, depth - 1)
    assert reason is Reason.TOO_DEEP
    assert field is not None
    assert field.startswith("a")
    assert read_object(b'{"a":1}', 1)


def test_depth_counts_whatever_else_is_wrong() -> None:
    assert refused(b'{"a":[[1e999]]}', 2) == (Reason.TOO_DEEP, "a[0]")


def test_a_refusal_for_depth_has_limit_and_value() -> None:
    with pytest.raises(InvalidArticleError) as caught:
        read_object(b'{"a":[[]],"b":[[[]]]}', 2)
    assert str(caught.value) == "a[0]: nested 4 levels deep; at most 2 are allowed"


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (b'{"a":1,"b":2,"c":3,"d":4}', None),
        (b'{"a":1,"m":{"b":2,"c":3}}', "m"),
        (b'{"a":[{"b":1},{"c":2},{"d":3}]}', "a[2]"),
        (b'{"a":[{"b":1},{"c":2},{"d":1e999}]}', "a[2]"),
    ],
)
def test_fields_are_counted_in_all(value: bytes, field: str | None) -> None:
    with pytest.raises(InvalidArticleError) as caught:
        read_object(value, 32, 3)
    assert (caught.value.reason, caught.value.field) == (Reason.TOO_MANY_FIELDS, field)
    assert caught.value.detail == "4 fields in all; at most 3 are allowed"
    if b"1e999" not in value:
        assert read_object(value, 32, 4)
        assert read_object(value, 32)


def test_values_of_arrays_are_no_fields() -> None:
    assert read_object(b'{"a":[1,2,[3,4],"b"]}', 32, 1)


def test_the_first_wrong_thing_in_document_order_is_named() -> None:
    assert refused(b'{"a":["\\ud800"],"b":1e999}') == (SURROGATE, "a[0]")
    assert refused(b'{"a":1e999,"b":"\\ud800"}') == (BAD_NUMBER, "a")


def test_the_field_is_bounded_and_safe_to_print() -> None:
    _, field = refused(b'{"\\u001b[31m\\u202e":1e999}')
    assert field == "\\u001b[31m\\u202e"
    _, field = refused(b'{"' + b"k" * 10_000 + b'":1e999}')
    assert field == "k" * 64
    _, field = refused(b'{"a":' + b"[" * 20 + b"1e999" + b"]" * 20 + b"}")
    assert field == "a" + "[0]" * 7 + "…"


@pytest.mark.parametrize("end", [b"0", b'"\\ud800"', b"1e999"])
def test_memory_is_linear_however_wide_and_deep(end: bytes) -> None:
    # 100,000 values at depth 240: a path kept for each would take 200 MB.
    value = b'{"a":' + b"[" * 239 + b"0," * 100_000 + end + b"]" * 239 + b"}"
    tracemalloc.start()
    try:
        if end == b"0":
            read_object(value, 250)
        else:
            refused(value, 250)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * MEBIBYTE


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values, max_size=6))
def test_any_json_object_is_read_as_the_standard_library_reads_it(document: dict[str, object]) -> None:
    for ascii_only in (True, False):
        value = json.dumps(document, ensure_ascii=ascii_only).encode()
        assert read_object(value, 250) == document


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:0123456789eE+-.\\u d8ctrflsn').map(str.encode))
def test_whatever_comes_is_read_or_refused(value: bytes) -> None:
    document: object = {}
    reason = Reason.NOT_JSON
    try:
        document = read_object(value, 8)
    except InvalidArticleError as error:
        reason = error.reason
    assert isinstance(document, dict)
    assert reason in {
        Reason.NOT_UTF8,
        Reason.NOT_JSON,
        Reason.NOT_AN_OBJECT,
        Reason.TOO_DEEP,
        Reason.LONE_SURROGATE,
        Reason.NUMBER_OUT_OF_RANGE,
    }
