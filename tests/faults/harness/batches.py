"""Corruption that a client can be blamed for: of bytes in a record batch that its checksum covers.

Kafka's protocol has a checksum (CRC-32C) over each record batch and none over anything else: topic names, offsets and
group answers are protected by TCP, or by TLS, alone. A flipped bit in a committed offset would lose articles under any
client, so the harness flips only what somebody checks. Layout: Kafka's documentation, "Record Batch", magic 2.
"""

import random
from collections.abc import Iterator
from typing import Final

import crc32c

_MAGIC: Final = b"\x02"
#: baseOffset 8, batchLength 4, partitionLeaderEpoch 4; then magic 1 and crc 4, and what the checksum covers.
_BEFORE_MAGIC: Final = 16
_COVERED: Final = 21
_SMALLEST: Final = 61


def batches(frame: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the checksums of a frame's record batches reach, from and to."""
    at = frame.find(_MAGIC, _BEFORE_MAGIC)
    while at != -1:
        start = at - _BEFORE_MAGIC
        end = start + 12 + int.from_bytes(frame[start + 8 : start + 12], "big")
        covered = start + _COVERED
        if start + _SMALLEST <= end <= len(frame) and crc32c.crc32c(frame[covered:end]) == int.from_bytes(
            frame[covered - 4 : covered], "big"
        ):
            yield covered, end
            at = frame.find(_MAGIC, end + _BEFORE_MAGIC)
        else:
            at = frame.find(_MAGIC, at + 1)


def corrupted(frame: bytes, draw: random.Random) -> bytes | None:
    """Return the frame with one bit of a record batch flipped, None where it holds no batch."""
    found = list(batches(frame))
    if not found:
        return None
    start, end = draw.choice(found)
    changed = bytearray(frame)
    changed[draw.randrange(start, end)] ^= 1 << draw.randrange(8)
    return bytes(changed)
