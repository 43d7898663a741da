"""How fast is Samachar beside others that do the same work on the same broker? By turns, in one run, on Apache Kafka.

    python -m bench.race --workload fast --articles 2000 --turns 3 --results build/bench/race.jsonl

Everybody finds the same articles in the same topic, as a consumer group of its own, and writes to a topic of its own.
Rates are those of the middle nine tenths of the records, by the broker's clock: starting and stopping are left out.
There must be far more articles than a contender takes at a time (`bench.peers.job`).
"""

import argparse
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from bench.contenders import CONTENDERS, Contender
from bench.corpus import articles
from bench.peers import bare
from bench.peers.job import MOST_BYTES, Job
from bench.peers.work import WORKLOADS
from bench.processes import Watch
from processor.brokers.apache import LocalKafka

#: Seconds without a record after which a contender is given up.
_PATIENCE: Final = 120.0
_END: Final = 60.0
_PARTITIONS: Final = 4


def main() -> None:
    """Measure, print, and append to the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", choices=WORKLOADS, default="fast")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--results", type=Path, default=Path("build/bench/race.jsonl"))
    parser.add_argument("--only", default="", help="names of contenders, or their beginnings, with commas")
    options = parser.parse_args()
    options.results.parent.mkdir(parents=True, exist_ok=True)
    wanted = tuple(name for name in options.only.split(",") if name)
    taking_part = [one for one in CONTENDERS if one.version() and (not wanted or one.name.startswith(wanted))]
    for absent in {one.name for one in CONTENDERS if not one.version()}:
        print(f"{absent} is not installed: `make race` brings it")
    messages = list(islice(articles(), options.articles))
    with LocalKafka() as broker, options.results.open("ab") as results:
        fill(broker.bootstrap, "raw", messages)
        for turn in range(options.turns):
            common = {"turn": turn, "workload": options.workload, "articles": len(messages)}
            rate = bare.rate([value for _, value in messages], options.workload, options.processes)
            found: list[dict[str, Any]] = [common | {"name": "no broker", "rate": rate}]
            print(orjson.dumps(found[0]).decode(), flush=True)
            for contender in taking_part[turn % len(taking_part) :] + taking_part[: turn % len(taking_part)]:
                measured = run(contender, broker.bootstrap, len(messages), options.workload, options.processes)
                found.append(common | {"name": contender.name, "version": contender.version()} | measured)
                print(orjson.dumps(found[-1]).decode(), flush=True)
            results.writelines(orjson.dumps(line | {"processes": options.processes}) + b"\n" for line in found)


def fill(bootstrap: str, topic: str, messages: Sequence[tuple[bytes, bytes]]) -> None:
    """Make a topic and put the messages into it."""
    make_topics(bootstrap, [topic])
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 20, "compression.type": "lz4"})
    for key, value in messages:
        producer.produce(topic, value, key)
        producer.poll(0)
        while len(producer) > 10_000:
            producer.poll(0.1)
    producer.flush()


def make_topics(bootstrap: str, names: Sequence[str]) -> None:
    """Make topics whose records get the time at which the broker took them."""
    config = {"message.timestamp.type": "LogAppendTime", "max.message.bytes": str(MOST_BYTES)}
    admin = AdminClient({"bootstrap.servers": bootstrap})
    made = admin.create_topics([NewTopic(name, _PARTITIONS, 1, config=config) for name in names])
    for future in made.values():
        future.result()


def run(contender: Contender, bootstrap: str, count: int, workload: str, processes: int) -> dict[str, Any]:
    """Return what a contender needed for the topic `raw`: articles a second, CPU ms an article, MiB, seconds."""
    name = f"{contender.name.lower().replace(' ', '-').replace(',', '')}-{time.monotonic_ns()}"
    make_topics(bootstrap, [name, *(f"{name}.{part}" for part in ("language", "entities", "dead-letter"))])
    with tempfile.TemporaryDirectory() as folder:
        job = Job(bootstrap, "raw", name, name, workload, processes, folder)
        started = time.time()
        running = contender.start(job)
        watches = [Watch(process.pid) for process in running]
        for watch in watches:
            watch.start()
        try:
            times = _arrivals(bootstrap, name, count)
        except TimeoutError as error:
            raise TimeoutError(f"{contender.name}: {error}\n{Path(folder, 'log').read_text()[-3000:]}") from error
        finally:
            for watch in watches:
                watch.stop()
            _stop(running)
    start, end = times[len(times) // 20], times[-1 - len(times) // 20]
    middle = len(times) - 2 * (len(times) // 20) - 1
    return {
        "rate": middle / (end - start),
        "cpu_ms": sum(watch.cpu_between(start, end) for watch in watches) * 1000 / middle,
        "peak_mib": sum(watch.peak() for watch in watches) / 2**20,
        "first_s": times[0] - started,
    }


def _arrivals(bootstrap: str, topic: str, count: int) -> list[float]:
    """Return when the broker took the first record of each article, seconds since 1970, in order."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": f"{topic}-watch", "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    found: dict[bytes, float] = {}
    heard = time.monotonic()
    while len(found) < count:
        for message in consumer.consume(1000, 0.5):
            if not message.error():
                found.setdefault(message.key() or b"", message.timestamp()[1] / 1000)
                heard = time.monotonic()
        if time.monotonic() - heard > _PATIENCE:
            raise TimeoutError(f"{len(found)} of {count} articles, no more for {_PATIENCE:g} s")
    consumer.close()
    return sorted(found.values())


def _stop(running: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
