"""The broker of one run, with the proxy that workers reach it through and a direct way for the harness."""

from pathlib import Path
from types import TracebackType
from typing import Final, Self

from processor.brokers.apache import LocalKafka
from processor.brokers.process import LOOPBACK, free_port
from tests.faults.harness.proxy import Proxy, Weather

_PATIENCE: Final = 240.0


class Cluster:
    """A fresh Apache Kafka and a proxy.

    Workers know only the proxy: it is what the broker gives out as its address on their listener. All records get the
    broker's append time, which the checker compares with that of commits.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        port, internal, controller = free_port(), free_port(), free_port()
        self.proxy = Proxy(port, seed=seed)
        self.direct = f"{LOOPBACK}:{internal}"
        clients, ours = f"CLIENT://{LOOPBACK}", f"INTERNAL://{self.direct}"
        self.broker = LocalKafka(
            folder,
            port=port,
            heap_mb=384,
            properties={
                "listeners": f"{clients}:{port},{ours},CONTROLLER://{LOOPBACK}:{controller}",
                "advertised.listeners": f"{clients}:{self.proxy.port},{ours}",
                "controller.quorum.bootstrap.servers": f"{LOOPBACK}:{controller}",
                "log.message.timestamp.type": "LogAppendTime",
            },
        )

    @property
    def for_workers(self) -> str:
        """The address that workers are given."""
        return f"{LOOPBACK}:{self.proxy.port}"

    def calm(self) -> None:
        """End every fault of broker and network."""
        self.proxy.weather = Weather()
        self.broker.resume()
        if not self.broker.running:
            self.start_broker()

    def start_broker(self) -> None:
        """Start the broker, however busy the machine is."""
        self.broker.start(timeout=_PATIENCE)

    def __enter__(self) -> Self:
        self.proxy.start()
        try:
            self.start_broker()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.proxy.close()
        if self.broker.running:
            self.broker.kill()
        self.broker.close()
