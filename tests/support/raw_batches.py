"""Record batches built byte by byte, and sent as they are: what a producer of one's own making could send."""

import asyncio
import gzip
import struct
from collections.abc import Iterable, Sequence

import cramjam
from aiokafka.client import AIOKafkaClient
from aiokafka.codec import lz4_encode
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.util import calc_crc32c

Headers = Sequence[tuple[bytes, bytes | None]]

#: A broker that is busy with a bomb may miss its own heartbeats, and lead nothing for a moment.
_NOT_LEADER = 6

#: Compression by its number in a batch's attributes.
COMPRESS = {
    0: bytes,
    1: gzip.compress,
    2: lambda data: bytes(cramjam.snappy.compress_raw(data)),
    3: lz4_encode,  # not linked: Kafka takes no other blocks
    4: lambda data: bytes(cramjam.zstd.compress(data, level=3)),
}


def varint(number: int) -> bytes:
    """Return a zig-zag number of seven bits a byte, as records have them."""
    left = (number << 1) ^ (number >> 63)
    out = bytearray()
    while left > 0x7F:
        out.append(left & 0x7F | 0x80)
        left >>= 7
    out.append(left)
    return bytes(out)


def record(delta: int, value: bytes | None, key: bytes | None = None, headers: Headers = ()) -> bytes:
    """Return one record of a batch; header names are bytes, so that they may be no UTF-8."""
    parts = [b"\x00", varint(0), varint(delta), _sized(key), _sized(value), varint(len(headers))]
    parts += [_sized(name) + _sized(content) for name, content in headers]
    body = b"".join(parts)
    return varint(len(body)) + body


def batch(records: Sequence[bytes], codec: int = 0, *, base: int = 0) -> bytes:
    """Return a batch of records, their deltas counted from 0, with a right checksum."""
    return framed(COMPRESS[codec](b"".join(records)), len(records), codec, base=base)


def framed(payload: bytes, count: int, codec: int, *, base: int = 0) -> bytes:
    """Return a batch around `payload`, said to be `count` records compressed with `codec`."""
    counted = struct.pack(">hiqqqhii", codec, count - 1, 1_700_000_000_000, 1_700_000_000_000, -1, -1, -1, count)
    checked = counted + payload
    return struct.pack(">qiibI", base, 9 + len(checked), -1, 2, calc_crc32c(checked)) + checked


def send(bootstrap: str, topic: str, batches: Iterable[bytes]) -> list[tuple[int, int]]:
    """Send batches to partition 0 and return what the broker says of each: error code (0 for none) and first offset."""

    async def run() -> list[tuple[int, int]]:
        client = AIOKafkaClient(bootstrap_servers=bootstrap, request_timeout_ms=120_000)
        await client.bootstrap()
        answers = []
        try:
            await client.force_metadata_update()
            client.add_topic(topic)
            await client.force_metadata_update()
            (node,) = {broker.nodeId for broker in client.cluster.brokers()}
            for each in batches:
                code = _NOT_LEADER
                while code == _NOT_LEADER:
                    request = ProduceRequest(None, -1, 120_000, [(topic, [(0, each)])])
                    response = await client.send(node, request)
                    ((_, ((_, code, offset, *_),)),) = response.topics
                answers.append((code, offset))
        finally:
            await client.close()
        return answers

    return asyncio.run(run())


def _sized(data: bytes | None) -> bytes:
    return varint(-1) if data is None else varint(len(data)) + data
