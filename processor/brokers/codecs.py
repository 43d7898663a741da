"""What a record batch was compressed with, undone within a limit.

A kilobyte can become a gigabyte: zstd packs 300 MB of zeros into 9 KB. A broker measures a batch as it comes,
compressed (`max.message.bytes`), so the limit on what it becomes has to be the reader's.
"""

import zlib
from typing import Any, Final

import cramjam
import numpy as np

NONE: Final = 0
GZIP: Final = 1
SNAPPY: Final = 2
LZ4: Final = 3
ZSTD: Final = 4

_MEMBER: Final = b"\x1f\x8b"
#: What the xerial framing of snappy begins with: its magic, a version and the oldest compatible one.
_XERIAL: Final = b"\x82SNAPPY\x00"
_XERIAL_HEADER: Final = 16


class TooLargeError(ValueError):
    """It becomes larger than the limit."""


def decompress(codec: int, data: bytes, most: int) -> bytes:
    """Return what `data` becomes, of at most `most` bytes.

    Args:
        codec: as the attributes of a record batch name it, 0 to 4.

    Raises:
        TooLargeError: it becomes larger; no more than `most` bytes were made to find that out.
        Exception: it is not what its codec says. Each library has errors of its own.
    """
    if codec == NONE:
        return data
    if codec == GZIP:
        return _gzip(data, most)
    if codec == SNAPPY:
        return _snappy(data, most)
    if codec in (LZ4, ZSTD):
        return _framed(cramjam.lz4 if codec == LZ4 else cramjam.zstd, data, most)
    raise ValueError(f"unknown compression {codec}")


def _gzip(data: bytes, most: int) -> bytes:
    made = bytearray()
    rest = data
    while True:
        member = zlib.decompressobj(wbits=31)
        made += member.decompress(rest, most + 1 - len(made))
        if len(made) > most:
            raise TooLargeError
        if not member.eof:
            raise ValueError("truncated")
        rest = member.unused_data
        # The broker's reader ends where no further member begins, whatever stands there. So must we: it let it in.
        if not rest.startswith(_MEMBER):
            return bytes(made)


def _snappy(data: bytes, most: int) -> bytes:
    if not data.startswith(_XERIAL):
        return _snappy_block(data, most)
    made = bytearray()
    at = _XERIAL_HEADER
    while at < len(data):
        start = at + 4
        at = start + int.from_bytes(data[at:start], "big")
        made += _snappy_block(data[start:at], most - len(made))
    return bytes(made)


def _snappy_block(block: bytes, most: int) -> bytes:
    # A block says how much it becomes, and a library that finds another length refuses it.
    if cramjam.snappy.decompress_raw_len(block) > most:
        raise TooLargeError
    return bytes(cramjam.snappy.decompress_raw(block))


def _framed(library: Any, data: bytes, most: int) -> bytes:
    """Undo it with one of cramjam's modules `lz4` and `zstd`, which no type describes."""
    room = np.empty(most, np.uint8)  # not touched, and so not in memory, until something is written there
    try:
        made = library.decompress_into(data, room)
    except cramjam.DecompressionError as error:
        if "whole buffer" in str(error):
            raise TooLargeError from None
        raise
    return room[:made].tobytes()
