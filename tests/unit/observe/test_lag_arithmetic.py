"""What a lag is, without a broker. With one: tests/integration/test_lag.py."""

import socket
import time

import pytest

from processor.observe.lag import LagError, PartitionLag, group_lag, lag


@pytest.mark.parametrize(
    ("highwater", "next_offset", "expected"),
    [
        (500, 0, 500),
        (500, 499, 1),
        (500, 500, 0),
        (0, 0, 0),
        (500, 501, 0),  # the topic was made anew under a group that had come further
        (None, 5, None),
        (5, None, None),
        (None, None, None),
        (-1, 0, None),  # what clients answer while they do not know
        (5, -1, None),
    ],
)
def test_lag(highwater: int | None, next_offset: int | None, expected: int | None) -> None:
    assert lag(highwater, next_offset) == expected
    assert PartitionLag("articles.raw", 0, next_offset, highwater).lag == expected


def test_no_topics_need_no_broker() -> None:
    assert group_lag({"bootstrap_servers": ["127.0.0.1:1"]}, "samachar", []) == []


def test_a_broker_that_is_not_there_is_one_line_in_time() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: refused, and nobody else can take it
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(LagError) as caught:
            group_lag({"bootstrap_servers": [address]}, "samachar", ["articles.raw"], timeout=1.0)
    assert time.monotonic() - begun < 10
    assert address in str(caught.value)
    assert "\n" not in str(caught.value)
