"""FastStream on confluent-kafka: batches, a process pool, published with their keys, acknowledged unless it raises."""

import asyncio

from faststream import AckPolicy, FastStream
from faststream.confluent import KafkaBroker, KafkaMessage

from bench.peers.job import LINGER, MOST_BYTES, WAIT, Job
from bench.peers.work import enrich, pool


async def _bytes(message: KafkaMessage) -> object:
    """Leave messages as they are; FastStream would read their JSON."""
    return message.body


async def work(job: Job) -> None:
    """Work until SIGTERM."""
    broker = KafkaBroker(
        job.bootstrap,
        acks="all",
        compression_type="lz4",
        linger_ms=round(LINGER * 1000),
        max_request_size=MOST_BYTES,
        allow_auto_create_topics=False,
        logger=None,
    )
    with pool(job.workload, job.processes) as executor:

        @broker.subscriber(  # type: ignore[untyped-decorator]
            job.raw,
            group_id=job.group,
            auto_offset_reset="earliest",
            batch=True,
            max_records=job.batch,
            polling_interval=WAIT,
            decoder=_bytes,
            ack_policy=AckPolicy.NACK_ON_ERROR,
        )
        async def enriching(values: list[bytes], message: KafkaMessage) -> None:
            loop = asyncio.get_running_loop()
            records = await asyncio.gather(*(loop.run_in_executor(executor, enrich, value) for value in values))
            keys = [raw.key() for raw in message.raw_message]
            await asyncio.gather(
                *(broker.publish(record, job.enriched, key=key) for key, record in zip(keys, records, strict=True))
            )

        await FastStream(broker, logger=None).run()


if __name__ == "__main__":
    asyncio.run(work(Job.from_arguments()))
