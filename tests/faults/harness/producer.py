"""Pushes articles at a stated rate and notes what the broker acknowledged."""

import queue
import threading
import time
from dataclasses import replace
from typing import Any, Final

from confluent_kafka import KafkaError, Producer
from confluent_kafka import Message as Delivered

from tests.faults.harness.articles import SERIAL, Articles, Message
from tests.faults.harness.history import Place, Sent
from tests.faults.harness.schedule import Fault

_PATIENCE: Final = 240.0
_LARGEST: Final = 8 * 1024 * 1024


class Pusher(threading.Thread):
    """A producer beside the run. It keeps its rate whatever the broker does, and waits for nothing but the clock.

    It is idempotent, so that each message stands in the raw topic once, and connects to the broker directly: what
    becomes of an article before it is acknowledged is not what the harness is about.
    """

    def __init__(self, bootstrap: str, topic: str, articles: Articles, *, rate: float, seconds: float) -> None:
        super().__init__(daemon=True)
        self.sent: dict[int, Sent] = {}
        self._topic = topic
        self._articles = articles
        self._rate = rate
        self._seconds = seconds
        self._bursts: queue.Queue[Fault] = queue.Queue()
        options: dict[str, Any] = {
            "bootstrap.servers": bootstrap,
            "acks": "all",
            "enable.idempotence": True,
            "message.timeout.ms": round(_PATIENCE * 1000),
            "message.max.bytes": _LARGEST,
            "compression.type": "lz4",
            "linger.ms": 5,
            "log_level": 2,
        }
        self._producer = Producer(options)

    def burst(self, fault: Fault) -> None:
        """Push what a fault of articles says, among the others."""
        self._bursts.put(fault)

    def run(self) -> None:
        began = time.monotonic()
        pushed = 0
        while (spent := time.monotonic() - began) < self._seconds:
            while not self._bursts.empty():
                fault = self._bursts.get()
                for message in self._articles.burst(fault.kind, int(fault.amount)):
                    self._push(message)
            if pushed < spent * self._rate:
                self._push(self._articles.next())
                pushed += 1
            else:
                self._producer.poll(0.005)

    def finish(self) -> None:
        """Wait until the broker has answered for everything that was pushed."""
        self.join()
        self._producer.flush(_PATIENCE)

    def _push(self, message: Message) -> None:
        self.sent[message.serial] = Sent(message.serial, message.key, message.doom, time.time(), None)

        def note(error: KafkaError | None, delivered: Delivered) -> None:
            if error is None:
                topic, partition, offset = delivered.topic(), delivered.partition(), delivered.offset()
                assert topic is not None
                assert partition is not None
                assert offset is not None
                place = Place(topic, partition, offset)
                self.sent[message.serial] = replace(self.sent[message.serial], place=place)

        while True:
            try:
                self._producer.produce(
                    self._topic,
                    message.value,
                    message.key,
                    headers=[(SERIAL, str(message.serial))],
                    on_delivery=note,
                )
                break
            except BufferError:
                self._producer.poll(0.1)
        self._producer.poll(0)
