"""Record batches that a stranger built: what can be read is read, what cannot is handed on, and nothing raises."""

import tracemalloc
from typing import Any

import pytest
from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException
from aiokafka.structs import TopicPartition
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.brokers import batches
from processor.brokers.batches import MOST_MESSAGES, RefusedBatch, limit_batches
from processor.brokers.codecs import TooLargeError, decompress
from processor.contracts import Reason
from tests.support.raw_batches import COMPRESS, batch, framed, record

LIMIT = 1_000_000
CODECS = sorted(COMPRESS)


@pytest.fixture(autouse=True)
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MemoryRecords", "PartitionRecords"):
        monkeypatch.setattr(fetcher, name, getattr(fetcher, name))
    limit_batches(LIMIT)


def read(data: bytes, offset: int = 0) -> list[Any]:
    """Return what aiokafka's fetcher makes of the answer to a fetch from `offset` on."""
    records = fetcher.MemoryRecords(data)
    place = TopicPartition("raw", 3)
    return list(fetcher.PartitionRecords(place, records, [], offset, None, None, True, fetcher.READ_UNCOMMITTED))


def refused(found: list[Any]) -> list[tuple[int, Reason]]:
    return [(each.offset, each.value.reason) for each in found if isinstance(each.value, RefusedBatch)]


@pytest.mark.parametrize("codec", CODECS)
def test_a_batch_is_read_as_aiokafka_reads_it(codec: int) -> None:
    headers = [(b"traceparent", b"00-1"), (b"empty", None)]
    data = batch([record(0, b"one", b"k", headers), record(1, None), record(2, b"")], codec, base=7)
    found = read(data + batch([record(0, b"last")], base=10) + data[:30])
    assert [(each.offset, each.key, each.value) for each in found] == [
        (7, b"k", b"one"),
        (8, None, None),
        (9, None, b""),
        (10, None, b"last"),
    ]
    assert found[0].headers == (("traceparent", b"00-1"), ("empty", None))
    assert {each.timestamp for each in found} == {1_700_000_000_000}


@pytest.mark.parametrize("codec", CODECS[1:])
def test_a_bomb_is_handed_on_with_its_bytes(codec: int) -> None:
    bomb = batch([record(0, b"before"), record(1, bytes(40 * LIMIT))], codec, base=5)
    found = read(bomb + batch([record(0, b"after")], base=7))
    assert refused(found) == [(6, Reason.BATCH_TOO_LARGE)]
    assert bytes(found[0].value) == bomb
    assert found[0].value.detail == (
        "the batch of offsets 5 to 6 was refused: decompressed it has more than 1000000 bytes; the payload is the batch"
    )
    assert [each.value for each in found[1:]] == [b"after"]


@pytest.mark.parametrize("codec", CODECS[1:])
def test_finding_a_bomb_takes_no_more_memory_than_the_limit(codec: int) -> None:
    data = COMPRESS[codec](bytes(100 * LIMIT))
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            decompress(codec, data, LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 4 * LIMIT
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("codec", CODECS[1:])
def test_the_limit_itself_is_allowed(codec: int) -> None:
    assert decompress(codec, COMPRESS[codec](bytes(LIMIT)), LIMIT) == bytes(LIMIT)
    with pytest.raises(TooLargeError):
        decompress(codec, COMPRESS[codec](bytes(LIMIT + 1)), LIMIT)


def test_gzip_members_count_together_and_what_follows_them_is_passed_over() -> None:
    half = COMPRESS[1](bytes(LIMIT // 2))
    assert decompress(1, half + half + b"rubbish", LIMIT) == bytes(LIMIT)
    with pytest.raises(TooLargeError):
        decompress(1, half + half + half, LIMIT)


def test_snappy_in_xerial_blocks_counts_them_together() -> None:
    from aiokafka.codec import snappy_encode

    assert decompress(2, snappy_encode(bytes(LIMIT)), LIMIT) == bytes(LIMIT)
    with pytest.raises(TooLargeError):
        decompress(2, snappy_encode(bytes(LIMIT + 1)), LIMIT)


def test_too_many_messages_are_refused_without_listing_them_all() -> None:
    count = 2 * MOST_MESSAGES + 5
    found = read(framed(COMPRESS[4](record(0, b"") * count), count, 4, base=1))
    steps = (MOST_MESSAGES, 2 * MOST_MESSAGES, count)
    assert refused(found) == [(last, Reason.BATCH_TOO_LARGE) for last in steps]


def test_a_header_name_that_is_no_utf8_costs_no_message() -> None:
    found = read(batch([record(0, b"a"), record(1, b"b", None, [(b"caf\xe9", b"x")]), record(2, b"c")], 3))
    assert [(each.offset, each.value) for each in found] == [(0, b"a"), (1, b"b"), (2, b"c")]
    assert found[1].headers == (("caf\ufffd", b"x"),)


@pytest.mark.parametrize(
    ("data", "given_before"),
    [
        (framed(b"this is no gzip", 2, 1), 0),
        (framed(COMPRESS[4](b"x" * 50)[:-4], 2, 4), 0),
        (framed(record(0, b"a"), 2, 0), 1),  # one message, where two are said
        (framed(record(0, b"a") + record(1, b"b")[:-1], 2, 0), 1),
        (batch([record(0, b"a"), record(0, b"b")]), 1),  # the second would hide behind the first
        (framed(record(0, b"a"), 2, 7), 0),  # a codec that there is not
    ],
)
def test_what_cannot_be_read_is_handed_on(data: bytes, given_before: int) -> None:
    found = read(data + batch([record(0, b"after")], base=2))
    assert refused(found) == [(1, Reason.BATCH_UNREADABLE)]
    assert [each.value for each in found[:given_before]] == [b"a"] * given_before
    assert found[-1].value == b"after"


def test_reading_begins_in_the_middle_of_a_refused_batch() -> None:
    bomb = batch([record(0, b""), record(1, bytes(2 * LIMIT))], 4)
    assert refused(read(bomb, 1)) == [(1, Reason.BATCH_TOO_LARGE)]


def test_a_batch_that_was_damaged_on_the_way_names_its_place() -> None:
    data = bytearray(batch([record(0, b"a")]) + batch([record(0, b"b")], base=1))
    data[-1] ^= 1
    with pytest.raises(CorruptRecordException, match="topic raw, partition 3: the batch with offset 1 does not match"):
        read(bytes(data))


@settings(max_examples=100, deadline=None)
@given(payload=st.binary(max_size=200), count=st.integers(1, 50), codec=st.sampled_from(CODECS), pack=st.booleans())
def test_whatever_stands_in_a_batch_every_offset_is_accounted_for(
    payload: bytes, count: int, codec: int, pack: bool
) -> None:
    data = framed(COMPRESS[codec](payload) if pack else payload, count, codec)
    found = read(data)
    offsets = [each.offset for each in found]
    assert offsets == sorted(set(offsets))
    # What a batch leaves out itself (compaction does) is nobody's message; otherwise the last one speaks for the rest.
    assert not found or offsets[-1] < count
    if any(refused(found)):
        assert offsets[-1] == count - 1


def test_other_limits_do_not_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_MESSAGES", 3)
    assert len(refused(read(batch([record(number, b"") for number in range(7)])))) == 3


@pytest.mark.parametrize("name", ["MemoryRecords", "PartitionRecords"])
def test_aiokafka_builds_its_reader_where_ours_is_put(name: str) -> None:
    """An aiokafka that moves these names would read batches without a limit, and nothing else would tell."""
    functions = [each for each in vars(fetcher.Fetcher).values() if hasattr(each, "__code__")]
    assert any(name in function.__code__.co_names for function in functions)
