"""Reads `__consumer_offsets`: every commit that a broker took, with its time, without asking a client.

The format is that of Kafka's own `OffsetCommitKey` (versions 0 and 1) and `OffsetCommitValue` (versions 0 to 4), in
`group-coordinator/src/main/resources/common/message` of Apache Kafka.
"""

import struct
from typing import Final

from tests.faults.harness.history import Commit, Place

TOPIC: Final = "__consumer_offsets"
_FLEXIBLE: Final = 4


def decode(key: bytes, value: bytes | None, at: float) -> Commit | None:
    """Return the commit in a record of `__consumer_offsets`, None where it is something else, or a deletion."""
    if value is None or struct.unpack_from(">h", key)[0] not in (0, 1):
        return None
    group, position = _string(key, 2)
    topic, position = _string(key, position)
    (partition,) = struct.unpack_from(">i", key, position)
    version, offset = struct.unpack_from(">hq", value)
    if version > _FLEXIBLE:
        raise ValueError(f"offset commits of version {version} are not known here")
    return Commit(group, Place(topic, partition, offset), at)


def _string(data: bytes, position: int) -> tuple[str, int]:
    (length,) = struct.unpack_from(">h", data, position)
    start = position + 2
    return data[start : start + length].decode(), start + length
