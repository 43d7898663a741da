"""Commits as the broker keeps them."""

import struct

import pytest

from tests.faults.harness.commits import decode
from tests.faults.harness.history import Commit, Place


def key(version: int, group: str, topic: str, partition: int) -> bytes:
    texts = b"".join(struct.pack(">h", len(text.encode())) + text.encode() for text in (group, topic))
    return struct.pack(">h", version) + texts + struct.pack(">i", partition)


def value(version: int, offset: int) -> bytes:
    return struct.pack(">hqih", version, offset, -1, 0) + struct.pack(">q", 1)


@pytest.mark.parametrize("version", [0, 1, 3, 4])
def test_a_commit(version: int) -> None:
    found = decode(key(1, "gruppe-ü", "articles.raw", 3), value(version, 2**40), 12.5)
    assert found == Commit("gruppe-ü", Place("articles.raw", 3, 2**40), 12.5)


def test_deletions_and_group_states_are_no_commits() -> None:
    assert decode(key(1, "g", "t", 0), None, 0.0) is None
    assert decode(struct.pack(">hh", 2, 1) + b"g", b"\0\3", 0.0) is None


def test_a_format_of_the_future_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="version 9"):
        decode(key(1, "g", "t", 0), value(9, 1), 0.0)
