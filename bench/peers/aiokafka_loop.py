"""aiokafka: getmany, a process pool, send and wait, commit. At least once."""

import asyncio
import signal

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from bench.peers.job import LINGER, MOST_BYTES, WAIT, Job
from bench.peers.work import enrich, pool


async def work(job: Job) -> None:
    """Work until SIGTERM."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    consumer = AIOKafkaConsumer(
        job.raw,
        bootstrap_servers=job.bootstrap,
        group_id=job.group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    producer = AIOKafkaProducer(
        bootstrap_servers=job.bootstrap,
        acks="all",
        compression_type="lz4",
        linger_ms=round(LINGER * 1000),
        max_batch_size=256 * 1024,
        max_request_size=MOST_BYTES,
    )
    with pool(job.workload, job.processes) as executor:
        async with consumer, producer:
            while not stopped.is_set():
                found = await consumer.getmany(timeout_ms=round(WAIT * 1000), max_records=job.batch)
                messages = [message for records in found.values() for message in records]
                records = await asyncio.gather(
                    *(loop.run_in_executor(executor, enrich, message.value) for message in messages)
                )
                deliveries = [
                    await producer.send(job.enriched, record, message.key)
                    for message, record in zip(messages, records, strict=True)
                ]
                await asyncio.gather(*deliveries)
                if messages:
                    await consumer.commit()


if __name__ == "__main__":
    asyncio.run(work(Job.from_arguments()))
