"""How long does the worker's event loop take to answer while NLP is busy?

Starts the embedded broker and one worker with all stages, gives it the seeds again and again, and asks /healthz every
20 ms until the last article is out. Run: `python -m bench.health [--copies N]`.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import orjson
from kafka import KafkaConsumer, KafkaProducer

from processor.brokers import topics
from processor.brokers.embedded import EmbeddedBroker
from processor.brokers.process import free_port
from processor.settings import load_settings

SEEDS = Path(__file__).parents[1] / "seeds"
INTERVAL = 0.02


def ask(port: int, path: str) -> tuple[int, float]:
    """Return the status of a request (0: no answer) and the seconds it took."""
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            status = int(answer.status)
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        status = 0
    return status, time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=20, help="how often each seed is sent")
    copies = parser.parse_args().copies
    texts = [path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt"))]
    with EmbeddedBroker() as broker:
        settings = load_settings(bootstrap_servers=broker.bootstrap)
        topics.ensure(settings)
        port = free_port()
        environment = os.environ | {
            "KAFKA_BOOTSTRAP_SERVERS": broker.bootstrap,
            "SAMACHAR_HTTP_PORT": str(port),
            "SAMACHAR_SESSION_TIMEOUT": "6",
            "SAMACHAR_LOG_LEVEL": "WARNING",
        }
        worker = subprocess.Popen([sys.executable, "-m", "processor.cli.main", "worker"], env=environment)
        try:
            measure(broker.bootstrap, port, texts, copies)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(60)


def measure(bootstrap: str, port: int, texts: list[str], copies: int) -> None:
    """Send the texts and ask until all are out; print the distribution of answer times."""
    while ask(port, "/readyz")[0] != 200:
        time.sleep(0.1)
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    for copy in range(copies):
        for number, text in enumerate(texts):
            producer.send("articles.raw", orjson.dumps({"id": f"{copy}-{number}", "text": text}))
    producer.flush()
    consumer = KafkaConsumer("articles.enriched", bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    done: set[bytes] = set()
    times, failures = [], 0
    started = time.perf_counter()
    while len(done) < copies * len(texts):
        status, seconds = ask(port, "/healthz")
        times.append(seconds * 1000)
        failures += status != 200
        for records in consumer.poll(timeout_ms=0).values():
            done.update(record.key for record in records)
        time.sleep(INTERVAL)
    elapsed = time.perf_counter() - started
    times.sort()
    print(f"{len(done)} articles in {elapsed:.1f} s on {os.cpu_count()} cores")
    print(f"{len(times)} requests to /healthz, {failures} failed")
    print(
        f"median {statistics.median(times):.1f} ms, p99 {times[int(len(times) * 0.99)]:.1f} ms, max {times[-1]:.1f} ms"
    )


if __name__ == "__main__":
    main()
