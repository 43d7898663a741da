"""Faust as it comes, with the settings that made it fastest: `take`, a process pool, send, wait for the deliveries.

Not at least once: an agent that raises, and a rebalance, acknowledge what was not delivered (docs/upstream.md).
"""

import asyncio
import logging
import signal
import tempfile
from typing import Any

import faust

from bench.peers.job import LINGER, MOST_BYTES, WAIT, Job
from bench.peers.work import enrich, pool


async def work(job: Job) -> None:
    """Work until SIGTERM."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    app = faust.App(
        job.group,
        broker=f"kafka://{job.bootstrap}",
        datadir=tempfile.mkdtemp(dir=job.folder),
        producer_linger=LINGER,
        producer_max_batch_size=256 * 1024,
        producer_max_request_size=MOST_BYTES,
        producer_compression_type="lz4",
        broker_max_poll_records=2000,
        stream_buffer_maxsize=8192,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        autodiscover=False,
    )
    app.finalize()
    raw = app.topic(job.raw, value_serializer="raw", key_serializer="raw", value_type=bytes, key_type=bytes)
    enriched = app.topic(job.enriched, value_serializer="raw", key_serializer="raw", value_type=bytes, key_type=bytes)
    with pool(job.workload, job.processes) as executor:

        @app.agent(raw)
        async def enriching(stream: Any) -> None:
            async for events in stream.take_events(job.batch, within=WAIT):
                records = await asyncio.gather(
                    *(loop.run_in_executor(executor, enrich, event.message.value) for event in events)
                )
                deliveries = [
                    await enriched.send(key=event.message.key, value=record)
                    for event, record in zip(events, records, strict=True)
                ]
                await asyncio.gather(*deliveries)

        await app.start()
        await stopped.wait()
        await app.stop()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(work(Job.from_arguments()))
