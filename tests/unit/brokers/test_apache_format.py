"""Formatting the data folder of a local Kafka, with another program in Java's place."""

import sys
from pathlib import Path

import pytest

from processor.brokers.apache import LocalKafka
from processor.brokers.errors import BrokerStartError


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import time; time.sleep(3600)", "not done within 0.2 s"),
        ("import sys; sys.exit('no such option')", "no such option"),
    ],
)
def test_a_folder_that_cannot_be_formatted_is_a_broker_that_does_not_start(
    tmp_path: Path, code: str, told: str
) -> None:
    kafka = LocalKafka(tmp_path)
    timeout = 0.2 if "sleep" in code else 60.0
    with pytest.raises(BrokerStartError, match=f"Apache Kafka cannot format {tmp_path}:\\s{told}"):
        kafka._format([sys.executable, "-c", code], tmp_path / "server.properties", timeout)
