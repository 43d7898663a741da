"""Who takes part in `bench.race`, and how each is started."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from bench.peers.job import Job
from bench.peers.work import WORKLOADS

ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True)
class Contender:
    """One of them.

    Attributes:
        package: the distribution whose version is told.
        commands: a job -> the command lines that do it, side by side.
    """

    name: str
    package: str
    commands: Callable[[Job], list[list[str]]]

    def version(self) -> str | None:
        """Return the version that is installed, None where none is."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    def start(self, job: Job) -> list["subprocess.Popen[bytes]"]:
        """Start it; its processes have one thread each for what computes."""
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        with Path(job.folder, "log").open("ab") as log:
            return [
                subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
                for command in self.commands(job)
            ]


def _program(name: str) -> Callable[[Job], list[list[str]]]:
    return lambda job: [[sys.executable, "-m", f"bench.peers.{name}", job.argument()]]


def _one_a_process(name: str) -> Callable[[Job], list[list[str]]]:
    return lambda job: _program(name)(job) * job.processes


def _samachar(**settings: str) -> Callable[[Job], list[list[str]]]:
    def command(job: Job) -> list[list[str]]:
        stages, profile = WORKLOADS[job.workload]
        given = {
            "KAFKA_BOOTSTRAP_SERVERS": job.bootstrap,
            "SAMACHAR_TOPIC_RAW": job.raw,
            "SAMACHAR_TOPIC_ENRICHED": job.enriched,
            "SAMACHAR_TOPIC_LANGUAGE": f"{job.enriched}.language",
            "SAMACHAR_TOPIC_ENTITIES": f"{job.enriched}.entities",
            "SAMACHAR_TOPIC_DEAD_LETTER": f"{job.enriched}.dead-letter",
            "SAMACHAR_GROUP_ID": job.group,
            "SAMACHAR_STAGES": ",".join(stages),
            "SAMACHAR_PROFILE": profile,
            "SAMACHAR_WORKERS": str(job.processes),
            "SAMACHAR_HTTP_PORT": "0",
            "SAMACHAR_LOG_LEVEL": "WARNING",
            **settings,
        }
        options = [option for name, value in given.items() for option in ("--set", f"{name}={value}")]
        return [[sys.executable, "-m", "processor.cli.main", "worker", *options]]

    return command


CONTENDERS: Final = (
    Contender("confluent-kafka loop", "confluent-kafka", _program("confluent_loop")),
    Contender("aiokafka loop", "aiokafka", _program("aiokafka_loop")),
    Contender("Quix Streams", "quixstreams", _one_a_process("quix")),
    Contender("FastStream", "faststream", _program("faststream_app")),
    Contender("Bytewax", "bytewax", _program("bytewax_flow")),
    Contender("Faust, tuned", "faust-streaming", _program("faust_tuned")),
    Contender("Samachar, fused", "samachar", _samachar()),
    Contender("Samachar, staged", "samachar", _samachar(SAMACHAR_LAYOUT="staged")),
)
