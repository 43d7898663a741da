"""What a contender is told: where to read and write, and what to do with a message."""

import json
import sys
from dataclasses import asdict, dataclass
from typing import Final

#: Messages that a contender takes at a time, where it is the one to choose: about a quarter of a second of work.
BATCH: Final = {"pass-through": 500, "fast": 50, "accurate": 10}
#: Seconds that a producer waits for a batch to fill, and that a consumer waits for messages.
LINGER: Final = 0.02
WAIT: Final = 0.1
#: Bytes of the largest record, and of a request that holds it.
MOST_BYTES: Final = 16 * 1024 * 1024
#: Options of a librdkafka producer, as Samachar's own: all replicas, lz4.
CONFLUENT_PRODUCER: Final[dict[str, str | int]] = {
    "acks": "all",
    "compression.type": "lz4",
    "linger.ms": round(LINGER * 1000),
    "message.max.bytes": MOST_BYTES,
}


@dataclass(frozen=True)
class Job:
    """One run of a contender.

    Attributes:
        workload: `pass-through`, `fast` or `accurate`; see `bench.peers.work`.
        processes: how many processes do it.
        folder: where it may keep what it needs to keep.
    """

    bootstrap: str
    raw: str
    enriched: str
    group: str
    workload: str
    processes: int
    folder: str

    def argument(self) -> str:
        """Return the one argument of a contender's program."""
        return json.dumps(asdict(self))

    @classmethod
    def from_arguments(cls) -> "Job":
        """Return the job that this program was given."""
        return cls(**json.loads(sys.argv[1]))

    @property
    def batch(self) -> int:
        """Return how many messages to take at a time."""
        return BATCH[self.workload]

    def confluent_consumer(self) -> dict[str, object]:
        """Return the options of a librdkafka consumer that commits by itself alone."""
        return {
            "bootstrap.servers": self.bootstrap,
            "group.id": self.group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
