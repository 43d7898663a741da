"""A local Apache Kafka, one KRaft node, for tests and development: ``python -m processor.brokers.apache``.

One broker proves what happens when a broker is restarted, hangs or crashes. It proves nothing about replication, nor
about a machine that loses power: what a killed broker acknowledged is kept by the operating system, not yet on disk.
"""

import argparse
import base64
import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn, Self

from processor.brokers.apache_jars import ensure_jars, java, kafka_version
from processor.brokers.errors import BrokerStartError
from processor.brokers.process import LOOPBACK, ServerProcess, free_port, port_taken

_NAME = "Apache Kafka"
_LOG_PREFIX = "-Dorg.slf4j.simpleLogger"
# The last line of a start: the broker is registered and answers.
_READY = "Kafka Server started"
_JVM = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # starts in half the time; nothing here runs long enough for more
    "-Xshare:auto",
    "-Djava.net.preferIPv4Stack=true",
    f"{_LOG_PREFIX}.showDateTime=true",
    f"{_LOG_PREFIX}.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
    f"{_LOG_PREFIX}.defaultLogLevel=warn",
    f"{_LOG_PREFIX}.log.kafka.server.KafkaRaftServer=info",
)


class LocalKafka:
    """One Apache Kafka broker on the loopback interface, as a context manager.

    It can be stopped, killed or paused and started again: port and data stay the same until `close`.

    Args:
        directory: where data and log are kept; a temporary one, removed by `close`, when None.
        port: where clients connect; a free one when None.
        protocol: what clients speak: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.
        listeners: further listeners for clients on free ports, name -> protocol; see `address`.
        properties: broker properties to add or override; the clients' listener is named CLIENT.
        format_arguments: further arguments of `StorageTool format`, such as ``--add-scram``.
        heap_mb: the JVM's heap, MiB.
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        port: int | None = None,
        protocol: str = "PLAINTEXT",
        listeners: Mapping[str, str] | None = None,
        properties: Mapping[str, str] | None = None,
        format_arguments: Sequence[str] = (),
        heap_mb: int = 512,
    ) -> None:
        self.port = free_port() if port is None else port
        self._temporary = directory is None
        self._directory = Path(tempfile.mkdtemp(prefix="samachar-kafka-")) if directory is None else directory
        # Clients have a listener of their own, so that its protocol is theirs alone.
        self._protocols = {"CLIENT": protocol, "INTERNAL": "PLAINTEXT", **(listeners or {})}
        self._ports = {name: self.port if name == "CLIENT" else free_port() for name in self._protocols}
        self._properties = self._defaults() | dict(properties or {})
        self._format_arguments = tuple(format_arguments)
        self._heap_mb = heap_mb
        self._process: ServerProcess | None = None

    @property
    def bootstrap(self) -> str:
        """Its address, as KAFKA_BOOTSTRAP_SERVERS takes it."""
        return f"{LOOPBACK}:{self.port}"

    def address(self, listener: str) -> str:
        """Return the address of a listener by its name; INTERNAL is the broker's own, in plain text."""
        return f"{LOOPBACK}:{self._ports[listener]}"

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._started().pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.running

    @property
    def log_file(self) -> Path:
        """Where it writes what it has to say."""
        return self._directory / "kafka.log"

    def start(self, *, timeout: float = 60.0) -> None:
        """Start it, the first time after fetching the jars and formatting the data folder; return when it answers.

        Raises:
            BrokerStartError: with the last lines of Kafka's own log, where there are any.
        """
        if not self.running and port_taken(self.port):
            raise BrokerStartError(f"{_NAME} cannot start: port {self.port} is taken")
        if self._process is None:
            self._process = self._prepare(timeout)
        process = self._process
        process.start(lambda: _READY in process.output(), timeout=timeout)

    def stop(self, *, timeout: float = 30.0) -> None:
        """Stop it in good order (SIGTERM), killing it after `timeout` seconds."""
        if self._process is not None:
            self._process.stop(timeout=timeout)

    def kill(self) -> None:
        """End it at once (SIGKILL)."""
        self._started().kill()

    def restart(self, *, down_for: float = 0.0) -> None:
        """Stop it, wait `down_for` seconds, and start it on the same port with the same data."""
        self.stop()
        time.sleep(down_for)
        self.start()

    def pause(self) -> None:
        """Make it hang with its connections open (SIGSTOP)."""
        self._started().pause()

    def resume(self) -> None:
        """Let it run on after `pause` (SIGCONT)."""
        self._started().resume()

    def wait(self) -> int:
        """Wait until it ends by itself and return its exit code."""
        return self._started().wait()

    def close(self) -> None:
        """Stop it and remove its folder, if that is a temporary one."""
        self.stop()
        if self._temporary:
            shutil.rmtree(self._directory, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _started(self) -> ServerProcess:
        if self._process is None:
            raise BrokerStartError(f"{_NAME} has not been started")
        return self._process

    def _defaults(self) -> dict[str, str]:
        controller = free_port()
        listeners = ",".join(f"{name}://{self.address(name)}" for name in self._protocols)
        protocols = ",".join(f"{name}:{protocol}" for name, protocol in self._protocols.items())
        return {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.bootstrap.servers": f"{LOOPBACK}:{controller}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"{listeners},CONTROLLER://{LOOPBACK}:{controller}",
            "advertised.listeners": listeners,
            "inter.broker.listener.name": "INTERNAL",
            "listener.security.protocol.map": f"{protocols},CONTROLLER:PLAINTEXT",
            "log.dirs": str(self._directory / "data"),
            "auto.create.topics.enable": "false",
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "4",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "transaction.state.log.num.partitions": "4",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            # Tests join groups often and alone, and let members die.
            "group.initial.rebalance.delay.ms": "0",
            "group.min.session.timeout.ms": "1000",
            # After a kill the controller refuses the broker for as long as the killed one might still be alive.
            "broker.session.timeout.ms": "4000",
            "broker.heartbeat.interval.ms": "500",
            # The default takes a quarter of our heap.
            "log.cleaner.dedupe.buffer.size": "4194304",
        }

    def _prepare(self, timeout: float) -> ServerProcess:
        """Write the configuration, format the data folder if it is new, and return the process to start."""
        program, jars = java(), ensure_jars()
        self._directory.mkdir(parents=True, exist_ok=True)
        configuration = self._directory / "server.properties"
        lines = [f"{key}={_escaped(value)}\n" for key, value in self._properties.items()]
        configuration.write_text("".join(lines), encoding="utf-8")
        configuration.chmod(0o600)
        command = [program, f"-Xmx{self._heap_mb}m", *_JVM, "-cp", f"{jars}/*"]
        if not (self._directory / "data" / "meta.properties").is_file():
            self._format(command, configuration, timeout)
        return ServerProcess(_NAME, [*command, "kafka.Kafka", str(configuration)], self.log_file)

    def _format(self, command: Sequence[str], configuration: Path, timeout: float) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        arguments = ["format", "--standalone", f"--cluster-id={cluster}", "--config", str(configuration)]
        try:
            told = subprocess.run(
                [*command, "kafka.tools.StorageTool", *arguments, *self._format_arguments],
                capture_output=True,
                text=True,
                check=False,
                timeout=timeout,
            )
        except subprocess.TimeoutExpired as error:
            detail = f"{_NAME} cannot format {self._directory}: not done within {timeout:g} s"
            raise BrokerStartError(detail) from error
        if told.returncode != 0:
            raise BrokerStartError(f"{_NAME} cannot format {self._directory}:\n{told.stdout}{told.stderr}".strip())


def _escaped(value: str) -> str:
    """Return a value as Java's properties files write it."""
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a local Apache Kafka in the foreground until Ctrl-C or SIGTERM; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m processor.brokers.apache",
        description=f"Run Apache Kafka {kafka_version()}, one broker on {LOOPBACK}, until Ctrl-C. For development.",
    )
    parser.add_argument("--port", type=int, default=9092, help="where clients connect (default: 9092)")
    parser.add_argument("--directory", type=Path, help="where to keep the data (default: nowhere; removed at the end)")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    sys.stderr.write(f"Starting Apache Kafka {kafka_version()} (the first time its jars are fetched) ...\n")
    with contextlib.suppress(KeyboardInterrupt):
        try:
            with LocalKafka(options.directory, port=options.port) as kafka:
                sys.stdout.write(f"KAFKA_BOOTSTRAP_SERVERS={kafka.bootstrap}\n")
                sys.stdout.flush()
                sys.stderr.write(f"Ready. Its log is {kafka.log_file}. Ctrl-C ends it.\n")
                return kafka.wait()
        except BrokerStartError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - the signature of a handler
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
