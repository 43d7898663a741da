"""`python -m tests.faults.overload.push`: the producer, its own process; prints acknowledged articles and seconds."""

import argparse
import sys
import time
from typing import Any

from confluent_kafka import KafkaError, Message, Producer

from tests.faults.overload.articles import SIZES, Articles

_PATIENCE = 120.0


def main() -> int:
    """Push for so many seconds at a steady rate, and return once the broker has answered for all."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.overload.push", description=__doc__)
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--articles", choices=SIZES, required=True)
    parser.add_argument("--rate", type=float, required=True, help="articles a second")
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    articles = Articles(options.articles, seed=2)
    pusher = _Pusher(options.bootstrap, options.topic)
    began = time.monotonic()
    pushed = 0
    # By the clock, not by pauses: what a busy machine held up is made good.
    while (spent := time.monotonic() - began) < options.seconds:
        if pushed < spent * options.rate:
            pusher.push(*articles.next())
            pushed += 1
        else:
            pusher.wait(0.002)
    acknowledged = pusher.finish()
    sys.stdout.write(f"{acknowledged} {time.monotonic() - began:.3f}\n")
    return 0


class _Pusher:
    def __init__(self, bootstrap: str, topic: str) -> None:
        options: dict[str, Any] = {
            "bootstrap.servers": bootstrap,
            "acks": "all",
            "enable.idempotence": True,
            "message.max.bytes": 8 * 1024 * 1024,
            "queue.buffering.max.kbytes": 128 * 1024,
            "compression.type": "zstd",
            "linger.ms": 20,
            "log_level": 2,
        }
        self._producer = Producer(options)
        self._topic = topic
        self._acknowledged = 0

    def push(self, key: bytes, value: bytes) -> None:
        while True:
            try:
                self._producer.produce(self._topic, value, key, on_delivery=self._note)
                break
            except BufferError:
                self._producer.poll(0.05)
        self._producer.poll(0)

    def wait(self, seconds: float) -> None:
        self._producer.poll(seconds)

    def finish(self) -> int:
        self._producer.flush(_PATIENCE)
        return self._acknowledged

    def _note(self, error: KafkaError | None, _: Message) -> None:
        self._acknowledged += error is None


if __name__ == "__main__":
    sys.exit(main())
