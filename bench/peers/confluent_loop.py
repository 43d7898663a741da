"""confluent-kafka: consume, a process pool, produce, flush, commit. At least once."""

import signal

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer

from bench.peers.job import CONFLUENT_PRODUCER, WAIT, Job
from bench.peers.work import enrich, pool

_CHUNK = 8


def main() -> None:
    """Work until SIGTERM."""
    job = Job.from_arguments()
    stopped: list[bool] = []
    failed: list[KafkaError] = []

    def on_delivery(error: KafkaError | None, _message: object) -> None:
        if error is not None:
            failed.append(error)

    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    consumer, producer = (
        Consumer(job.confluent_consumer()),
        Producer({"bootstrap.servers": job.bootstrap, **CONFLUENT_PRODUCER}),
    )
    consumer.subscribe([job.raw])
    with pool(job.workload, job.processes) as executor:
        while not stopped:
            messages = [message for message in consumer.consume(job.batch, WAIT) if not message.error()]
            records = executor.map(enrich, [message.value() for message in messages], chunksize=_CHUNK)
            for message, record in zip(messages, records, strict=True):
                producer.produce(job.enriched, record, message.key(), on_delivery=on_delivery)
                producer.poll(0)
            producer.flush()
            if failed:
                raise KafkaException(failed[0])
            if messages:
                consumer.commit(asynchronous=False)
    consumer.close()


if __name__ == "__main__":
    main()
