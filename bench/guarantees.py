"""What does exactly once cost? The same worker on the same articles under both guarantees, by turns, on Apache Kafka.

The articles lie in the raw topic before the worker starts, and its one stage does nothing, so that what is measured is
reading, delivering and committing. Time is that of the records, from the first that the worker made to the last.
Run: `python -m bench.guarantees [--articles N] [--turns N]`. It needs Java 17.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time

import orjson
from kafka import KafkaConsumer, KafkaProducer

from processor.brokers import topics
from processor.brokers.apache import LocalKafka
from processor.brokers.security import kafka_python_options
from processor.settings import Settings, load_settings

TEXT = "Samachar reads news articles and says what they are about. " * 50
PATIENCE = 300.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=3, help="of each guarantee")
    options = parser.parse_args()
    rates: dict[tuple[str, int], list[float]] = {}
    with LocalKafka() as broker:
        for turn in range(options.turns):
            for batch in (32, 256):
                for guarantee in ("at_least_once", "exactly_once"):
                    settings = _settings(broker.bootstrap, f"{guarantee}-{batch}-{turn}", guarantee, batch)
                    rate = measure(settings, options.articles)
                    print(f"turn {turn + 1}, batches of {batch}, {guarantee}: {rate:,.0f} a second", flush=True)
                    rates.setdefault((guarantee, batch), []).append(rate)
    print(f"{os.cpu_count()} cores; {options.articles:,} articles of {len(TEXT):,} bytes; medians:")
    for (guarantee, batch), found in sorted(rates.items()):
        share = statistics.median(found) / statistics.median(rates["at_least_once", batch])
        print(f"batches of {batch}, {guarantee}: {statistics.median(found):,.0f} a second ({share:.0%})")


def _settings(bootstrap: str, name: str, guarantee: str, batch: int) -> Settings:
    settings = load_settings(
        bootstrap_servers=bootstrap,
        topic_raw=f"{name}.raw",
        topic_enriched=f"{name}.enriched",
        topic_dead_letter=f"{name}.dead-letter",
        group_id=name,
        guarantee=guarantee,
        batch_size=batch,
        stages="bench.peers.work:Nothing",
    )
    topics.ensure(settings, timeout=60)
    return settings


def measure(settings: Settings, articles: int) -> float:
    """Return the articles a second that a worker does, from its first record to its last."""
    producer = KafkaProducer(**kafka_python_options(settings), linger_ms=20, compression_type="lz4")
    for number in range(articles):
        key = str(number)
        producer.send(settings.topic_raw, orjson.dumps({"id": key, "text": TEXT}), key.encode())
    producer.close()
    variables = {
        "KAFKA_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "SAMACHAR_TOPIC_RAW": settings.topic_raw,
        "SAMACHAR_TOPIC_ENRICHED": settings.topic_enriched,
        "SAMACHAR_TOPIC_DEAD_LETTER": settings.topic_dead_letter,
        "SAMACHAR_GROUP_ID": settings.group_id,
        "SAMACHAR_GUARANTEE": settings.guarantee,
        "SAMACHAR_BATCH_SIZE": str(settings.batch_size),
        "SAMACHAR_STAGES": ",".join(settings.stages),
        "SAMACHAR_HTTP_PORT": "0",
        "SAMACHAR_LOG_LEVEL": "WARNING",
    }
    worker = subprocess.Popen([sys.executable, "-m", "processor.cli.main", "worker"], env=os.environ | variables)
    try:
        times = _times(settings, articles)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(120)
    return articles / (times[-1] - times[0])


def _times(settings: Settings, articles: int) -> list[float]:
    """Return when each record was made, seconds since 1970, once readers may see so many."""
    consumer = KafkaConsumer(
        settings.topic_enriched,
        **kafka_python_options(settings),
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    times: list[float] = []
    heard = time.monotonic()
    while len(times) < articles:
        found = [record.timestamp / 1000 for records in consumer.poll(timeout_ms=500).values() for record in records]
        heard = time.monotonic() if found else heard
        if time.monotonic() - heard > PATIENCE:
            raise TimeoutError(f"{len(times)} records, no more for {PATIENCE:g} s")
        times += found
    consumer.close()
    return sorted(times)


if __name__ == "__main__":
    main()
