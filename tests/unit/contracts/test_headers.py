"""Record headers: ours, CloudEvents', and the producer's, whatever they hold."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.contracts.headers import (
    ATTEMPT,
    DURATIONS,
    ENRICHED_TYPE,
    INGESTED_AT,
    Headers,
    attempt,
    durations,
    foreign,
    ingested_at,
    outgoing,
)

TRACE = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")


def made(incoming: Headers = (), **changes: Any) -> list[tuple[str, bytes]]:
    arguments: dict[str, Any] = {
        "event_type": ENRICHED_TYPE,
        "source": "/samachar/language",
        "subject": "अ-१",
        "spent": {"language": 0.00123456789},
        "ingested": 1_700_000_000.25,
        "now": 1_700_000_001.5,
    }
    return outgoing(incoming, **(arguments | changes))


def test_cloudevents_attributes() -> None:
    # CloudEvents 1.0.2, section "Context Attributes", and its Kafka protocol binding, section 3.2 (binary mode).
    headers = dict(made())
    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_id"].decode() == headers["ce_subject"].decode() == "अ-१"
    assert headers["ce_type"] == b"samachar.article.enriched.v1"
    assert urlsplit(headers["ce_source"].decode()).path == "/samachar/language"
    assert headers["content-type"] == b"application/json; charset=utf-8"
    moment = datetime.fromisoformat(headers["ce_time"].decode())
    assert moment.tzinfo is not None
    assert moment.timestamp() == 1_700_000_001.5
    assert "ce_datacontenttype" not in headers  # in Kafka it is the content-type header
    for name in headers:
        assert name == name.lower()
        assert not name.startswith("ce_") or name.removeprefix("ce_").isalnum()


def test_what_was_measured() -> None:
    headers = dict(made([(ATTEMPT, b"3")]))
    assert headers[ATTEMPT] == b"3"
    assert orjson.loads(headers[DURATIONS]) == {"language": 0.001235}
    assert ingested_at(list(headers.items()), 0.0) == 1_700_000_000.25
    assert durations(list(headers.items())) == {"language": 0.001235}


def test_a_producers_own_headers_are_carried_over_in_order() -> None:
    own: Headers = [TRACE, ("x-desk", b"asia"), ("x-desk", b"europe"), ("tracestate", b"a=b"), ("binary", b"\xff\0")]
    theirs = [("ce_id", b"7"), ("CE_Type", b"x"), ("samachar-attempt", b"2"), ("Content-Type", b"text/plain")]
    headers = made([*theirs, *own])
    assert headers[: len(own)] == own
    names = [name for name, _ in headers]
    assert sorted(set(names)) == sorted({*names})
    assert names.count("ce_id") == 1
    assert not {"CE_Type", "Content-Type"} & set(names)
    # A second hop neither loses nor repeats anything.
    assert foreign(made(headers)) == own
    assert made(headers) == made([*theirs, *own])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"1", 1),
        (b"7", 7),
        (b"0", 1),
        (b"", 1),
        (b"-3", 1),
        (b"x", 1),
        (b"1e9", 1),
        (b"9" * 100, 1),
        ("१".encode(), 1),
        (b"\xff", 1),
    ],
)
def test_attempt(value: bytes, expected: int) -> None:
    assert attempt([(ATTEMPT, value)]) == expected
    assert attempt([]) == 1
    assert attempt([(ATTEMPT, b"5"), (ATTEMPT, value)]) == expected  # the last of a name counts


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"[]",
        b"1",
        b"null",
        b"{",
        b"\xff",
        b'{"a":"x"}',
        b'{"a":null}',
        b'{"a":[1]}',
        b'{"a":-1}',
        b'{"a":1e300}',
        b"[" * 5000,
    ],
)
def test_durations_that_are_not_ours(value: bytes) -> None:
    assert durations([(DURATIONS, value)]) == {}


@pytest.mark.parametrize("value", [b"", b"yesterday", b"2023-01-01T00:00:00", b"\xff", b"0001-01-01T00:00:00+23:59"])
def test_an_ingestion_time_that_is_not_ours(value: bytes) -> None:
    found = ingested_at([(INGESTED_AT, value)], 12.5)
    assert found == 12.5 or value.startswith(b"0001")
    assert made(ingested=found)


@given(
    st.lists(st.tuples(st.text() | st.sampled_from([ATTEMPT, DURATIONS, INGESTED_AT]), st.binary())),
    st.floats(allow_nan=False),
)
def test_any_headers_and_any_timestamp_give_headers(incoming: list[tuple[str, bytes]], timestamp: float) -> None:
    headers = made(incoming, spent=durations(incoming), ingested=ingested_at(incoming, timestamp), now=timestamp)
    for name in ("ce_time", "samachar-ingested-at", "samachar-processed-at"):
        assert datetime.fromisoformat(dict(headers)[name].decode()).tzinfo is not None
    assert int(dict(headers)[ATTEMPT]) >= 1
