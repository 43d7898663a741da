"""Bytewax: a dataflow in a cluster of processes, and a sink that flushes each batch. At least once.

It keeps its place in a recovery store of its own and not in the consumer group.
"""

import subprocess
import sys
from pathlib import Path

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSinkMessage, KafkaSourceMessage
from bytewax.connectors.kafka import operators as kop
from bytewax.dataflow import Dataflow
from bytewax.recovery import RecoveryConfig, init_db_dir
from bytewax.run import cli_main

from bench.peers.job import CONFLUENT_PRODUCER, Job
from bench.peers.work import enrich, load

_FIRST_PORT = 21301


def flow(job: Job) -> Dataflow:
    """Return the dataflow of a job."""
    found = Dataflow("bench")
    source = kop.input("raw", found, brokers=[job.bootstrap], topics=[job.raw], batch_size=job.batch)
    records = op.map("enrich", source.oks, _record)
    kop.output(
        "enriched",
        records,
        brokers=[job.bootstrap],
        topic=job.enriched,
        add_config={name: str(value) for name, value in CONFLUENT_PRODUCER.items()},
    )
    return found


def _record(message: KafkaSourceMessage[bytes, bytes]) -> KafkaSinkMessage[bytes, bytes]:
    return KafkaSinkMessage(message.key, enrich(message.value))


def main() -> None:
    """Work until SIGTERM: the first process starts the others."""
    job = Job.from_arguments()
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    store = Path(job.folder, "recovery")
    others = []
    if not number:
        store.mkdir(exist_ok=True)
        init_db_dir(store, job.processes)
        others = [
            subprocess.Popen([sys.executable, "-m", "bench.peers.bytewax_flow", job.argument(), str(other)])
            for other in range(1, job.processes)
        ]
    load(job.workload)
    addresses = [f"127.0.0.1:{_FIRST_PORT + each}" for each in range(job.processes)]
    try:
        cli_main(flow(job), process_id=number, addresses=addresses, recovery_config=RecoveryConfig(store))
    finally:
        for other in others:
            other.terminate()


if __name__ == "__main__":
    main()
